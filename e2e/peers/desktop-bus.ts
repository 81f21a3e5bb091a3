import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Message, sessionBus, Variant, type MessageBus } from '@jellybrick/dbus-next'

/** A desktop's side of the session bus: its notices, and a bar for status icons. */
export interface DesktopBus {
  /** For `DBUS_SESSION_BUS_ADDRESS`. */
  address: string
  /** Every notice that was asked for, in order; `closed` once the app took it back. */
  notices: Notice[]
  /** Clicks a notice. */
  click(notice: Notice): void
  /** The bar appears, as when a desktop's shell starts. */
  showBar(): Promise<void>
  hideBar(): Promise<void>
  /** The bar's only icon; null while there is none. */
  icon(): Promise<Icon | null>
  stop(): Promise<void>
}

/** What `org.freedesktop.Notifications.Notify` was called with (Desktop Notifications Specification 1.2). */
export interface Notice {
  id: number
  app: string
  title: string
  body: string
  actions: string[]
  closed: boolean
  /** When it was asked for, on the clock of `Date.now()`. */
  atMs: number
}

/** A StatusNotifierItem (freedesktop.org) as the bar reads it. */
export interface Icon {
  /** The largest picture: ARGB, network byte order. */
  pixels: string
  width: number
  tooltip: string
  /** Labels of its menu (com.canonical.dbusmenu), separators as `-`; greyed ones in brackets. */
  menu: string[]
  /** Clicks a line of the menu. */
  choose(label: string): Promise<void>
  /** Clicks the icon itself. */
  activate(): Promise<void>
}

const NOTIFICATIONS = 'org.freedesktop.Notifications'
const NOTIFICATIONS_PATH = '/org/freedesktop/Notifications'
const WATCHER = 'org.kde.StatusNotifierWatcher'
const ITEM = 'org.kde.StatusNotifierItem'
const MENU = 'com.canonical.dbusmenu'
const PROPERTIES = 'org.freedesktop.DBus.Properties'

/** A bus of its own, so that nothing of the machine's desktop is seen or asked. */
export async function startDesktopBus(dir: string): Promise<DesktopBus> {
  const { address, stop } = await startDaemon(dir)
  const bus = sessionBus({ busAddress: address })
  const notices: Notice[] = []
  const items: { sender: string; path: string }[] = []

  const answers: Record<string, (message: Message) => [string, unknown[]]> = {
    [`${NOTIFICATIONS}.GetServerInformation`]: () => ['ssss', ['test desktop', 'tailpane', '1', '1.2']],
    [`${NOTIFICATIONS}.GetCapabilities`]: () => ['as', [['body', 'actions', 'body-markup']]],
    [`${NOTIFICATIONS}.Notify`]: ({ body }) => {
      const [app, , , title, text, actions] = body as [string, number, string, string, string, string[]]
      const notice = { id: notices.length + 1, app, title, body: text, actions, closed: false, atMs: Date.now() }
      notices.push(notice)
      return ['u', [notice.id]]
    },
    [`${NOTIFICATIONS}.CloseNotification`]: ({ body }) => {
      const notice = notices.find((one) => one.id === body[0])
      if (notice) notice.closed = true
      return ['', []]
    },
    [`${WATCHER}.RegisterStatusNotifierItem`]: ({ sender, body }) => {
      const named = String(body[0])
      items.push({ sender, path: named.startsWith('/') ? named : '/StatusNotifierItem' })
      return ['', []]
    },
    [`${PROPERTIES}.Get`]: () => ['v', [new Variant('b', true)]],
  }
  bus.addMethodHandler((message) => {
    const answer = answers[`${message.interface}.${message.member}`]
    if (!answer) return false
    bus.send(Message.newMethodReturn(message, ...answer(message)))
    return true
  })
  bus.on('message', ({ member, body }) => {
    if (member !== 'NameOwnerChanged' || body[2] !== '') return
    const gone = items.findIndex((one) => one.sender === body[0])
    if (gone >= 0) items.splice(gone, 1)
  })
  await call(bus, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'AddMatch', 's', ["type='signal',member='NameOwnerChanged'"])
  await bus.requestName(NOTIFICATIONS)

  return {
    address,
    notices,
    click: ({ id }) => bus.send(Message.newSignal(NOTIFICATIONS_PATH, NOTIFICATIONS, 'ActionInvoked', 'us', [id, 'default'])),
    showBar: async () => void (await bus.requestName(WATCHER)),
    async hideBar() {
      items.length = 0
      await bus.releaseName(WATCHER)
    },
    async icon() {
      const item = items.at(-1)
      return item ? readIcon(bus, item.sender, item.path) : null
    },
    async stop() {
      bus.disconnect()
      await stop()
    },
  }
}

async function readIcon(bus: MessageBus, name: string, path: string): Promise<Icon | null> {
  const [properties] = (await call(bus, name, path, PROPERTIES, 'GetAll', 's', [ITEM]).catch(() => [null])) as [Record<string, Variant> | null]
  if (!properties) return null
  const pixmaps = (properties['IconPixmap']?.value ?? []) as [number, number, Buffer][]
  const [width, , pixels] = pixmaps.reduce((best, one) => (one[0] > best[0] ? one : best), [0, 0, Buffer.alloc(0)])
  const [, , title] = (properties['ToolTip']?.value ?? ['', [], '']) as [string, unknown, string]
  const menuPath = String(properties['Menu']?.value ?? '/')
  const entries = await readMenu(bus, name, menuPath).catch(() => null)
  // It went away while it was read.
  if (!entries) return null
  return {
    pixels: Buffer.from(pixels).toString('hex'),
    width,
    tooltip: title,
    menu: entries.map(({ label }) => label),
    async choose(label) {
      const entry = entries.find((one) => one.label === label)
      if (!entry) throw new Error(`The menu has no line "${label}".`)
      await call(bus, name, menuPath, MENU, 'Event', 'isvu', [entry.id, 'clicked', new Variant('i', 0), 0])
    },
    activate: async () => void (await call(bus, name, path, ITEM, 'Activate', 'ii', [0, 0])),
  }
}

type Node = [number, Record<string, Variant>, Variant<Node>[]]

async function readMenu(bus: MessageBus, name: string, path: string): Promise<{ id: number; label: string }[]> {
  const [, layout] = (await call(bus, name, path, MENU, 'GetLayout', 'iias', [0, -1, []])) as [number, Node]
  return layout[2].map(({ value: [id, properties] }) => {
    const label = properties['type']?.value === 'separator' ? '-' : String(properties['label']?.value ?? '')
    return { id, label: properties['enabled']?.value === false ? `(${label})` : label }
  })
}

async function call(bus: MessageBus, destination: string, path: string, iface: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
  const reply = await bus.call(new Message({ destination, path, interface: iface, member, signature, body }))
  return reply?.body ?? []
}

/** A session bus whose socket lies in `dir`. */
async function startDaemon(dir: string): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = join(dir, 'bus')
  mkdirSync(folder, { mode: 0o700 })
  const config = join(folder, 'bus.conf')
  writeFileSync(
    config,
    `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${join(folder, 'socket')}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`,
  )
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address=1'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    daemon.once('error', () => reject(new Error('These tests need dbus-daemon (Debian, Ubuntu: apt-get install dbus-daemon).')))
    createInterface({ input: daemon.stdout }).once('line', resolve).once('close', () => reject(new Error('dbus-daemon ended at once.')))
  })
  return {
    address,
    async stop() {
      daemon.kill()
      await ended
    },
  }
}
