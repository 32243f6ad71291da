import type { XmlReason } from '../encoding/xml/events.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { ListContent } from './parse.ts'
import type { ReadReason } from './read-list.ts'

/** Why a file is not a list that could be verified. */
export function checkReading(reason: ReadReason, offset = 0): Check {
  switch (reason) {
    case 'signature-absent':
    case 'signature-repeated':
    case 'signature-misplaced':
      return violated('trust-list.signature-place', reason, { offset })
    case 'root-unexpected':
    case 'element-unexpected':
      return violated('trust-list.layout', reason, { offset })
    default:
      return checkEncoding(reason, offset)
  }
}

/** A limit says something about this library, not about the list; the rest is forbidden. */
function checkEncoding(reason: XmlReason, offset: number): Check {
  const facts = { detail: reason, offset }
  switch (reason) {
    case 'encoding':
    case 'doctype':
    case 'duplicate-id':
    case 'not-well-formed':
      return violated('trust-list.encoding', reason, facts)
    case 'xml-version':
    case 'namespace-relative':
      return violated('trust-list.encoding', 'not-well-formed', facts)
    default:
      return undetermined('trust-list.encoding', 'limit-exceeded', facts)
  }
}

/** Whether the list says all that it must. */
export function checkContent(content: ListContent): readonly Check[] {
  if (content.ok) {
    const { version, sequenceNumber, providers } = content.list
    return [
      satisfied('trust-list.version', { version }),
      satisfied('trust-list.content', { sequenceNumber, providers: providers.length }),
    ]
  }
  const { reason, field } = content
  if (reason === 'version-unsupported') {
    const version = content.claims?.version ?? null
    return [violated('trust-list.version', reason, { version })]
  }
  return [violated('trust-list.content', reason, { field })]
}
