import { formatInstant } from '../core/time.ts'
import { violated } from '../requirements/finding.ts'
import type { AuthenticFile, ListFile, TerritoryLists, TrustListSet } from './trust-list-set.ts'

/** Puts files to the territories that they state, and in each territory the one that counts first. */
export function rankFiles(
  territories: readonly string[],
  files: readonly ListFile[],
): Pick<TrustListSet, 'territories' | 'others'> {
  const known = new Set(territories)
  const isKnown = ({ claims }: ListFile) => claims !== undefined && known.has(claims.territory)
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

/** Authentic files first; of those the higher sequence number, then the later issue, then the order of their digests. */
function rank(territory: string, files: readonly ListFile[]): TerritoryLists {
  const authentic = files.filter(file => file.outcome === 'authentic').toSorted(compareFiles)
  const rejected = files.filter(file => file.outcome !== 'authentic')
  const [first, ...others] = [...authentic, ...rejected]
  if (!first) return { territory, others }
  return { territory, file: first.outcome === 'authentic' ? withTwins(first, authentic) : first, others }
}

function compareFiles(a: AuthenticFile, b: AuthenticFile): number {
  const [x, y] = [a.list.content, b.list.content]
  return y.sequenceNumber - x.sequenceNumber || y.issued - x.issued || (a.sha256 < b.sha256 ? -1 : 1)
}

/** Tells of authentic files with the same number and other contents; they happen, and one of them must be used. */
function withTwins(file: AuthenticFile, authentic: readonly AuthenticFile[]): AuthenticFile {
  const { sequenceNumber, issued } = file.list.content
  const twins = authentic.filter(
    other => other.sha256 !== file.sha256 && other.list.content.sequenceNumber === sequenceNumber,
  )
  if (twins.length === 0) return file
  const facts = { sequenceNumber, issued: formatInstant(issued), others: twins.map(({ sha256 }) => sha256) }
  return { ...file, checks: [...file.checks, violated('trust-list.sequence', 'ambiguous', facts)] }
}
