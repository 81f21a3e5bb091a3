import type { NetworkInterfaceInfo } from 'node:os'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchNetwork } from './network'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const of = (address: string, internal = false): NetworkInterfaceInfo =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4', netmask: '', mac: '', cidr: null, ...(address.includes(':') && { scopeid: 0 }) }) as NetworkInterfaceInfo

/** Says whether the change was noticed within one look and told once. */
function told(before: NodeJS.Dict<NetworkInterfaceInfo[]>, after: NodeJS.Dict<NetworkInterfaceInfo[]>): boolean {
  const onChange = vi.fn()
  let now = before
  const stop = watchNetwork({ onChange, interfaces: () => now })
  vi.advanceTimersByTime(10_000)
  expect(onChange).not.toHaveBeenCalled()
  now = after
  vi.advanceTimersByTime(10_000)
  stop()
  expect(onChange.mock.calls.length).toBeLessThanOrEqual(1)
  return onChange.mock.calls.length === 1
}

it('hears of another network, of none, and of a VPN beside it', () => {
  const home = { lo: [of('127.0.0.1', true)], wlan0: [of('192.168.1.20')] }
  expect(told(home, { ...home, wlan0: [of('10.4.0.7')] })).toBe(true)
  expect(told(home, { lo: home.lo })).toBe(true)
  expect(told(home, { ...home, tun0: [of('10.8.0.2')] })).toBe(true)
})

it('does not take a new temporary address, another order or loopback for a change', () => {
  const home = { lo: [of('127.0.0.1', true)], wlan0: [of('192.168.1.20'), of('2001:db8:1:2:aaaa::1'), of('fe80::1')] }
  expect(told(home, { wlan0: [of('fe80::1'), of('2001:db8:1:2:bbbb::9'), of('2001:db8:1:2:aaaa::1'), of('192.168.1.20')], lo: [of('127.0.0.2', true)] })).toBe(false)
  expect(told(home, { ...home, wlan0: [of('192.168.1.20'), of('2001:db8:1:3::1'), of('fe80::1')] })).toBe(true)
})
