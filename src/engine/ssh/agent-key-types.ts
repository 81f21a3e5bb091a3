import { connect } from 'node:net'
import { typeOfBlob } from './known-hosts'

/** SSH_AGENTC_REQUEST_IDENTITIES and its answer (draft-miller-ssh-agent §3.5). */
const REQUEST = Buffer.from([0, 0, 0, 1, 11])
const ANSWER = 12
const MAX_ANSWER_BYTES = 1024 * 1024
const LIMIT_MS = 1000

/**
 * The types of all keys that the ssh agent holds, certificates and security keys included:
 * ssh2 leaves those out that it cannot use. Empty when the agent does not say.
 */
export function agentKeyTypes(socketPath: string): Promise<string[]> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    let answer = Buffer.alloc(0)
    const finish = (types: string[]): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(types)
    }
    const timer = setTimeout(() => finish([]), LIMIT_MS)
    socket.on('connect', () => void socket.write(REQUEST))
    socket.on('error', () => finish([]))
    socket.on('close', () => finish([]))
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk])
      if (answer.length > MAX_ANSWER_BYTES) return finish([])
      if (answer.length >= 4 && answer.length >= 4 + answer.readUInt32BE(0)) finish(typesIn(answer.subarray(4)))
    })
  })
}

function typesIn(answer: Buffer): string[] {
  const types: string[] = []
  if (answer.length < 5 || answer[0] !== ANSWER) return types
  let at = 5
  const string = (): Buffer => {
    const length = answer.readUInt32BE(at)
    const value = answer.subarray(at + 4, at + 4 + length)
    at += 4 + length
    return value
  }
  try {
    for (let left = answer.readUInt32BE(1); left > 0; left--) {
      types.push(typeOfBlob(string()))
      string()
    }
  } catch (error) {
    // Cut short: what was read counts.
    if (!(error instanceof RangeError)) throw error
  }
  return types
}
