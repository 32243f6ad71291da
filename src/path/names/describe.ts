import type { GeneralName } from '../../certificate/general-name.ts'
import { formatName } from '../../certificate/name/name.ts'
import { toHex } from '../../core/bytes.ts'
import { oidText } from '../../core/oid.ts'
import { nameOfForm } from './general-subtree.ts'

/** A name with its form in front, for people to read. */
export function describe(name: GeneralName): string {
  const kind = nameOfForm(name)
  switch (name.form) {
    case 'dNSName':
    case 'rfc822Name':
    case 'uniformResourceIdentifier':
      return `${kind} ${name.text}`
    case 'iPAddress':
      return `${kind} ${toHex(name.octets)}`
    case 'directoryName':
      return `${kind} ${formatName(name.name)}`
    case 'registeredID':
      return `${kind} ${oidText(name.id)}`
    default:
      return `${kind} ${toHex(name.value)}`
  }
}
