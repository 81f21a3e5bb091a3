import type { EventEmitter } from 'node:events'
import type { Message } from '@jellybrick/dbus-next'

const BUS = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' }
/** Owned by a desktop that shows status icons, once it has a bar for them (StatusNotifierItem, freedesktop.org). */
const WATCHER = 'org.kde.StatusNotifierWatcher'
const WATCHER_PATH = '/StatusNotifierWatcher'

export interface TrayHostPorts {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  note(level: 'info' | 'warn', text: string): void
}

export interface TrayHost {
  stop(): void
}

/**
 * Asks whether this desktop has a place for a tray icon and goes on listening, since a bar may come and go.
 * Only Linux has to be asked; there the session bus knows.
 */
export async function watchTrayHost(ports: TrayHostPorts, onChange: (there: boolean) => void): Promise<TrayHost> {
  if (ports.platform !== 'linux') {
    onChange(true)
    return { stop: () => {} }
  }
  const busAddress = await sessionAddress(ports.env)
  if (busAddress === null) {
    onChange(false)
    return { stop: () => {} }
  }
  try {
    return await listen(busAddress, ports, onChange)
  } catch (error) {
    ports.note('info', `no session bus, so no tray: ${error instanceof Error ? error.message : String(error)}`)
    onChange(false)
    return { stop: () => {} }
  }
}

async function listen(busAddress: string, { note }: TrayHostPorts, onChange: (there: boolean) => void): Promise<TrayHost> {
  const { Message, MessageType, sessionBus, Variant } = await import('@jellybrick/dbus-next')
  const bus = sessionBus({ busAddress })
  let stopped = false
  const failed = new Promise<never>((_resolve, reject) => {
    // The library's types leave this event out.
    const events: EventEmitter = bus as unknown as EventEmitter
    events.on('error', (error: Error) => {
      reject(error)
      if (stopped) return
      stopped = true
      note('info', `session bus lost: ${error.message}`)
      onChange(false)
    })
  })
  failed.catch(() => {})
  const ask = async (call: typeof BUS, member: string, ...body: string[]): Promise<unknown> =>
    (await Promise.race([bus.call(new Message({ ...call, member, signature: 's'.repeat(body.length), body })), failed]))?.body[0]

  /** A watcher without a bar takes icons that nobody sees. */
  const look = async (): Promise<boolean> => {
    if ((await ask(BUS, 'NameHasOwner', WATCHER)) !== true) return false
    const properties = { destination: WATCHER, path: WATCHER_PATH, interface: 'org.freedesktop.DBus.Properties' }
    const answer = await ask(properties, 'Get', WATCHER, 'IsStatusNotifierHostRegistered').catch(() => null)
    return answer instanceof Variant && answer.value === true
  }
  let asked = 0
  const tell = async (): Promise<void> => {
    const mine = ++asked
    const there = await look()
    // A later change has been heard meanwhile, and is asked about on its own.
    if (mine === asked && !stopped) onChange(there)
  }
  bus.on('message', ({ type, sender, interface: iface, member, body }: Message) => {
    if (type !== MessageType.SIGNAL) return
    const owner = sender === BUS.destination && member === 'NameOwnerChanged' && body[0] === WATCHER
    if (owner || iface === WATCHER) void tell().catch(() => {})
  })
  await ask(BUS, 'AddMatch', `type='signal',sender='${BUS.destination}',member='NameOwnerChanged',arg0='${WATCHER}'`)
  for (const member of ['StatusNotifierHostRegistered', 'StatusNotifierHostUnregistered']) {
    await ask(BUS, 'AddMatch', `type='signal',interface='${WATCHER}',member='${member}'`)
  }
  await tell()
  return {
    stop() {
      stopped = true
      bus.disconnect()
    },
  }
}

/** The address in the environment, else the socket of the login session where systemd puts it; null without either. */
async function sessionAddress(env: NodeJS.ProcessEnv): Promise<string | null> {
  const address = env['DBUS_SESSION_BUS_ADDRESS']
  if (address) return address
  const { access } = await import('node:fs/promises')
  const socket = env['XDG_RUNTIME_DIR'] ? `${env['XDG_RUNTIME_DIR']}/bus` : null
  if (socket === null) return null
  return access(socket).then(
    () => `unix:path=${socket}`,
    () => null,
  )
}
