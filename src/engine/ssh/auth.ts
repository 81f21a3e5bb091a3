import { BaseAgent, type AnyAuthMethod, type ParsedKey, type Prompt as ServerPrompt, type SigningRequestOptions } from 'ssh2'
import { oneLine } from './failures'
import type { HostSettings } from './host-settings'
import type { Identity, LoadedIdentities, UnusableKey } from './identities'
import type { Question, Answer } from './types'

export interface AuthContext {
  settings: HostSettings
  identities: Promise<LoadedIdentities>
  /** False where the server's identity is not proved: nothing that is typed may go there. */
  mayAsk(): boolean
  /** The server lets everyone in who reaches it (the embedded workspace, a Coder agent): try that first. */
  open(): boolean
  ask(question: Question): Promise<Answer>
  /** Opens a locked key, asking for its passphrase; null when the person gave up. */
  unlock(identity: Extract<Identity, { source: 'locked' }>): Promise<ParsedKey | null>
  /** A password that was accepted on an earlier connection of this link. */
  kept: { password: string | null }
  /** False once the attempt is over; ssh2 throws when it is given an answer then. */
  alive(): boolean
}

/** What the server said to the attempt before; null before the first. */
export type AuthFeedback = { methodsLeft: readonly string[] | null }

/** What became of the attempts, for the sentence that says that nothing worked. */
export interface AuthRecord {
  /** Names of what was tried. */
  tried: Set<string>
  /** The methods that the server would still take; null before it has said so. */
  left: readonly string[] | null
  /** Keys that this app cannot use. */
  unusable: readonly UnusableKey[]
}

/**
 * The attempts in OpenSSH's order: public keys (agent, then files), keyboard-interactive,
 * password. `none` goes first only where nothing else can be tried at once; otherwise it
 * would cost a round trip and bring nothing.
 */
export async function* attempts(context: AuthContext, record: AuthRecord): AsyncGenerator<AnyAuthMethod, void, AuthFeedback> {
  const username = context.settings.user
  let left: readonly string[] | null = null
  const heard = (feedback: AuthFeedback): void => {
    left = record.left = feedback.methodsLeft
  }
  let noneTried = false
  const may = (method: string): boolean => left === null || left.includes(method)

  if (context.open()) {
    noneTried = true
    heard(yield { type: 'none', username })
  }
  const loaded = await context.identities
  record.unusable = loaded.unusable
  for (const identity of loaded.usable) {
    if (!noneTried && left === null && identity.source === 'locked' && identity.blob === null) {
      noneTried = true
      heard(yield { type: 'none', username })
    }
    if (!may('publickey')) break
    const method = await keyMethod(identity, username, context)
    if (!method) continue
    record.tried.add('public key')
    heard(yield method)
  }
  if (!noneTried && left === null) heard(yield { type: 'none', username })

  if (!context.mayAsk()) return
  if (context.settings.keyboardInteractive) {
    for (let round = 0; round < context.settings.passwordPrompts && may('keyboard-interactive'); round++) {
      let refused = false
      record.tried.add('keyboard-interactive')
      heard(yield {
        type: 'keyboard-interactive',
        username,
        prompt: (name, instructions, _language, prompts, finish) => {
          void answerPrompts(context, name, instructions, prompts).then((answers) => {
            refused ||= answers === null
            if (context.alive()) finish(answers ?? prompts.map(() => ''))
          })
        },
      })
      if (refused) return
    }
  }
  if (context.settings.password) {
    for (let round = 0; round < context.settings.passwordPrompts && may('password'); round++) {
      const password = context.kept.password ?? (await askPassword(context, round))
      if (password === null) return
      record.tried.add('password')
      context.kept.password = password
      heard(yield { type: 'password', username, password })
      context.kept.password = null
    }
  }
}

async function keyMethod(identity: Identity, username: string, context: AuthContext): Promise<AnyAuthMethod | null> {
  switch (identity.source) {
    case 'file':
      return { type: 'publickey', username, key: identity.key }
    case 'agent':
      return { type: 'agent', username, agent: new OneKeyAgent(identity.key, context.alive, (data, options) => signWith(identity.agent, identity.key, data, options)) }
    case 'locked': {
      if (identity.blob !== null) {
        // The server is asked first whether it wants the key at all.
        return { type: 'agent', username, agent: new OneKeyAgent(identity.blob, context.alive, async (data, options) => {
          const key = await context.unlock(identity)
          if (!key) throw new Error('no passphrase was given')
          const signature: unknown = key.sign(data, options.hash)
          if (!Buffer.isBuffer(signature)) throw new Error('the key cannot sign')
          return signature
        }) }
      }
      const key = await context.unlock(identity)
      return key ? { type: 'publickey', username, key } : null
    }
  }
}

function signWith(agent: BaseAgent, key: ParsedKey, data: Buffer, options: SigningRequestOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    agent.sign(key, data, options, (error, signature) => {
      if (error || !signature) reject(error ?? new Error('the agent gave no signature'))
      else resolve(signature)
    })
  })
}

/** An agent that holds one key: lets ssh2 ask the server about it before anything signs. */
class OneKeyAgent extends BaseAgent<ParsedKey | Buffer> {
  constructor(
    private readonly key: ParsedKey | Buffer,
    private readonly alive: () => boolean,
    private readonly signer: (data: Buffer, options: SigningRequestOptions) => Promise<Buffer>,
  ) {
    super()
  }

  override getIdentities(callback: (error: Error | undefined, keys?: (ParsedKey | Buffer)[]) => void): void {
    callback(undefined, [this.key])
  }

  override sign(...args: unknown[]): void {
    const [, data, options, last] = args
    const callback = (typeof options === 'function' ? options : last) as (error?: Error, signature?: Buffer) => void
    const given = typeof options === 'object' && options !== null ? (options as SigningRequestOptions) : {}
    this.signer(data as Buffer, given).then(
      (signature) => {
        if (this.alive()) callback(undefined, signature)
      },
      (error: unknown) => {
        if (this.alive()) callback(error instanceof Error ? error : new Error(String(error)))
      },
    )
  }
}

async function answerPrompts(context: AuthContext, name: string, instructions: string, prompts: ServerPrompt[]): Promise<string[] | null> {
  const answer = await context.ask({
    kind: 'secrets',
    host: context.settings.host,
    purpose: 'keyboard-interactive',
    instruction: [name, instructions].map(oneLine).filter(Boolean).join(' ') || `${context.settings.user}@${context.settings.host} asks:`,
    fields: prompts.map(({ prompt, echo }) => ({ label: oneLine(prompt), echo: echo === true })),
  })
  return answer.kind === 'secrets' ? answer.values : null
}

async function askPassword(context: AuthContext, round: number): Promise<string | null> {
  const { user, host } = context.settings
  const answer = await context.ask({
    kind: 'secrets',
    host,
    purpose: 'password',
    instruction: round === 0 ? `Password of ${user}@${host}` : `That was not accepted. Password of ${user}@${host}`,
    fields: [{ label: 'Password', echo: false }],
  })
  return answer.kind === 'secrets' ? (answer.values[0] ?? '') : null
}
