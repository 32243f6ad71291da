import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** OpenSSL as an independent judge. */

/** Octets are written to files of the names that they are given under, PEM certificates one after another. */
export type Files = Readonly<Record<string, Uint8Array | readonly Uint8Array[] | string>>

export interface Judgement {
  readonly status: number | null
  /** Both streams. */
  readonly says: string
}

/**
 * Runs `openssl` in a folder of its own that holds the files, without blocking, so that it may call a server
 * here.
 */
export async function openssl(options: readonly string[], files: Files): Promise<Judgement> {
  const folder = mkdtempSync(join(tmpdir(), 'qwac-openssl-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), written(content))
    return await run(options, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(options: readonly string[], cwd: string): Promise<Judgement> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', options, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let says = ''
    child.stdout.on('data', (text: Buffer) => {
      says += text.toString()
    })
    child.stderr.on('data', (text: Buffer) => {
      says += text.toString()
    })
    child.once('error', reject)
    child.once('close', status => resolve({ status, says }))
  })
}

function written(content: Uint8Array | readonly Uint8Array[] | string): Uint8Array | string {
  if (typeof content === 'string' || content instanceof Uint8Array) return content
  return content.map(pem).join('')
}

function pem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** For `-attime`. */
export function seconds(moment: number): string {
  return String(Math.floor(moment / 1000))
}
