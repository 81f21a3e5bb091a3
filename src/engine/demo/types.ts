/** The embedded demo workspace: an SSH server on loopback whose agents are told apart by user name. */
export interface DemoWorkspace {
  host: string
  port: number
  /** `SHA256:…` of its host key, made anew at each start. */
  hostKeySha256: string
  agents: { name: string; user: string }[]
  stop(): Promise<void>
}
