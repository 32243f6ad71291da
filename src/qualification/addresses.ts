export { CA_QC } from '../trust-list/names.ts'

const STATUS_BASE = 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/'
const INFORMATION_BASE = 'http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/'

/**
 * The standard's word for a status: the last part of its address; another address as it is. A word alone is
 * an address too, a relative one, and is none of the standard's.
 */
export function statusWord(address: string): string {
  return wordAfter(STATUS_BASE, address) ?? (isWord(address) ? `./${address}` : address)
}

/** The standard's word for additional information or a qualifier; undefined for another address. */
export function informationWord(address: string): string | undefined {
  return wordAfter(INFORMATION_BASE, address)
}

function wordAfter(base: string, address: string): string | undefined {
  const word = address.startsWith(base) ? address.slice(base.length) : ''
  return isWord(word) ? word : undefined
}

function isWord(text: string): boolean {
  return /^[A-Za-z-]+$/.test(text)
}
