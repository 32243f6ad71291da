import { MARKER, marked } from '../certificates/marker.ts'
import { block, element, type Xml } from './xml.ts'

/** Who issues the list of a territory. */
export function operatorOf(territory: string): string {
  return marked(territory === 'EU' ? 'List Of Lists Operator' : `${territory} Trusted List Operator`)
}

export function name(text: string): Xml {
  return element('Name', ENGLISH, text)
}

export function uri(text: string): Xml {
  return element('URI', ENGLISH, text)
}

/** A postal and an electronic address, both plainly invented. */
export function address(territory: string): readonly Xml[] {
  const lines = [
    element('StreetAddress', {}, MARKER),
    element('Locality', {}, 'Nowhere'),
    element('CountryName', {}, territory),
  ]
  return [
    block('PostalAddresses', {}, block('PostalAddress', ENGLISH, ...lines)),
    block('ElectronicAddress', {}, uri('mailto:sandbox@qwac.example')),
  ]
}

export const ENGLISH = { 'xml:lang': 'en' }

export const ADDITIONAL_TYPES = 'http://uri.etsi.org/02231/v2/additionaltypes#'
