import { x509 } from './authorities.ts'

/** A key and a certificate as a TLS server takes them. */
export interface ServerIdentity {
  /** PEM, PKCS #8. */
  readonly key: string
  /** PEM. */
  readonly cert: string
}

/** What a server shows, and what a client needs to believe it. */
export interface ServerIdentities {
  /** The authority's certificate, PEM. */
  readonly authority: string
  readonly sound: ServerIdentity
  readonly expired: ServerIdentity
  /** Of another host. */
  readonly wrongHost: ServerIdentity
  /** Issued by nobody else. */
  readonly selfSigned: ServerIdentity
  /** Issued by an authority that nobody knows. */
  readonly unknownAuthority: ServerIdentity
}

/**
 * Mints identities of servers. TLS judges by the clock, so what is sound is so for as long as UTCTime
 * reaches.
 */
export async function mintServerIdentities(host: string): Promise<ServerIdentities> {
  const keys = await newKeys()
  const authority = { name: 'CN=Authority of servers in tests', keys }
  const certificate = await x509.X509CertificateGenerator.create({
    ...signedBy(authority),
    subject: authority.name,
    publicKey: keys.publicKey,
    ...SOUND,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  const own = await newKeys()
  const other = { name: 'CN=Nobody', keys: await newKeys() }
  return {
    authority: certificate.toString('pem'),
    sound: await identity(authority, host, SOUND),
    expired: await identity(authority, host, EXPIRED),
    wrongHost: await identity(authority, `not-${host}`, SOUND),
    selfSigned: await identity({ name: `CN=${host}`, keys: own }, host, SOUND, own),
    unknownAuthority: await identity(other, host, SOUND),
  }
}

const P_256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const SOUND = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-01-01T00:00:00Z') }
const EXPIRED = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2021-01-01T00:00:00Z') }

interface Issuer {
  readonly name: string
  readonly keys: CryptoKeyPair
}

const newKeys = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey(P_256, true, ['sign', 'verify'])

const signedBy = ({ name, keys }: Issuer) => ({
  issuer: name,
  signingKey: keys.privateKey,
  signingAlgorithm: P_256,
})

async function identity(
  issuer: Issuer,
  host: string,
  period: typeof SOUND,
  given?: CryptoKeyPair,
): Promise<ServerIdentity> {
  const keys = given ?? (await newKeys())
  const certificate = await x509.X509CertificateGenerator.create({
    ...signedBy(issuer),
    subject: `CN=${host}`,
    publicKey: keys.publicKey,
    ...period,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
  })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----\n`,
    cert: certificate.toString('pem'),
  }
}
