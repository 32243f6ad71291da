import { children, childrenNamed, isNamed, onlyChild, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { booleanOf, type FieldReader } from './field-reader.ts'
import { NAMESPACE } from './names.ts'
import { isUnderstood, readQualifications } from './parse-qualifications.ts'
import type { QualificationElement, ServiceState, TakenOver } from './trust-list.ts'

type Extensions = Pick<
  ServiceState,
  'additionalInformation' | 'qualifications' | 'takenOverBy' | 'unknownCriticalExtensions'
>

/** Reads ServiceInformationExtensions. @standard ETSI TS 119 612, clause 5.5.9 */
export function readExtensions(fields: FieldReader, extensions: XmlElement | undefined): Extensions {
  const additionalInformation: string[] = []
  const qualifications: QualificationElement[] = []
  const takenOver: TakenOver[] = []
  const unknownCriticalExtensions: string[] = []
  for (const extension of extensions ? childrenNamed(extensions, NAMESPACE.list, 'Extension') : []) {
    const contents = children(extension)
    for (const content of contents) {
      if (isNamed(content, NAMESPACE.list, 'AdditionalServiceInformation')) {
        additionalInformation.push(fields.text(content, 'URI'))
      } else if (isNamed(content, NAMESPACE.serviceExtensions, 'Qualifications')) {
        const elements = readQualifications(fields, content)
        // One by one: a call with hundreds of thousands of arguments is more than a stack holds.
        for (const element of elements) qualifications.push(element)
        if (!elements.every(isUnderstood) && isCritical(fields, extension))
          unknownCriticalExtensions.push(content.tag.local)
      } else if (isNamed(content, NAMESPACE.additionalTypes, 'TakenOverBy')) {
        takenOver.push(readTakenOver(fields, content))
      } else if (
        isCritical(fields, extension) &&
        !isNamed(content, NAMESPACE.list, 'ExpiredCertsRevocationInfo')
      ) {
        unknownCriticalExtensions.push(content.tag.local)
      }
    }
    if (contents.length === 0 && isCritical(fields, extension)) unknownCriticalExtensions.push('')
  }
  const [takenOverBy] = takenOver
  return {
    additionalInformation,
    qualifications,
    ...(takenOverBy && { takenOverBy }),
    unknownCriticalExtensions,
  }
}

/** Whoever does not say clearly that an extension may be ignored has not said so. */
function isCritical(fields: FieldReader, extension: XmlElement): boolean {
  return booleanOf(fields.attribute(extension, 'Critical')) !== false
}

/** Informative: the status decides. @standard ETSI TS 119 612, clause 5.5.9 */
function readTakenOver(fields: FieldReader, element: XmlElement): TakenOver {
  const uri = onlyChild(element, NAMESPACE.additionalTypes, 'URI')
  const names = onlyChild(element, NAMESPACE.additionalTypes, 'TSPName')
  const territory = onlyChild(element, NAMESPACE.list, 'SchemeTerritory')
  return {
    uri: (uri && textOf(uri)) ?? '',
    names: fields.localTexts(names, 'Name'),
    territory: (territory && textOf(territory)) ?? '',
  }
}
