// @ts-check
/*
 * Runs inside the app's page. Asks main for one more port to the engine, as the page did for its own, and opens hidden
 * panes through it: so logs are followed that have no place on screen.
 */
window.benchHiddenPanes = async (logs) => {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const { close } = MessagePort.prototype
  // The page closes every port that it did not ask for itself.
  MessagePort.prototype.close = () => {}
  const port = await new Promise((resolve) => {
    const hear = (/** @type {MessageEvent} */ event) => {
      if (event.data?.tailpaneEnginePort !== nonce) return
      window.removeEventListener('message', hear)
      MessagePort.prototype.close = close
      resolve(event.ports[0])
    }
    window.addEventListener('message', hear)
    void window.tailpane.invoke('engine.connect', { nonce })
  })
  /** @type {Map<number, (value: any) => void>} */
  const waiting = new Map()
  /** @type {any[]} */
  let workspaces = []
  const following = new Set()
  let look = () => {}
  port.onmessage = (/** @type {MessageEvent} */ { data }) => {
    if (data.type === 'response') {
      if (!data.result.ok) throw new Error(data.result.failure.sentence)
      waiting.get(data.id)?.(data.result.value)
    } else if (data.event === 'workspaces') workspaces = data.workspaces
    else if (data.event === 'pane.status' && data.status.condition === 'following') following.add(data.status.paneId)
    else if (data.event === 'pane.batch') port.postMessage({ type: 'signal', name: 'pane.ack', params: { paneId: data.batch.paneId, bytes: data.batch.text.length } })
    look()
  }
  port.start()
  /** @param {() => boolean} done */
  const until = (done) => new Promise((resolve) => {
    look = () => {
      if (done()) resolve(null)
    }
    look()
  })
  let id = 0
  const request = (/** @type {string} */ name, /** @type {object} */ params) => new Promise((resolve) => {
    waiting.set(++id, resolve)
    port.postMessage({ type: 'request', id, name, params })
  })
  const agentOf = (/** @type {string} */ name) => workspaces.find((one) => one.name === name)?.agents[0]
  await until(() => logs.every(({ workspace }) => agentOf(workspace)?.link.phase === 'connected'))
  for (const [n, { workspace, path }] of logs.entries()) {
    const { id: logId } = /** @type {{ id: string }} */ (await request('log.add', { agentId: agentOf(workspace).id, path }))
    await request('pane.open', { paneId: `hidden:${n}`, logId, columns: 100, windowRows: 2000, visible: false, resume: null })
  }
  await until(() => following.size === logs.length)
}
