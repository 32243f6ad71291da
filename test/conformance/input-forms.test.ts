import { createHash, X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import 'reflect-metadata'
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509'
import { Certificate as PkijsCertificate } from 'pkijs'
import { describe, expect, test } from 'vitest'
import { orderChain } from '../../src/certificate/input/chain-order.ts'
import { readCertificateInput } from '../../src/certificate/input/input.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { concatBytes } from '../../src/core/bytes.ts'
import { FORMS } from '../support/input-forms.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function digestsOf(input: unknown): Promise<readonly string[] | string> {
  const read = await readCertificateInput(input)
  return read.ok ? read.value.certificates.map(sha256) : read.reason
}

interface Handovers {
  readonly _meta: { readonly leaf_sha256: string; readonly issuer_sha256: string }
  readonly headers: Readonly<Record<string, string>>
}

const handovers: Handovers = corpusExists
  ? JSON.parse(readFileSync(corpusPath('headers.json'), 'utf8'))
  : { _meta: { leaf_sha256: '', issuer_sha256: '' }, headers: {} }

/**
 * What each value is when it is read as the octets of certificates: which of the two it holds, and in what
 * form.
 */
const VALUES: Readonly<
  Record<string, readonly [chain: readonly ('leaf' | 'issuer')[], form: string, notes: readonly string[]]>
> = {
  nginx_ssl_client_escaped_cert: [['leaf'], 'pem', ['percent-encoded']],
  nginx_ssl_client_cert_deprecated_tabs: [['leaf'], 'pem', []],
  apache_SSL_CLIENT_CERT_mod_headers: [['leaf'], 'pem', ['one-line']],
  haproxy_ssl_c_der_base64: [['leaf'], 'base64', []],
  haproxy_ssl_c_chain_der_base64: [['issuer'], 'base64', []],
  aws_alb_passthrough_X_Amzn_Mtls_Clientcert: [['leaf', 'issuer'], 'pem', ['percent-encoded']],
  aws_alb_verify_X_Amzn_Mtls_Clientcert_Leaf: [['leaf'], 'pem', ['percent-encoded']],
  aws_cloudfront_Viewer_Cert_Pem: [['leaf'], 'pem', ['percent-encoded']],
  azure_X_ARR_ClientCert: [['leaf'], 'base64', []],
  cloudflare_Cf_Client_Cert_Der_Base64: [['leaf'], 'base64', []],
  adorsys_tpp_qwac_certificate: [['leaf'], 'pem', ['percent-encoded']],
  obp_PSD2_CERT: [['leaf'], 'pem', ['one-line']],
}

/**
 * Values with a syntax of their own around the certificates, which is for the reader of that header to undo.
 */
const HEADER_SYNTAX: Readonly<Record<string, string>> = {
  envoy_xfcc_cert: 'elements and pairs of x-forwarded-client-cert',
  envoy_xfcc_chain: 'elements and pairs of x-forwarded-client-cert',
  azure_container_apps_xfcc: 'elements and pairs of x-forwarded-client-cert',
  traefik_pem_v2_escaped: 'a list with commas',
  traefik_pem_v3: 'a list with commas',
  rfc9440_Client_Cert: 'a byte sequence of structured fields',
  rfc9440_Client_Cert_Chain: 'a list of byte sequences of structured fields',
  gcp_client_cert_leaf: 'a byte sequence of structured fields',
  gcp_client_cert_chain: 'a list of byte sequences of structured fields',
}

describe.skipIf(!corpusExists)('certificates as proxies hand them over', () => {
  const digest = { leaf: handovers._meta.leaf_sha256, issuer: handovers._meta.issuer_sha256 }

  test('are all accounted for', () => {
    expect(Object.keys(handovers.headers).toSorted()).toEqual(
      [...Object.keys(VALUES), ...Object.keys(HEADER_SYNTAX)].toSorted(),
    )
  })

  test.each(Object.entries(VALUES))('%s', async (name, [chain, form, notes]) => {
    const value = handovers.headers[name]
    const read = await readCertificateInput(value)
    expect(read).toMatchObject({ ok: true, value: { form, notes } })
    expect(read.ok && read.value.certificates.map(sha256)).toEqual(chain.map(member => digest[member]))
    expect(await digestsOf(new Uint8Array(Buffer.from(value ?? '')))).toEqual(
      chain.map(member => digest[member]),
    )
  })

  test.each(Object.entries(HEADER_SYNTAX))('%s is not read without its syntax: %s', async name => {
    expect(await readCertificateInput(handovers.headers[name])).toMatchObject({ ok: false })
  })

  test.each(['traefik_pem_v2_escaped', 'traefik_pem_v3'])(
    '%s: each member of the list is read',
    async name => {
      const members = handovers.headers[name]?.split(/,|%2C/) ?? []
      expect(await Promise.all(members.map(digestsOf))).toEqual(
        [[digest.leaf], [digest.issuer]].slice(0, members.length),
      )
    },
  )
})

/**
 * Every certificate that stands in a file of its own: those found in public, those of the notices, those of
 * PKITS.
 */
const files = corpusExists
  ? ['certificates', 'certificates/issuers', 'oj', 'pkits/certs'].flatMap(folder => filesOf(folder))
  : []

/** Those of a linter stand in one file. */
const linted: readonly { readonly id: string; readonly pem: string }[] = corpusExists
  ? JSON.parse(readFileSync(corpusPath('etsi-lint', 'pkilint-etsi.json'), 'utf8')).cases
  : []

function filesOf(folder: string): readonly string[] {
  try {
    return readdirSync(corpusPath(folder))
      .filter(name => /\.(?:pem|crt|der)$/.test(name))
      .map(name => join(folder, name))
  } catch {
    return []
  }
}

/** The first certificate of a file, by OpenSSL. */
const certificateOf = (file: string): X509Certificate => new X509Certificate(readFileSync(corpusPath(file)))

describe.skipIf(!corpusExists)('certificates of the conformance suites', () => {
  test('are there', () => {
    expect(files.length).toBeGreaterThan(400)
    expect(linted.length).toBe(71)
  })

  test.each(files)('%s is read as OpenSSL reads it, and back from every form', async file => {
    const raw = new Uint8Array(certificateOf(file).raw)
    const whole = await readCertificateInput(readFileSync(corpusPath(file)))
    expect(whole.ok && sha256(whole.value.certificates[0] ?? new Uint8Array())).toBe(sha256(raw))
    for (const { name, form, notes, write } of FORMS) {
      const expected = { ok: true, value: { certificates: [raw], form, notes } }
      expect(await readCertificateInput(write([raw])), name).toEqual(expected)
    }
  })

  test.each(files)('%s is read out of the objects of other libraries', async file => {
    const node = certificateOf(file)
    const raw = new Uint8Array(node.raw)
    expect(await digestsOf(node)).toEqual([sha256(raw)])
    expect(await digestsOf(PkijsCertificate.fromBER(raw.slice().buffer))).toEqual([sha256(raw)])
    expect(await digestsOf(new PeculiarCertificate(raw.slice().buffer))).toEqual([sha256(raw)])
  })

  test.each(linted)('$id is read, and back from every form', async ({ pem }) => {
    const raw = new Uint8Array(new X509Certificate(pem).raw)
    expect(await digestsOf(pem)).toEqual([sha256(raw)])
    for (const { name, form, notes, write } of FORMS) {
      const expected = { ok: true, value: { certificates: [raw], form, notes } }
      expect(await readCertificateInput(write([raw])), name).toEqual(expected)
    }
  })

  test('are told from one another when they stand behind one another', async () => {
    const some = files.slice(0, 100).map(file => new Uint8Array(certificateOf(file).raw))
    for (let at = 0; at + 10 <= some.length; at += 10) {
      const ten = some.slice(at, at + 10)
      expect(await digestsOf(concatBytes(...ten))).toEqual(ten.map(sha256))
    }
  })
})

/**
 * Certificates and the digests, shortened, of those whose keys verify their signatures, by an independent
 * verifier.
 */
const rows = corpusExists
  ? readFileSync(corpusPath('certificates', 'CHAINS.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [file = '', , verified = ''] = line.split('\t')
        return verified.split(/[,; ]+/).flatMap(prefix => (prefix === '' ? [] : [[file, prefix] as const]))
      })
  : []

describe.skipIf(!corpusExists)('a certificate found in public and the one that issued it', () => {
  const parsed = (file: string) => {
    const certificate = parseCertificate(new Uint8Array(certificateOf(file).raw))
    if (!certificate.ok) throw new Error(certificate.reason)
    return certificate.value
  }
  const issuers = filesOf(join('certificates', 'issuers')).map(parsed)

  test('there are some', () => {
    expect(rows.length).toBeGreaterThan(10)
  })

  test.each(rows)('%s and %s: whichever comes first, the leaf is found', (file, prefix) => {
    const leaf = parsed(join('certificates', file))
    const issuer = issuers.find(({ bytes }) => sha256(bytes).startsWith(prefix))
    if (issuer === undefined) throw new Error('no such issuer')
    expect(orderChain([issuer, leaf])).toMatchObject({ leaf, issuers: [issuer], reordered: true })
    expect(orderChain([leaf, issuer])).toMatchObject({ leaf, issuers: [issuer], reordered: false })
  })
})
