import { createHash } from 'node:crypto'
import type { Mint } from './authorities.ts'
import { daysAfter } from './moments.ts'
import { commonPlan, pointerTo, publish, type Scheme, signerOf, soundList } from './schemes.ts'
import type { TestNotice } from './test-world.ts'
import type { ListPlan } from './trust-lists.ts'
import type { ListSigner } from './xades.ts'

/** The list of lists, and how it came to its signer. */
export interface ListOfLists {
  readonly plan: ListPlan
  /** Oldest first. */
  readonly pivots: readonly PivotFile[]
  readonly notice: TestNotice
  readonly earlierNotice: TestNotice
}

export interface PivotFile {
  readonly location: string
  /** XML. */
  readonly bytes: Uint8Array
}

/** The schemes that the list of lists points to, and where all of it is published. */
export interface Surroundings {
  readonly nationals: readonly Scheme[]
  /** An address without a slash at the end. */
  readonly base: string
}

/**
 * The list of lists after two changes of signers. A pivot is the list of lists of its time: in the first one the first
 * signer announces the second, in the second one that announces the third, who signs today.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1
 */
export async function createListOfLists(
  mint: Mint,
  scheme: Scheme,
  { nationals, base }: Surroundings,
): Promise<ListOfLists> {
  const { territory, signer } = scheme
  const first = await signerOf(mint, territory, 'First List Signer')
  const second = await signerOf(mint, territory, 'Second List Signer')
  const [older, newer] = [pivotAddress(base, OLDER), pivotAddress(base, NEWER)]
  const planned = (edition: Edition): ListPlan => ({
    ...commonPlan(scheme, daysAfter(mint.now, -edition.age)),
    version: edition.version,
    sequenceNumber: edition.number,
    informationUris: [...edition.uris, EARLIER_NOTICE, ...PAGES],
    pointers: [pointerTo(scheme, edition.signers), ...nationals.map(national => pointerTo(national))],
    providers: [],
  })
  const pivot = async (location: string, signer: ListSigner, edition: Edition): Promise<PivotFile> => ({
    location,
    bytes: await publish(mint, { ...scheme, signer }, soundList(planned(edition))),
  })
  return {
    plan: planned({ version: 6, number: 390, age: 10, uris: [NOTICE, newer, older], signers: [signer] }),
    pivots: [
      await pivot(older, first, { ...OLDER, uris: [older], signers: [first, second] }),
      await pivot(newer, second, { ...NEWER, uris: [newer, older], signers: [second, signer] }),
    ],
    notice: noticeOf('test', NOTICE, signer),
    earlierNotice: noticeOf('test-earlier', EARLIER_NOTICE, first),
  }
}

/** The list of lists as it was, or is. */
interface Edition extends EditionNumber {
  /** What stands before the earlier notice in SchemeInformationURI, newest first. */
  readonly uris: readonly string[]
  /** Who may sign the next edition, the signer of this one included. */
  readonly signers: readonly ListSigner[]
}

interface EditionNumber {
  readonly version: 5 | 6
  readonly number: number
  /** Days since its issue. */
  readonly age: number
}

const OLDER: EditionNumber = { version: 5, number: 282, age: 1096 }
const NEWER: EditionNumber = { version: 5, number: 378, age: 400 }

/** Readers find the number of a pivot in its address. */
function pivotAddress(base: string, { number }: EditionNumber): string {
  return `${base}/eu-lotl-pivot-${number}.xml`
}

function noticeOf(id: string, location: string, { certificate }: ListSigner): TestNotice {
  const sha256 = createHash('sha256').update(certificate).digest('hex')
  return { id, locations: [location], certificates: [sha256] }
}

const NOTICE = 'https://journal.example/C/test/notice'
const EARLIER_NOTICE = 'https://journal.example/C/test/earlier-notice'
/** Pages for people, which are no pivots. */
const PAGES = ['https://lists.example/pivot-lotl-explanation.html', 'https://lists.example/legal-notice.html']
