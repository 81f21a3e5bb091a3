import { networkInterfaces } from 'node:os'

/** All addresses of this machine, without zones. */
export function ownAddresses(): ReadonlySet<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((list = []) => list.map(({ address }) => withoutMapping(address))))
}

/** An address as the system lists it: a socket that takes both families writes IPv4 as `::ffff:10.0.0.1`, and a zone behind `%`. */
export function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
}
