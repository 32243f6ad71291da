import { formatInstant, type Instant } from '../../core/time.ts'
import { MARKER, marked } from '../certificates/marker.ts'
import { ADDITIONAL_TYPES, address, ENGLISH, name, operatorOf, uri } from './list-text.ts'
import { type ProviderPlan, providerElement } from './services.ts'
import type { ListSigner } from './xades.ts'
import { block, element, type Xml } from './xml.ts'

/** A trusted list, or the list of trusted lists, before it is signed. */
export interface ListPlan {
  readonly version: 5 | 6
  readonly sequenceNumber: number
  readonly kind: ListKind
  /** `EU` for the list of lists. */
  readonly territory: string
  readonly location: string
  readonly issued: Instant
  readonly nextUpdate: Instant
  /** SchemeInformationURI: for the list of lists, the notice in the Official Journal stands first. */
  readonly informationUris: readonly string[]
  readonly pointers: readonly PointerPlan[]
  readonly providers: readonly ProviderPlan[]
}

export type ListKind = 'list-of-lists' | 'national'

export interface PointerPlan {
  readonly kind: ListKind
  readonly territory: string
  readonly location: string
  /** The announced signers. */
  readonly signers: readonly ListSigner[]
}

/**
 * The root element in canonical form, without a signature.
 *
 * @param signature What is to stand last inside the root, once it is known.
 * @standard ETSI TS 119 612 V2.4.1, clause 5
 */
export function listRoot(plan: ListPlan, signature?: Xml): Xml {
  const content = [
    schemeInformation(plan),
    plan.providers.length > 0
      ? block('TrustServiceProviderList', {}, ...plan.providers.map(providerElement))
      : undefined,
  ]
  const attributes = {
    xmlns: 'http://uri.etsi.org/02231/v2#',
    Id: `TEST-${plan.territory}-${plan.sequenceNumber}`,
    TSLTag: 'http://uri.etsi.org/19612/TSLTag',
  }
  const lines = content.filter(x => x !== undefined).flatMap(child => ['\n', child])
  return element('TrustServiceStatusList', attributes, ...lines, '\n', signature ?? '')
}

/** The bytes of a file that holds the root. */
export function listFile(root: Xml): Uint8Array {
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${root.canonical}`)
}

function schemeInformation(plan: ListPlan): Xml {
  return block(
    'SchemeInformation',
    {},
    element('TSLVersionIdentifier', {}, String(plan.version)),
    element('TSLSequenceNumber', {}, String(plan.sequenceNumber)),
    element('TSLType', {}, TYPES[plan.kind].type),
    block('SchemeOperatorName', {}, name(operatorOf(plan.territory))),
    block('SchemeOperatorAddress', {}, ...address(plan.territory)),
    block('SchemeName', {}, name(`${plan.territory}:${marked('trusted list of a sandbox')}`)),
    block('SchemeInformationURI', {}, ...plan.informationUris.map(uri)),
    element('StatusDeterminationApproach', {}, TYPES[plan.kind].approach),
    block('SchemeTypeCommunityRules', {}, ...TYPES[plan.kind].rules(plan.territory).map(uri)),
    element('SchemeTerritory', {}, plan.territory),
    block('PolicyOrLegalNotice', {}, element('TSLLegalNotice', ENGLISH, `${MARKER}. No legal effect.`)),
    element('HistoricalInformationPeriod', {}, '65535'),
    block('PointersToOtherTSL', {}, ...plan.pointers.map(pointer)),
    element('ListIssueDateTime', {}, formatInstant(plan.issued)),
    block('NextUpdate', {}, element('dateTime', {}, formatInstant(plan.nextUpdate))),
    block('DistributionPoints', {}, element('URI', {}, plan.location)),
  )
}

/** OtherTSLPointer. @standard ETSI TS 119 612, clause 5.3.13 */
function pointer({ kind, territory, location, signers }: PointerPlan): Xml {
  return block(
    'OtherTSLPointer',
    {},
    block('ServiceDigitalIdentities', {}, ...signers.map(signerIdentity)),
    element('TSLLocation', {}, location),
    block(
      'AdditionalInformation',
      {},
      other(element('TSLType', {}, TYPES[kind].type)),
      other(element('SchemeTerritory', {}, territory)),
      other(block('SchemeOperatorName', {}, name(operatorOf(territory)))),
      other(block('SchemeTypeCommunityRules', {}, ...TYPES[kind].rules(territory).map(uri))),
      other(element('tslx:MimeType', { 'xmlns:tslx': ADDITIONAL_TYPES }, 'application/vnd.etsi.tsl+xml')),
    ),
  )
}

function signerIdentity({ certificate }: ListSigner): Xml {
  const encoded = Buffer.from(certificate).toString('base64')
  return block('ServiceDigitalIdentity', {}, block('DigitalId', {}, element('X509Certificate', {}, encoded)))
}

function other(content: Xml): Xml {
  return element('OtherInformation', {}, content)
}

const LIST = 'http://uri.etsi.org/TrstSvc/TrustedList'

const TYPES = {
  'list-of-lists': {
    type: `${LIST}/TSLType/EUlistofthelists`,
    approach: `${LIST}/StatusDetn/EUlistofthelists`,
    rules: () => [`${LIST}/schemerules/EUlistofthelists`],
  },
  national: {
    type: `${LIST}/TSLType/EUgeneric`,
    approach: `${LIST}/StatusDetn/EUappropriate`,
    rules: (territory: string) => [`${LIST}/schemerules/EUcommon`, `${LIST}/schemerules/${territory}`],
  },
}
