/** The octets of the first certificate of a text. */
export function firstCertificate(pem: string): Uint8Array<ArrayBuffer> {
  const [, body = ''] = /-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----/s.exec(pem) ?? []
  return new Uint8Array(Buffer.from(body, 'base64'))
}
