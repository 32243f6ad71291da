import { describe, expect, test } from 'vitest'
import { DEFAULT_PATH_BUDGET, type PathBudget } from '../../../src/path/budget.ts'
import { checkPath, type PathValidation } from '../../../src/path/validation/check-path.ts'
import { PathChecks } from '../../../src/path/validation/check-paths.ts'
import { keyRing } from '../../support/chains.ts'
import { Random } from '../../support/random.ts'
import { type Mesh, randomMesh } from './random-mesh.ts'

/** What paths of a search share changes nothing of what is found about each of them. */

const keys = keyRing(4)
const meshes = Array.from({ length: 50 }, (_, seed) => randomMesh(new Random(seed), keys))

/** What the paths come to one after the other, as those of one search. */
function together({ paths, rules }: Mesh): readonly PathValidation[] {
  const checks = new PathChecks(rules)
  return paths.map(path => checks.check(path))
}

/** What each comes to alone. */
function alone({ paths, rules }: Mesh): readonly PathValidation[] {
  return paths.map(path => checkPath(path, rules))
}

test('paths of one search are judged as each of them alone', () => {
  for (const [i, mesh] of meshes.entries()) {
    const others = alone(mesh)
    for (const [k, { comparisons, ...found }] of together(mesh).entries()) {
      const { comparisons: own = -1, ...expected } = others[k] ?? {}
      expect(found, `mesh ${i}, path ${k}`).toEqual(expected)
      expect(comparisons).toBeLessThanOrEqual(own)
    }
  }
})

describe('where a budget is spent, nothing is found that is not so without a limit', () => {
  const limited = ({ paths, rules }: Mesh, budget: Partial<PathBudget>): Mesh => ({
    paths,
    rules: { ...rules, budget: { ...DEFAULT_PATH_BUDGET, ...budget } },
  })
  const told = ({ certificates }: PathValidation) =>
    certificates.map(({ checks }) => checks.filter(({ outcome }) => outcome !== 'undetermined'))

  test.each([1, 10])('of %i comparisons and nodes', limit => {
    for (const [i, mesh] of meshes.entries()) {
      const others = alone(mesh)
      const found = together(limited(mesh, { nameComparisons: limit, policyNodes: limit }))
      for (const [k, each] of found.entries()) {
        const other = others[k]
        if (other === undefined) throw new Error('no such path')
        if (each.outcome !== 'undetermined') expect(each.outcome, `mesh ${i}`).toBe(other.outcome)
        for (const [at, checks] of told(each).entries())
          expect(told(other)[at], `mesh ${i}, path ${k}`).toEqual(expect.arrayContaining(checks))
      }
    }
  })
})

test('there are paths of each outcome, which share what they compare', () => {
  const all = meshes.flatMap(alone)
  const share = (outcome: string) => all.filter(each => each.outcome === outcome).length / all.length
  expect(Math.min(...['valid', 'invalid', 'undetermined'].map(share))).toBeGreaterThan(0.03)
  const compared = (of: readonly PathValidation[]) => of.reduce((sum, each) => sum + each.comparisons, 0)
  expect(compared(meshes.flatMap(together))).toBeLessThan(0.8 * compared(all))
})
