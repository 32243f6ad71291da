import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Redis of its own, on a socket in a folder of its own, which keeps nothing on the disk. */
export interface Redis {
  readonly socket: string
  /** SIGKILL; resolves when it is gone, with all that it held. */
  kill(): Promise<void>
  /** SIGSTOP: it holds all connections and answers nothing. */
  freeze(): void
  /** SIGCONT. */
  thaw(): void
  /** Starts it anew at the same place, empty; resolves when it answers. */
  restart(): Promise<void>
  close(): Promise<void>
}

export async function startRedis(): Promise<Redis> {
  const folder = mkdtempSync(join(tmpdir(), 'qwac-redis-'))
  const socket = join(folder, 'redis.sock')
  let server = await start(folder, socket)
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill('SIGKILL')
    await gone
  }
  return {
    socket,
    kill,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    restart: async () => {
      await kill()
      server = await start(folder, socket)
    },
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function start(folder: string, socket: string): Promise<ChildProcess> {
  rmSync(socket, { force: true })
  const options = ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  while (!(await answers(socket))) {
    if (server.exitCode !== null) throw new Error(`redis-server ended with ${server.exitCode}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return server
}

function answers(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = createConnection(socket)
    connection.once('connect', () => connection.write('PING\r\n'))
    connection.once('data', data => {
      connection.destroy()
      resolve(data.toString().startsWith('+PONG'))
    })
    connection.once('error', () => resolve(false))
  })
}
