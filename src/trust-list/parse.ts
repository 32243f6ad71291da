import type { XmlElement } from '../encoding/xml/tree.ts'
import { type ContentProblem, FieldReader } from './field-reader.ts'
import { type ListClaims, readClaims } from './parse-claims.ts'
import { IdentityReader } from './parse-identity.ts'
import { readScheme, type Scheme } from './parse-scheme.ts'
import { readService } from './parse-service.ts'
import { TextStore } from './text-store.ts'
import type { LocalText, Provider, Service, TrustList } from './trust-list.ts'

/** What a list says: all of it, or the first field that is not as it must be. */
export type ListContent =
  | { readonly ok: true; readonly list: TrustList }
  /** `claims`: what its head says, as far as it could be read. */
  | ({ readonly ok: false; readonly claims?: ListClaims } & ContentProblem)

/**
 * Takes the parts of a list in the order in which they stand in the document, and turns each into its record,
 * so that no part need be kept as a tree.
 *
 * @standard ETSI TS 119 612 V2.4.1, clause 5
 */
export class ListBuilder {
  private readonly texts = new TextStore()
  private readonly fields = new FieldReader(this.texts)
  private readonly identities = new IdentityReader(this.texts)
  private readonly providers: Provider[] = []
  private scheme: Scheme | undefined
  private claims: ListClaims | undefined
  private hasProviderList = false
  private names: Omit<Provider, 'services'> | undefined
  private services: Service[] = []

  startProviderList(): void {
    if (this.hasProviderList) this.fields.fail('field-repeated', 'TrustServiceProviderList')
    this.hasProviderList = true
  }

  startProvider(): void {
    this.names = undefined
    this.services = []
  }

  endProvider(): void {
    if (!this.names) this.fields.fail('field-absent', 'TSPInformation')
    else this.providers.push({ ...this.names, services: this.services })
  }

  /** A SchemeInformation, TSPInformation or TSPService. */
  take(element: XmlElement): void {
    const { local } = element.tag
    if (local === 'SchemeInformation') this.takeScheme(element)
    else if (local === 'TSPInformation') this.takeProviderInformation(element)
    else this.takeService(element)
  }

  content(): ListContent {
    if (!this.scheme) this.fields.fail('field-absent', 'SchemeInformation')
    const { problem } = this.fields
    if (!problem && this.scheme) return { ok: true, list: { ...this.scheme, providers: this.providers } }
    return {
      ok: false,
      reason: 'field-absent',
      field: 'SchemeInformation',
      ...problem,
      ...(this.claims && { claims: this.claims }),
    }
  }

  private takeScheme(element: XmlElement): void {
    if (this.scheme) this.fields.fail('field-repeated', 'SchemeInformation')
    this.scheme = readScheme(this.fields, this.identities, element)
    this.claims = readClaims(element)
  }

  private takeProviderInformation(element: XmlElement): void {
    if (this.names) this.fields.fail('field-repeated', 'TSPInformation')
    this.names = {
      names: this.namesIn(element, 'TSPName'),
      tradeNames: this.namesIn(element, 'TSPTradeName'),
    }
  }

  private namesIn(element: XmlElement, local: string): readonly LocalText[] {
    return this.fields.localTexts(this.fields.optional(element, local), 'Name')
  }

  private takeService(element: XmlElement): void {
    if (this.fields.problem) return
    const service = readService(this.fields, this.identities, element)
    if (service) this.services.push(service)
  }
}
