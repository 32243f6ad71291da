import { type Command, Option } from 'commander'
import { PSD2_ROLE } from '../core/object-identifiers.ts'
import type { Instant } from '../core/time.ts'
import {
  AUTHORITY_KINDS,
  type AuthorityKind,
  CERTIFICATE_DEFECT_NAMES,
  type CertificateDefect,
  KEY_KINDS,
  type KeyKind,
  type MintOptions,
  type Role,
} from '../sandbox/mint-options.ts'
import type { Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import type { MintCommand } from './mint.ts'

/** The options as the parser hands them over. */
export interface MintWords {
  readonly out: string
  readonly seed: string
  readonly now?: Instant
  readonly lists?: boolean
  readonly listsUrl?: string
  readonly kind?: 'website' | 'seal'
  readonly role?: readonly Role[]
  readonly authority?: string
  readonly authorityName?: string
  readonly number?: string
  readonly organizationIdentifier?: string
  readonly country?: string
  readonly subject?: string
  readonly dnsName?: string
  readonly notBefore?: Instant
  readonly notAfter?: Instant
  readonly key?: KeyKind
  readonly issuer?: AuthorityKind
  readonly territory?: string
  readonly defect?: CertificateDefect
}

/** @param moment Reads an argument that is a time. */
export function withMintOptions(command: Command, moment: (text: string) => Instant): Command {
  return command
    .description('mint a certificate of the sandbox (TEST – NOT QUALIFIED), with its chain and its key')
    .argument('<name>', 'what the files are called')
    .option('--out <dir>', 'where to write', '.')
    .option('--seed <text>', 'the world: keys, serial numbers and authorities follow from it', 'qwac mint')
    .option('--now <time>', 'the moment around which everything is valid, RFC 3339 (now unless told)', moment)
    .option('--lists', 'write the lists and the notice by which `qwac validate` trusts the issuer, too')
    .option(
      '--lists-url <url>',
      'write the lists as they are served from --out at this address, and the notice',
    )
    .addOption(new Option('--kind <kind>', 'what it is for').choices(['website', 'seal']))
    .addOption(new Option('--role <role...>', 'PSD2 roles').choices(Object.keys(PSD2_ROLE)))
    .option('--authority <id>', 'the competent authority, such as LU-CSSF')
    .option('--authority-name <name>', 'its name; its identifier unless told')
    .option('--number <text>', 'the authorisation number')
    .option('--organization-identifier <text>', 'the whole identifier, where it is of another scheme')
    .option('--country <code>', 'country of the holder')
    .option('--subject <name>', 'name of the holder')
    .option('--dns-name <name>', 'name of its host')
    .option('--not-before <time>', 'when it begins', moment)
    .option('--not-after <time>', 'when it ends', moment)
    .addOption(new Option('--key <kind>', 'the key of the holder').choices(KEY_KINDS))
    .addOption(new Option('--issuer <kind>', 'the authority that issues it').choices(AUTHORITY_KINDS))
    .option('--territory <code>', 'the territory of that authority')
    .addOption(new Option('--defect <name>', 'the one thing that is wrong').choices(CERTIFICATE_DEFECT_NAMES))
}

/**
 * @param now The moment of the command, where none is told.
 * @returns Why the command ends, where words of it would say nothing.
 */
export function mintCommand(words: MintWords, now: Instant): MintCommand | Stop {
  const idle = misuse(words)
  if (idle !== undefined) return idle
  const { out, seed, lists = false, listsUrl, role, authority, authorityName, number, ...others } = words
  const { now: told, ...plain } = others
  const options: MintOptions = {
    ...plain,
    ...(role !== undefined && { roles: role }),
    ...(authority !== undefined && { authority: { id: authority, name: authorityName ?? authority } }),
    ...(number !== undefined && { authorizationNumber: number }),
  }
  const base = listsUrl?.replace(/\/$/, '')
  return { out, seed, lists, now: told ?? now, options, ...(base !== undefined && { listsUrl: base }) }
}

function misuse(words: MintWords): Stop | undefined {
  const { lists, listsUrl, authority, authorityName, number, organizationIdentifier, dnsName, kind } = words
  return idleOption([
    ['--lists', lists, listsUrl !== undefined, 'with --lists-url'],
    ['--authority-name', authorityName, authority === undefined, 'without --authority'],
    ['--number', number, organizationIdentifier !== undefined, 'with --organization-identifier'],
    ['--dns-name', dnsName, kind === 'seal', 'with --kind seal'],
  ])
}
