import { createHash } from 'node:crypto'
import type { Mint } from '../certificates/authorities.ts'
import { daysAfter } from '../moments.ts'
import type { TestNotice } from '../test-world.ts'
import { commonPlan, pointerTo, publish, type Scheme, signerOf, soundList } from './schemes.ts'
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

/** What every edition of the list of lists is made from. */
export interface Setting {
  readonly mint: Mint
  /** As it is today. */
  readonly scheme: Scheme
  /** Whom the list points to. */
  readonly nationals: readonly Scheme[]
  /** Where all of it is published, an address without a slash at the end. */
  readonly base: string
}

/**
 * The list of lists after two changes of signers. A pivot is the list of lists of its time: in the first one
 * the first signer announces the second, in the second one that announces the third, who signs today.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.1
 */
export async function createListOfLists(setting: Setting): Promise<ListOfLists> {
  const { mint, scheme, base } = setting
  const first = await signerOf(mint, scheme.territory, 'First List Signer')
  const second = await signerOf(mint, scheme.territory, 'Second List Signer')
  const third = scheme.signer
  const [older, newer] = [pivotAddress(base, OLDER), pivotAddress(base, NEWER)]
  return {
    plan: planEdition(setting, { ...TODAY, uris: [NOTICE, newer, older], signers: [third] }),
    pivots: [
      await publishPivot(setting, { ...OLDER, uris: [older], signers: [first, second] }),
      await publishPivot(setting, { ...NEWER, uris: [newer, older], signers: [second, third] }),
    ],
    notice: noticeOf('test', NOTICE, third),
    earlierNotice: noticeOf('test-earlier', EARLIER_NOTICE, first),
  }
}

/** The list of lists as it was, or is. */
interface Edition extends EditionNumber {
  /** What stands before the earlier notice in SchemeInformationURI, newest first. */
  readonly uris: readonly string[]
  /** Its own signer, then the one who signs the next editions. */
  readonly signers: readonly [ListSigner, ...ListSigner[]]
}

interface EditionNumber {
  readonly version: 5 | 6
  readonly number: number
  /** Days since its issue. */
  readonly age: number
}

function planEdition({ mint, scheme, nationals }: Setting, edition: Edition): ListPlan {
  return {
    ...commonPlan(scheme, daysAfter(mint.now, -edition.age)),
    version: edition.version,
    sequenceNumber: edition.number,
    informationUris: [...edition.uris, EARLIER_NOTICE, ...PAGES],
    pointers: [pointerTo(scheme, edition.signers), ...nationals.map(national => pointerTo(national))],
    providers: [],
  }
}

async function publishPivot(setting: Setting, edition: Edition): Promise<PivotFile> {
  const [signer] = edition.signers
  const bytes = await publish(
    setting.mint,
    { ...setting.scheme, signer },
    soundList(planEdition(setting, edition)),
  )
  return { location: pivotAddress(setting.base, edition), bytes }
}

const OLDER: EditionNumber = { version: 5, number: 282, age: 1096 }
const NEWER: EditionNumber = { version: 5, number: 378, age: 400 }
const TODAY: EditionNumber = { version: 6, number: 390, age: 10 }

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
