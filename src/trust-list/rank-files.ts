import { formatInstant } from '../core/time.ts'
import { undetermined, violated } from '../requirements/finding.ts'
import type { AuthenticFile, ListFile, TerritoryLists, TrustListSet } from './trust-list-set.ts'

/** Puts files to the territories that they state, and in each territory the one that counts first. */
export function rankFiles(
  territories: readonly string[],
  files: readonly ListFile[],
): Pick<TrustListSet, 'territories' | 'others'> {
  const known = new Set(territories)
  const isKnown = ({ claims }: ListFile) => known.has(claims?.territory ?? '')
  return {
    territories: territories.map(territory =>
      rank(
        territory,
        files.filter(({ claims }) => claims?.territory === territory),
      ),
    ),
    others: files.filter(file => !isKnown(file)),
  }
}

/**
 * Authentic files first; of those the higher sequence number, then the later issue, then the digest. Of the
 * others, which say nothing that is believed, the digest alone: the order in which files were given decides
 * nothing.
 */
function rank(territory: string, files: readonly ListFile[]): TerritoryLists {
  const authentic = files.filter(file => file.outcome === 'authentic').toSorted(compareFiles)
  const rejected = files.filter(file => file.outcome !== 'authentic').toSorted(compareDigests)
  const [first, ...others] = [...authentic, ...rejected]
  if (!first) return { territory, others }
  return { territory, file: first.outcome === 'authentic' ? withTwins(first, authentic) : first, others }
}

function compareFiles(a: AuthenticFile, b: AuthenticFile): number {
  const [x, y] = [a.list.content, b.list.content]
  return y.sequenceNumber - x.sequenceNumber || y.issued - x.issued || compareDigests(a, b)
}

function compareDigests(a: ListFile, b: ListFile): number {
  if (a.sha256 === b.sha256) return 0
  return a.sha256 < b.sha256 ? -1 : 1
}

/**
 * Two authentic files may have one number and say different things; it happens. The one issued later counts,
 * and a warning tells of it. Where they were issued at one moment, nobody can say which one counts, so none
 * does.
 */
function withTwins(file: AuthenticFile, authentic: readonly AuthenticFile[]): ListFile {
  const { digest, content } = file.list
  const { sequenceNumber, issued } = content
  const twins = authentic.filter(
    ({ list }) => list.digest !== digest && list.content.sequenceNumber === sequenceNumber,
  )
  if (twins.length === 0) return file
  const facts = { sequenceNumber, issued: formatInstant(issued), others: twins.map(({ sha256 }) => sha256) }
  if (!twins.some(({ list }) => list.content.issued === issued)) {
    return { ...file, checks: [...file.checks, violated('trust-list.sequence', 'ambiguous', facts)] }
  }
  const { list: _, ...rejected } = file
  const check = undetermined('trust-list.issue', 'ambiguous', facts)
  return { ...rejected, outcome: 'refused', reason: 'ambiguous', checks: [...file.checks, check] }
}
