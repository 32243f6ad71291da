import { type Command, Option } from 'commander'
import type { Instant } from '../core/time.ts'
import type { CrlOptions } from './crl.ts'
import type { OcspOptions } from './ocsp.ts'

/** How commands read and tell. */
interface Setting {
  /** Reads an argument that is a time. */
  readonly moment: (text: string) => Instant
  readonly now: () => Instant
  /** Takes the exit code of what an action does. */
  readonly end: (work: Promise<number>) => Promise<void>
  readonly terminal: Parameters<typeof import('./ocsp.ts').ocsp>[2]
}

/** Options of commands that ask over the network. */
export function withOnlineOptions(command: Command): Command {
  return command
    .option('--timeout <milliseconds>', 'for everything that is asked (3000 unless told)')
    .option(
      '--unsafe-allow <address:port...>',
      'servers that may be asked although their address is not public',
    )
}

/** `qwac ocsp` and `qwac crl`. */
export function addRevocationCommands(root: Command, { moment, now, end, terminal }: Setting): void {
  withOnlineOptions(root.command('ocsp'))
    .description('ask a responder about a certificate: exit 0 good, 1 revoked, 2 anything else')
    .argument('<cert>', 'in any form, `-` for the standard input')
    .argument('<issuer>', "the issuer's certificate, in any form")
    .option('--url <url>', 'the responder; the one that the certificate names unless told')
    .option('--response <file>', 'a response, DER: nobody is asked')
    .addOption(
      new Option('--hash <name>', 'of the CertID in the request (SHA-1 unless told)').choices([
        'SHA-1',
        'SHA-256',
      ]),
    )
    .option('--nonce', 'send 32 octets of chance')
    .option('--at <time>', 'moment of use, RFC 3339 (now unless told)', moment)
    .option('--json', 'one JSON object')
    .action(async (certificate: string, issuer: string, options: OcspOptions) => {
      const { ocsp } = await import('./ocsp.ts')
      await end(ocsp([certificate, issuer], { ...options, at: options.at ?? now() }, terminal))
    })
  root
    .command('crl')
    .description(
      'say what a revocation list is, and whether a certificate is on it: exit 0 no, 1 yes, 2 no use',
    )
    .argument('<file>', 'a revocation list, DER')
    .option('--issuer <cert>', 'the certificate whose key must have signed it')
    .option('--serial <number>', 'a serial number to look up, hexadecimal')
    .option('--cert <file>', 'a certificate to look up, in place of a serial number')
    .option('--at <time>', 'moment of use, RFC 3339 (now unless told)', moment)
    .option('--json', 'one JSON object')
    .action(async (file: string, options: CrlOptions) => {
      const { crl } = await import('./crl.ts')
      await end(crl(file, { ...options, at: options.at ?? now() }, terminal))
    })
}
