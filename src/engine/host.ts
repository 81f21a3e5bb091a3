import { join } from 'node:path'
import { net } from 'electron'
import { HEARTBEAT_MS, type FromEngineControl, type ToEngineControl } from '@shared/contract/control'
import { createEngine, type Engine } from './create-engine'
import { createNetFetch, type NetExchange } from './net-fetch'
import { adaptWindowPort } from './window-port'

/**
 * The entry of the engine's process (an Electron utilityProcess): wiring only. It takes
 * orders from main over the parent port and serves windows over the ports that come with them.
 */
const parent = process.parentPort
const say = (message: FromEngineControl): void => parent.postMessage(message)

let engine: Engine | null = null

parent.on('message', (event) => {
  const order = event.data as ToEngineControl
  switch (order.type) {
    case 'init':
      engine ??= createEngine({
        settings: order.settings,
        knownHostsFile: join(order.userDataDir, 'known_hosts'),
        env: process.env,
        // The types of Electron's events know no overload by name.
        fetch: createNetFetch((options) => net.request(options) as unknown as NetExchange),
        note: (level, text) => say({ type: 'note', level, text }),
        passphrases: {
          keep: (keyId, path, passphrase) => say({ type: 'passphrase.keep', keyId, path, passphrase }),
          forget: (keyId) => say({ type: 'passphrase.forget', keyId }),
        },
        watch: {
          onOutcome: (outcome) => say({ type: 'outcome', outcome }),
          onSummary: (summary) => say({ type: 'summary', summary }),
        },
      })
      return say({ type: 'ready' })
    case 'settings':
      return engine?.applySettings(order.settings)
    case 'coder.tokens':
      return engine?.setCoderTokens(order.tokens)
    case 'passphrases':
      return engine?.setPassphrases(order.kept)
    case 'recording.keys':
      return engine?.setRecordingKeys(order.keys.map((key) => Buffer.from(key, 'base64')))
    case 'save.ticket':
      return engine?.allowSave(order.ticket, order.path)
    case 'files':
      return engine?.setFiles(order.files)
    case 'wake':
      return engine?.wake()
    case 'power':
      return engine?.setOnBattery(order.onBattery)
    case 'network':
      return engine?.networkChanged()
    case 'window': {
      const port = event.ports[0]
      if (port) engine?.attach(adaptWindowPort(port))
      return
    }
    case 'shutdown':
      void Promise.resolve(engine?.stop()).finally(() => process.exit(0))
  }
})

setInterval(() => say({ type: 'beat' }), HEARTBEAT_MS)

// A throw that got this far is a bug: the state cannot be trusted any more. Main starts a
// clean process, and panes go on from their checkpoints.
function die(what: string, error: unknown): void {
  say({ type: 'note', level: 'error', text: `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` })
  // The note travels after this turn of the loop.
  setImmediate(() => process.exit(1))
}
process.on('uncaughtException', (error) => die('uncaught', error))
process.on('unhandledRejection', (error) => die('unhandled rejection', error))
