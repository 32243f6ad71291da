// Node 20 leaves `tls` without createSecureContext for the whole process where toLegacyObject() is the first
// to load a part of it.
import 'node:tls'
import type { X509Certificate } from 'node:crypto'
import type { PeerCertificate } from 'node:tls'

/** A certificate in the form of `TLSSocket.getPeerCertificate()`. */
export function legacyObject(certificate: X509Certificate): PeerCertificate {
  return certificate.toLegacyObject()
}
