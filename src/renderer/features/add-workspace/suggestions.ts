const MOST_SUGGESTIONS = 8

/**
 * Hosts that complete what was typed: those that begin with it first, then those that
 * have it inside. After `user@` the host part is completed and the user kept.
 */
export function suggestions(hosts: readonly string[], typed: string): string[] {
  const at = typed.lastIndexOf('@')
  const user = typed.slice(0, at + 1)
  const part = typed.slice(at + 1).trim().toLowerCase()
  const found = hosts.filter((host) => host.toLowerCase().includes(part) && host.toLowerCase() !== part)
  const starts = found.filter((host) => host.toLowerCase().startsWith(part))
  const inside = found.filter((host) => !host.toLowerCase().startsWith(part))
  return [...starts, ...inside].slice(0, MOST_SUGGESTIONS).map((host) => user + host)
}
