import type { Certificate } from '../certificate/certificate.ts'
import { isNamedRevoked, isUnsearched } from './combine.ts'
import { checkCrls } from './crl/check.ts'
import type { CrlQuestion } from './crl/question.ts'
import type { Issuer } from './issuer.ts'
import type { StatusMaterial } from './material.ts'
import { checkOcsp } from './ocsp/check.ts'
import type { DelegateStanding } from './ocsp/signer.ts'
import type { StatusEvidence } from './status.ts'
import { crlQuestion, ocspQuestion, type StatusContext, type StatusSubject } from './status-context.ts'

// What the material says of those who signed it. A response is judged by what lists and other responses say
// of its delegate, a list by what other lists and responses say of its signer. Each of these questions asks
// fewer things than the one that led to it: what a response says of a signer is judged by lists alone, and
// what lists say of a delegate without any response.

type Watch = (delegate: Certificate) => Promise<DelegateStanding>

/**
 * Tells what lists and responses say of a delegate of an issuer, be it a response that it has signed itself:
 * whether that stands alone or beside others makes no difference. Undefined where there is nothing that
 * could.
 *
 * @standard RFC 6960, section 4.2.2.2.1
 */
export function delegateWatch(
  issuer: Issuer,
  material: StatusMaterial,
  context: StatusContext,
): Watch | undefined {
  const { lists, responses } = material
  if (lists.length + responses.length === 0) return undefined
  return once(async delegate => {
    const subject = { certificate: delegate, issuer, isSigner: true }
    const listed = lists.length === 0 ? [] : await checkCrls(crlQuestion(subject, material, context))
    return standingBy([...listed, ...(await responsesAbout(subject, material, context))])
  })
}

/** What responses say of the signer of a list, for the question about the list. */
export function listSignerWatch(
  material: StatusMaterial,
  context: StatusContext,
): Pick<CrlQuestion, 'responsesAbout'> {
  if (material.responses.length === 0) return {}
  return {
    responsesAbout: (certificate, issuer) =>
      responsesAbout({ certificate, issuer, isSigner: true }, material, context),
  }
}

function responsesAbout(
  subject: StatusSubject,
  material: StatusMaterial,
  context: StatusContext,
): Promise<readonly StatusEvidence[]> {
  const { issuer } = subject
  const standingOf = once(async delegate =>
    standingBy(
      await checkCrls(crlQuestion({ certificate: delegate, issuer, isSigner: true }, material, context)),
    ),
  )
  const question = { ...ocspQuestion(subject, context), standingOf }
  return Promise.all(material.responses.map(async ({ bytes }) => checkOcsp(bytes, question)))
}

function standingBy(evidence: readonly StatusEvidence[]): DelegateStanding {
  if (isNamedRevoked(evidence)) return 'revoked'
  return evidence.some(isUnsearched) ? 'open' : 'not-named'
}

/** Asks once about a certificate, however many responses it signed. */
function once(ask: Watch): Watch {
  const known = new Map<Certificate, ReturnType<Watch>>()
  return delegate => {
    const answer = known.get(delegate) ?? ask(delegate)
    known.set(delegate, answer)
    return answer
  }
}
