import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { readCertificates } from '../../src/encoding/pem.ts'

/** What to certify, and how. */
interface Wanted {
  /** With the prefix `0x`. */
  readonly serial: string
  /** Lines of an extension section. */
  readonly extensions: string
  readonly key?: keyof typeof NEW_KEY
  /** Its common name, where that is not the name of its files. */
  readonly subject?: string
}

const NEW_KEY = {
  'P-256': ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'RSA-2048': ['-newkey', 'rsa:2048'],
} as const

/**
 * A folder in which openssl keeps an authority (`ca.pem`, `ca.key`) and whom it certifies: somebody else's
 * certificates and responses, which we did not write.
 */
export class OpensslAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), 'qwac-openssl-'))

  /** Makes the authority's own key and certificate. */
  create(): void {
    this.run('req', '-x509', ...NEW_KEY['P-256'], '-nodes', '-days', '30', '-subj', '/CN=CA', ...files('ca'))
  }

  /** @returns What it wrote. @throws Error with what it complained of, where it fails. */
  run(...words: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync('openssl', words, { cwd: this.folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return stdout
  }

  /** Makes `name.key` and `name.pem`. */
  issue(name: string, { serial, extensions, key = 'P-256', subject = name }: Wanted): void {
    this.write(`${name}.cnf`, extensions)
    const request = ['-keyout', `${name}.key`, '-out', `${name}.csr`]
    this.run('req', '-new', ...NEW_KEY[key], '-nodes', '-subj', `/CN=${subject}`, ...request)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', serial, '-days', '30']
    this.run('x509', '-req', '-in', `${name}.csr`, ...by, '-extfile', `${name}.cnf`, '-out', `${name}.pem`)
  }

  certificate(name: string): Certificate {
    const pem = readCertificates(this.read(`${name}.pem`))
    const parsed = parseCertificate(pem.ok ? (pem.value[0] ?? new Uint8Array()) : new Uint8Array())
    if (!parsed.ok) throw new Error(`${name}: ${parsed.reason}`)
    return parsed.value
  }

  read(file: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.folder, file)))
  }

  write(file: string, contents: string | Uint8Array): void {
    writeFileSync(join(this.folder, file), contents)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true })
  }
}

function files(name: string): readonly string[] {
  return ['-keyout', `${name}.key`, '-out', `${name}.pem`]
}

/** Extensions of a responder, and of anybody else. */
export const RESPONDER =
  'extendedKeyUsage=OCSPSigning\nkeyUsage=digitalSignature\n1.3.6.1.5.5.7.48.1.5=ASN1:NULL\n'
export const HOLDER = 'keyUsage=digitalSignature\n'

/** The index of an authority: 1001 is good, 1002 revoked, and of others it knows nothing. */
export const INDEX = [
  'V\t351231235959Z\t\t1001\tunknown\t/CN=good\n',
  'R\t351231235959Z\t250101000000Z,keyCompromise\t1002\tunknown\t/CN=revoked\n',
].join('')
