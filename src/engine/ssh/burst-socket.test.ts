import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { BurstSocket } from './burst-socket'

it('sends what is written in one turn as one piece, and the next turn as another', async () => {
  const chunks: string[] = []
  let onChunk = (): void => {}
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk.toString())
      onChunk()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const socket = new BurstSocket()
  await new Promise<void>((resolve) => socket.connect({ host: '127.0.0.1', port }, resolve))
  for (const [round, want] of [['a', 'aaa'], ['b', 'bbb']] as const) {
    const arrived = new Promise<void>((resolve) => {
      onChunk = resolve
    })
    for (let i = 0; i < 3; i++) socket.write(round)
    // What arrives as one piece may have left as three.
    expect(socket.writableLength).toBe(3)
    await arrived
    expect(chunks.at(-1)).toBe(want)
  }
  socket.destroy()
  server.close()
})
