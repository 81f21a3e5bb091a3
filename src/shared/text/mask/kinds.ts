/** What a mask hides, and how the preview calls it. */
export const MASK_KINDS = ['coder', 'named', 'key-block', 'address', 'header', 'cloud', 'code-host', 'chat', 'service', 'web-token', 'own', 'email'] as const
export type MaskKind = (typeof MASK_KINDS)[number]

export const MASK_TITLES: Record<MaskKind, string> = {
  coder: 'Coder token',
  named: 'Password or token, by its name',
  'key-block': 'Private key',
  address: 'Password in an address',
  header: 'Credentials in a header',
  cloud: 'Cloud key',
  'code-host': 'Token of a code host',
  chat: 'Token of a chat service',
  service: 'Key of a service',
  'web-token': 'Signed web token',
  own: 'Your own rule',
  email: 'E-mail address',
}

/** A secret's place in a text: UTF-16 units from `from` to `to`, exclusive. Of a text that was read as latin1 that is bytes. */
export interface MaskSpan {
  from: number
  to: number
  kind: MaskKind
}

/** What stands in a secret's place in text. */
export const MASK = '•••'
