import type { HttpClient } from '../sources/http/client.ts'
import { httpClient } from '../sources/http/http.ts'
import { perHost } from '../sources/http/per-host.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/** The options of commands that ask over the network. */
export interface OnlineOptions {
  /** Milliseconds for everything that is asked. */
  readonly timeout?: string
  /** `ADDRESS:PORT` of servers that may be asked although their address is not public. */
  readonly unsafeAllow?: readonly string[]
}

/** A way to the network, and for how long. */
export interface Online {
  readonly client: HttpClient
  readonly timeout: number
}

/**
 * Everything public may be asked: whoever types a command asks for one certificate, and not for a stranger's.
 */
export function online({ timeout = '3000', unsafeAllow = [] }: OnlineOptions): Online | Stop {
  if (!/^[1-9]\d{0,5}$/.test(timeout))
    return {
      code: EXIT.usage,
      message: `--timeout must be milliseconds, from 1 to 999999: ${shown(timeout)}`,
    }
  const allowed = unsafeAllow.map(each => /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(each))
  const wrong = allowed.indexOf(null)
  if (wrong >= 0)
    return {
      code: EXIT.usage,
      message: `--unsafe-allow must be an IPv4 address and a port: ${shown(unsafeAllow[wrong] ?? '')}`,
    }
  const ports = allowed.flatMap(each => (each?.[2] === undefined ? [] : [Number(each[2])]))
  const unsafeAddresses = allowed.flatMap(each => each?.[1] ?? [])
  const client = perHost(httpClient({ hosts: 'public', ports: [80, 443, ...ports], unsafeAddresses }))
  return { client, timeout: Number(timeout) }
}
