import { type AddressInfo, createServer } from 'node:net'

/** Somebody on loopback who counts who comes, and says nothing. */
export interface Listener {
  readonly port: number
  /** Connections since it began. */
  connections(): number
  close(): Promise<void>
}

export async function startListener(): Promise<Listener> {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: () => new Promise<void>(done => server.close(() => done())),
  }
}
