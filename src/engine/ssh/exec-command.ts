import type { Login } from './login'
import type { RemoteCommand } from './types'

/** Runs one command on a channel of its own; null when the server refuses or the connection has gone. */
export function runCommand(login: Login, command: string): Promise<RemoteCommand | null> {
  if (login.isOver()) return Promise.resolve(null)
  return new Promise((resolve) => {
    try {
      login.client.exec(command, (error, channel) => {
        if (error) return resolve(null)
        // What it complains of is nobody's concern here; unread it would make the command wait.
        channel.stderr.resume()
        channel.on('error', () => {})
        resolve({
          output: channel as AsyncIterable<Buffer>,
          end: () => {
            if (channel.destroyed || login.isOver()) return
            channel.end()
            channel.close()
          },
        })
      })
    } catch {
      // ssh2 throws when the connection has gone meanwhile.
      resolve(null)
    }
  })
}
