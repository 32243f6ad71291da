import { createSocket } from 'node:dgram'

/** A name server on loopback that knows a few names, and says of all others that they are not there. */
export interface NameServer {
  /** As `nameServers` takes it. */
  readonly address: string
  close(): Promise<void>
}

/**
 * @param zone By name: addresses of IPv4, or `silence` for a query that is not answered.
 * @param silent Names for which it answers questions for the other kind alone.
 */
export async function startNameServer(
  zone: Readonly<Record<string, readonly string[] | 'silence'>>,
  silent: Readonly<Record<string, 'A' | 'AAAA'>> = {},
): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    const known = zone[name]
    if (known === 'silence' || silent[name] === (type === A ? 'A' : 'AAAA')) return
    const records = type === A ? (known ?? []).map(recordOf) : []
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(known === undefined ? NO_SUCH_NAME : ANSWER, 2)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt32BE(0, 8)
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), from.port, from.address)
  })
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done))
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise(done => socket.close(() => done())),
  }
}

const A = 1
const ANSWER = 0x8180
const NO_SUCH_NAME = 0x8183

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 }
}

/** The name of the question, class IN, for one minute. */
function recordOf(address: string): Buffer {
  return Buffer.from([0xc0, 12, 0, A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)])
}
