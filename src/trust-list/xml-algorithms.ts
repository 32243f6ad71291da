import type { SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { DigestAlgorithm } from '../crypto/crypto.ts'
import type { CanonicalForm } from '../encoding/xml/canonical-xml.ts'

const DSIG_MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#'
const DSIG_MORE_2007 = 'http://www.w3.org/2007/05/xmldsig-more#'
const ENCRYPTION_2001 = 'http://www.w3.org/2001/04/xmlenc#'

/**
 * The signature algorithms that a list may use, by address. None of the HMAC family: a key that everybody
 * knows signs nothing.
 *
 * @standard RFC 9231; the salt of RSASSA-PSS without parameters is as long as the digest
 */
export const SIGNATURE_METHODS: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>(
  [
    [`${DSIG_MORE_2001}rsa-sha256`, { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
    [`${DSIG_MORE_2001}rsa-sha384`, { scheme: 'rsa-pkcs1', hash: 'SHA-384' }],
    [`${DSIG_MORE_2001}rsa-sha512`, { scheme: 'rsa-pkcs1', hash: 'SHA-512' }],
    [`${DSIG_MORE_2007}sha256-rsa-MGF1`, { scheme: 'rsa-pss', hash: 'SHA-256', saltLength: 32 }],
    [`${DSIG_MORE_2007}sha384-rsa-MGF1`, { scheme: 'rsa-pss', hash: 'SHA-384', saltLength: 48 }],
    [`${DSIG_MORE_2007}sha512-rsa-MGF1`, { scheme: 'rsa-pss', hash: 'SHA-512', saltLength: 64 }],
    [`${DSIG_MORE_2001}ecdsa-sha256`, { scheme: 'ecdsa', hash: 'SHA-256' }],
    [`${DSIG_MORE_2001}ecdsa-sha384`, { scheme: 'ecdsa', hash: 'SHA-384' }],
    [`${DSIG_MORE_2001}ecdsa-sha512`, { scheme: 'ecdsa', hash: 'SHA-512' }],
  ],
)

/** @standard RFC 9231 */
export const DIGEST_METHODS: ReadonlyMap<string, DigestAlgorithm> = new Map<string, DigestAlgorithm>([
  [`${ENCRYPTION_2001}sha256`, 'SHA-256'],
  [`${DSIG_MORE_2001}sha384`, 'SHA-384'],
  [`${ENCRYPTION_2001}sha512`, 'SHA-512'],
])

/**
 * The digest by which the properties name the signer's certificate may also be SHA-1, as lists until 2018
 * have it: it guards nothing, since the certificate is pinned as a whole.
 */
export const CERTIFICATE_DIGEST_METHODS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ...DIGEST_METHODS,
  ['http://www.w3.org/2000/09/xmldsig#sha1', 'SHA-1'],
])

/** Both without comments. */
export const CANONICAL_FORMS: ReadonlyMap<string, CanonicalForm> = new Map<string, CanonicalForm>([
  ['http://www.w3.org/2001/10/xml-exc-c14n#', 'exclusive'],
  ['http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'inclusive'],
])

/**
 * What a reference without a transform to octets means. @standard XML Signature Syntax and Processing,
 * reference processing model
 */
export const IMPLIED_FORM: CanonicalForm = 'inclusive'

export const ENVELOPED_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** @standard ETSI EN 319 132-1 */
export const SIGNED_PROPERTIES_TYPE = 'http://uri.etsi.org/01903#SignedProperties'
