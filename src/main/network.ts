import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os'

/** How often the addresses of this machine are looked at (ms): no system tells of changes on all platforms. */
const LOOK_MS = 3000

export interface NetworkPorts {
  /** The machine has other addresses than before. */
  onChange(): void
  interfaces?(): NodeJS.Dict<NetworkInterfaceInfo[]>
}

/** Hears when the machine joins or leaves a network or a VPN. Returns the function that ends it. */
export function watchNetwork({ onChange, interfaces = () => networkInterfaces() }: NetworkPorts): () => void {
  let known = addresses(interfaces())
  const timer = setInterval(() => {
    const now = addresses(interfaces())
    if (now === known) return
    known = now
    onChange()
  }, LOOK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * What connections can come from, in words that can be compared. Addresses that a system changes by itself while the
 * network stays are left out: temporary ones of IPv6 come and go in one prefix.
 */
function addresses(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): string {
  const found = Object.entries(interfaces).flatMap(([name, list = []]) =>
    list.filter((one) => !one.internal).map((one) => `${name} ${one.family === 'IPv6' ? prefixOf(one.address) : one.address}`),
  )
  return [...new Set(found)].sort().join()
}

/** The first 64 bits of an IPv6 address. */
function prefixOf(address: string): string {
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const before = head === '' ? [] : head.split(':')
  const after = tail === '' ? [] : tail.split(':')
  const groups = address.includes('::') ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after] : before
  return groups.slice(0, 4).join(':')
}
