import type { Certificate } from '../../src/certificate/certificate.ts'
import type { Extensions, KeyUsage } from '../../src/certificate/extensions.ts'
import type { Name } from '../../src/certificate/name/name.ts'
import { ATTRIBUTE, QC_TYPE } from '../../src/core/object-identifiers.ts'
import { type Oid, oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { QualificationInput, ServiceLink } from '../../src/qualification/evidence.ts'
import { findLinks } from '../../src/qualification/find-links.ts'
import { createCaches } from '../../src/qualification/list-index.ts'
import type {
  ListedCertificate,
  LocalText,
  Provider,
  QualificationElement,
  Service,
  ServiceState,
  TrustList,
} from '../../src/trust-list/trust-list.ts'

/** Records as readers would make them, for tests of what is concluded from them. */

const UTF8 = new TextEncoder()

export function nameOf(attributes: readonly (readonly [Oid, string])[]): Name {
  const rdns = attributes.map(([type, text]) => [{ type, tag: 0x0c, value: UTF8.encode(text), text }])
  return { bytes: UTF8.encode(JSON.stringify(attributes)), rdns }
}

export interface CertificatePlan {
  readonly compliance?: boolean
  readonly types?: readonly ('esign' | 'eseal' | 'web')[]
  readonly legislation?: readonly string[]
  readonly policies?: readonly string[]
  readonly keyUsage?: readonly string[] | null
  readonly purposes?: readonly string[]
  readonly notBefore?: string
  readonly notAfter?: string
  /** Several, or none. */
  readonly countries?: readonly string[]
  readonly organization?: string | null
  readonly commonName?: string
  readonly malformed?: readonly Oid[]
  readonly malformedStatements?: readonly Oid[]
  /** Who holds the key. */
  readonly key?: string
}

const NO_KEY_USAGE: KeyUsage = {
  digitalSignature: false,
  nonRepudiation: false,
  keyEncipherment: false,
  dataEncipherment: false,
  keyAgreement: false,
  keyCertSign: false,
  cRLSign: false,
  encipherOnly: false,
  decipherOnly: false,
}

/** By default a QWAC of a Finnish provider, issued at the beginning of 2020. */
export function certificate(plan: CertificatePlan = {}): Certificate {
  const { key = 'leaf', organization = 'Example Provider Oy', countries = ['FI'] } = plan
  const algorithm = { bytes: new Uint8Array(), algorithm: oid('1.2.840.10045.4.3.2') }
  const issuer = nameOf([
    ...countries.map(country => [ATTRIBUTE.countryName, country] as const),
    ...(organization === null ? [] : [[ATTRIBUTE.organizationName, organization] as const]),
    [ATTRIBUTE.commonName, plan.commonName ?? 'Example CA'],
  ])
  return {
    bytes: UTF8.encode(`certificate of ${key}`),
    tbs: new Uint8Array(),
    version: 3,
    serialNumber: Uint8Array.of(1),
    signatureAlgorithm: algorithm,
    issuer,
    validity: {
      notBefore: instant(plan.notBefore ?? '2020-01-01T00:00:00Z'),
      notAfter: instant(plan.notAfter ?? '2030-01-01T00:00:00Z'),
    },
    subject: nameOf([[ATTRIBUTE.commonName, key]]),
    publicKey: { bytes: UTF8.encode(`key of ${key}`), algorithm, key: new Uint8Array() },
    extensions: extensionsOf(plan),
    signature: new Uint8Array(),
  }
}

function extensionsOf(plan: CertificatePlan): Extensions {
  const { keyUsage = ['digitalSignature'], types = ['web'], compliance = true } = plan
  return {
    all: [],
    malformed: (plan.malformed ?? []).map(id => ({ id, reason: 'tag-unexpected', offset: 0 })),
    ...(keyUsage === null
      ? {}
      : { keyUsage: { ...NO_KEY_USAGE, ...Object.fromEntries(keyUsage.map(bit => [bit, true])) } }),
    ...(plan.policies
      ? {
          certificatePolicies: plan.policies.map(id => ({ policyIdentifier: oid(id), policyQualifiers: [] })),
        }
      : {}),
    ...(plan.purposes ? { extendedKeyUsage: plan.purposes.map(oid) } : {}),
    qcStatements: {
      all: [],
      malformed: (plan.malformedStatements ?? []).map(id => ({ id, reason: 'value-missing', offset: 0 })),
      compliance,
      sscd: false,
      semantics: [],
      pds: [],
      types: types.map(type => QC_TYPE[type]),
      ...(plan.legislation?.length ? { legislation: plan.legislation } : {}),
    },
  }
}

const STATUS = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'
const INFORMATION = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'

export interface StatePlan {
  readonly type?: string
  readonly status?: string
  readonly since?: string
  /** Last parts of the addresses of AdditionalServiceInformation. */
  readonly information?: readonly string[]
  /** Qualifiers whose criteria pick the certificate. */
  readonly qualifiers?: readonly string[]
  /** Qualifiers whose criteria do not. */
  readonly missed?: readonly string[]
  /** Qualifiers whose criteria cannot be evaluated: one element each. */
  readonly open?: readonly string[]
  readonly unknownCritical?: readonly string[]
  readonly takenOverBy?: string
}

export interface ServicePlan extends StatePlan {
  readonly name?: string
  readonly history?: readonly StatePlan[]
  readonly certificates?: readonly Certificate[]
}

/** By default a service for website authentication, granted since 2017. */
export function service(plan: ServicePlan = {}): Service {
  return {
    ...state(plan),
    certificates: (plan.certificates ?? [certificate({ key: 'Example CA' })]).map(listed),
    keyIdentifiers: [],
    subjectNames: [],
    supplyPoints: [],
    history: (plan.history ?? []).map(state),
  }
}

export function state(plan: StatePlan & { readonly name?: string }): ServiceState {
  const always = { assert: 'all', criteria: [keyUsageIs('digitalSignature', true)] }
  const never = { assert: 'all', criteria: [keyUsageIs('digitalSignature', false)] }
  const unknown = { assert: 'all', criteria: [{ kind: 'unknown', name: 'x' } as const] }
  return {
    type: `http://uri.etsi.org/TrstSvc/Svctype/${plan.type ?? 'CA/QC'}`,
    names: texts(plan.name ?? 'Example service'),
    status: STATUS + (plan.status ?? 'granted'),
    since: instant(plan.since ?? '2017-01-01T00:00:00Z'),
    additionalInformation: (plan.information ?? ['ForWebSiteAuthentication']).map(word => INFORMATION + word),
    qualifications: [
      ...element(plan.qualifiers ?? [], always),
      ...element(plan.missed ?? [], never),
      ...(plan.open ?? []).flatMap(word => element([word], unknown)),
    ],
    unknownCriticalExtensions: plan.unknownCritical ?? [],
    ...(plan.takenOverBy
      ? { takenOverBy: { uri: 'https://example.test', names: texts(plan.takenOverBy), territory: 'FI' } }
      : {}),
  }
}

function keyUsageIs(name: string, value: boolean) {
  return { kind: 'key-usage', bits: [{ name, value }] } as const
}

function element(
  words: readonly string[],
  criteria: QualificationElement['criteria'],
): readonly QualificationElement[] {
  return words.length === 0 ? [] : [{ qualifiers: words.map(word => INFORMATION + word), criteria }]
}

export function listed(certificate: Certificate): ListedCertificate {
  return { ok: true, bytes: certificate.bytes, certificate }
}

export function provider(
  services: readonly Service[],
  name = 'Example Provider Oy',
  tradeNames: readonly string[] = [],
): Provider {
  return { names: texts(name), tradeNames: tradeNames.flatMap(texts), services }
}

export function texts(text: string): readonly LocalText[] {
  return [{ language: 'en', text }]
}

export function trustList(providers: readonly Provider[], plan: Partial<TrustList> = {}): TrustList {
  return {
    version: 6,
    sequenceNumber: 1,
    type: 'http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric',
    territory: 'FI',
    operatorNames: texts('Example operator'),
    informationUris: [],
    issued: instant('2024-05-01T00:00:00Z'),
    nextUpdate: instant('2024-11-01T00:00:00Z'),
    pointers: [],
    providers,
    ...plan,
  }
}

/** A link to every service of the providers, by a verified signature of the service's own key. */
export function linksTo(
  providers: readonly Provider[],
  plan: Partial<ServiceLink> = {},
): readonly ServiceLink[] {
  return providers.flatMap(provider =>
    provider.services.map(service => ({
      provider,
      service,
      intermediates: [],
      outcome: 'verified' as const,
      ...plan,
    })),
  )
}

export const AT = instant('2024-06-01T12:00:00Z')

/** The evidence for a certificate that services of one provider issued. */
export function input(
  services: readonly Service[],
  plan: Partial<QualificationInput> & { readonly providers?: readonly Provider[] } = {},
): QualificationInput {
  const { providers = [provider(services)], ...rest } = plan
  return {
    certificate: certificate(),
    at: AT,
    territory: { list: trustList(providers), state: 'fresh', listOfLists: 'fresh' },
    links: linksTo(providers),
    elsewhere: [],
    ...rest,
  }
}

/** The services of a list that are the certificate's own, by the search that the product makes. */
export async function linksByIdentity(
  providers: readonly Provider[],
  own: Certificate,
): Promise<readonly ServiceLink[]> {
  const list = trustList(providers)
  const request = {
    certificate: own,
    given: [],
    list,
    others: () => [],
    caches: createCaches(),
    crypto: nodeCrypto(),
  }
  return (await findLinks({ ...request, at: AT })).links
}
