/** The page of a deployment where a person makes a token for a program; null while the address is none. */
export function tokenPage(typed: string): string | null {
  const text = typed.trim()
  if (!/^https?:\/\/[^/\s]/.test(text)) return null
  try {
    return `${new URL(text).origin}/cli-auth`
  } catch {
    return null
  }
}
