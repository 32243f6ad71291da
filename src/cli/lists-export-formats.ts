import type { WebsiteAnchor } from '../qualification/website-anchors.ts'
import { noteOf, pemOf, writeBundle } from './lists-export-pem.ts'

export const EXPORT_FORMATS = ['pem', 'nginx', 'haproxy', 'envoy', 'node'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** What is to be written. */
export interface AnchorExport {
  readonly anchors: readonly WebsiteAnchor[]
  /** What is said at the head of every file, a line each, safe for a comment. */
  readonly head: readonly string[]
}

/** A format that is one file, which the caller names. */
type OneFile = (content: AnchorExport) => string

/** A format that is a bundle and the settings that name it, in a folder. @param bundle The absolute path of the bundle. */
type WithSettings = (
  content: AnchorExport,
  bundle: string,
) => { readonly name: string; readonly text: string }

/** The name of the bundle in a folder. */
export const BUNDLE = 'qwac-anchors.pem'

export const ONE_FILE: Readonly<Partial<Record<ExportFormat, OneFile>>> = {
  pem: ({ anchors, head }) => `${comment(head)}\n\n${writeBundle(anchors, 'certificate')}`,
  envoy: writeEnvoy,
  node: writeNode,
}

export const WITH_SETTINGS: Readonly<Partial<Record<ExportFormat, WithSettings>>> = {
  nginx: (_, bundle) => ({ name: 'qwac-client.conf', text: nginx(bundle) }),
  haproxy: (_, bundle) => ({ name: 'qwac-bind.cfg', text: haproxy(bundle) }),
}

/** The bundle beside settings, for software that builds paths with OpenSSL. */
export function writeTrustedBundle({ anchors, head }: AnchorExport): string {
  return `${comment(head)}\n\n${writeBundle(anchors, 'trusted')}`
}

function comment(lines: readonly string[], mark = '#'): string {
  return lines.map(line => `${mark} ${line}`).join('\n')
}

/**
 * `optional_no_ca` lets the handshake end, and what follows turns away everybody whose path does not end in the bundle.
 * With `on`, nginx would ask for a file whose names it sends to every client, and those of all lists are tens of
 * kilobytes.
 */
function nginx(bundle: string): string {
  return `# For a server block of nginx. Whoever has no certificate below an anchor of the bundle is turned away with 403, or
# with 400 by nginx itself. That a certificate is below an anchor does not make it qualified: hand it over, and judge it.
ssl_verify_client optional_no_ca;
ssl_verify_depth 8;
ssl_trusted_certificate ${bundle};
if ($ssl_client_verify != SUCCESS) {
    return 403;
}
`
}

function haproxy(bundle: string): string {
  return `# For a frontend of HAProxy: the port and the certificate of the server are yours. Whoever has no certificate below an
# anchor of the bundle has no handshake. That a certificate is below an anchor does not make it qualified: hand it over,
# and judge it.
bind :443 ssl crt SERVER.pem verify required ca-file ${bundle} no-ca-names
`
}

/** Fields of a DownstreamTlsContext, of the extension envoy.transport_sockets.tls, version 3. */
function writeEnvoy({ anchors, head }: AnchorExport): string {
  const bundle = writeBundle(anchors, 'certificate')
  const lines = bundle.trimEnd().split('\n')
  return `${comment(head)}
#
# Fields of a DownstreamTlsContext of Envoy, which takes every certificate of trusted_ca as the end of a path. That a
# certificate is below an anchor does not make it qualified: hand it over, and judge it.
require_client_certificate: true
common_tls_context:
  validation_context:
    trust_chain_verification: VERIFY_TRUST_CHAIN
    trusted_ca:
      inline_string: |
${lines.map(line => (line === '' ? '' : `        ${line}`)).join('\n')}
`
}

/** A module, so that each anchor has its note beside it. */
function writeNode({ anchors, head }: AnchorExport): string {
  const members = anchors.map(anchor => {
    const note = noteOf(anchor, '  //')
    return `${note}\n  ${JSON.stringify(pemOf(anchor, 'trusted'))},`
  })
  return `${comment(head, '//')}

/** For \`ca\` of tls.createServer and https.createServer. */
export const ca = [
${members.join('\n')}
]

/**
 * For tls.createServer and https.createServer, beside key and cert. Whoever has no certificate below an anchor has no
 * connection. That a certificate is below an anchor does not make it qualified: judge it.
 */
export const options = { ca, requestCert: true, rejectUnauthorized: true }
`
}
