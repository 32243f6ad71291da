import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'

/** Software that ends TLS, on loopback, and a client that comes to it. */
export interface Terminator {
  readonly port: number
  close(): Promise<void>
}

export interface Client {
  readonly cert: string
  readonly key: string
}

/** What a client is answered: status and first line; or `refused`, where there is no answer. */
export function ask(port: number, client: Client | undefined): Promise<string> {
  return new Promise(resolve => {
    const options = { host: '127.0.0.1', port, agent: false, rejectUnauthorized: false, ...client }
    const request = get(options, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        text += part
      })
      response.on('error', () => resolve('refused'))
      response.on('end', () => resolve(`${response.statusCode} ${text.split('\n')[0]}`))
    })
    request.on('error', () => resolve('refused'))
  })
}

/** Starts nginx with a server block, whose files stand in a folder. */
export async function startNginx(folder: string, server: string): Promise<Terminator> {
  const port = await freePort()
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    name => `${name}_temp_path ${join(folder, name)};`,
  )
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log ${join(folder, 'error.log')};
events {}
http { access_log off; ${temporary.join(' ')}
server { listen 127.0.0.1:${port} ssl; ssl_protocols TLSv1.2 TLSv1.3;
${server}
} }
`,
  )
  return start('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', file], port)
}

/** Starts HAProxy with a frontend. @param bind The line that binds it, with `:443` for the port. */
export async function startHaproxy(folder: string, bind: string, response: string): Promise<Terminator> {
  const port = await freePort()
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, haproxyFile(bind.replace(':443', `127.0.0.1:${port}`), response))
  return start('haproxy', ['-db', '-f', file], port)
}

export function haproxyFile(bind: string, response: string): string {
  return `global
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend test
${bind}
  http-request return status 200 content-type text/plain lf-string "${response}"
`
}

async function start(program: string, words: readonly string[], port: number): Promise<Terminator> {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let told = ''
  child.stderr.on('data', part => {
    told += part
  })
  const close = async () => {
    child.kill('SIGTERM')
    await ended
  }
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break
    if (await listens(port)) return { port, close }
    await new Promise(resolve => setTimeout(resolve, 25))
  }
  await close()
  throw new Error(`${program} does not listen: ${told}`)
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

/** A port that nobody had a moment ago: neither program tells which one it took. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server.address())
  await new Promise(resolve => server.close(resolve))
  return port
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('it listens nowhere')
  return address.port
}
