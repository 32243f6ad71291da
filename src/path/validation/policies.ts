import type { PolicyInformation, PolicyMapping } from '../../certificate/extensions.ts'
import { POLICY } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'

/**
 * A policy that is valid down to one certificate of the path. Each depth has one node for a policy, however
 * many parents it has, which is what keeps the graph small where the tree of RFC 5280 grew without bound.
 *
 * @standard RFC 9618, section 5.2
 */
export interface PolicyNode {
  /** valid_policy. */
  readonly policy: Oid
  /** Nodes of the depth above; none for the first node. */
  readonly parents: readonly PolicyNode[]
  /** expected_policy_set: what satisfies this policy in the next certificate. */
  readonly expected: readonly Oid[]
}

/**
 * The nodes of the depth that was reached last, by their policies: the graph hangs on them by their parents.
 * Nothing is pruned: a node without children is on the way to no node of the last depth, so it is never met.
 * Empty is what the RFC calls NULL.
 */
export interface PolicyGraph {
  readonly deepest: ReadonlyMap<Oid, PolicyNode>
  /** Nodes that may still be made. Below zero, the budget is spent and the graph no answer. */
  readonly budget: number
  /** Policies that nodes may still be mapped to. Where there are more, the budget is spent as well. */
  readonly mapped: number
}

/** One node, anyPolicy, which expects anyPolicy. @standard RFC 9618, section 5.2 (6.1.2 (a)) */
export function initialGraph(budget: number): PolicyGraph {
  return { deepest: ROOT, budget, mapped: budget * MAPPED_TO }
}

/** Policies that a node may be mapped to, taken over all nodes: of real ones hardly any has two. */
const MAPPED_TO = 20

const ROOT: PolicyGraph['deepest'] = new Map([
  [POLICY.any, { policy: POLICY.any, parents: [], expected: [POLICY.any] }],
])

/** NULL, in the words of the RFC. */
export function isEmptyGraph({ deepest }: PolicyGraph): boolean {
  return deepest.size === 0
}

/** @standard RFC 9618, section 5.3 (6.1.3 (e)) */
export function emptyGraph(graph: PolicyGraph): PolicyGraph {
  return { ...graph, deepest: new Map() }
}

/**
 * Goes one certificate down: the policies that it asserts and that are expected become the next depth.
 *
 * @param acceptsAny Whether anyPolicy counts in this certificate: it is not inhibited, or the certificate is
 *   self-issued and not the last.
 * @standard RFC 9618, section 5.3 (6.1.3 (d))
 */
export function descend(
  graph: PolicyGraph,
  policies: readonly PolicyInformation[],
  acceptsAny: boolean,
): PolicyGraph {
  const expecting = expectingNodes(graph)
  const any = graph.deepest.get(POLICY.any)
  const deepest = new Map<Oid, PolicyNode>()
  let { budget } = graph
  for (const { policyIdentifier: policy } of policies) {
    const parents = expecting.get(policy) ?? (any === undefined ? [] : [any])
    if (policy !== POLICY.any && parents.length > 0) add(policy, parents)
  }
  if (acceptsAny && policies.some(({ policyIdentifier }) => policyIdentifier === POLICY.any)) {
    for (const [policy, parents] of expecting) if (!deepest.has(policy)) add(policy, parents)
  }
  return { deepest, budget, mapped: graph.mapped }

  function add(policy: Oid, parents: readonly PolicyNode[]): void {
    if (--budget >= 0) deepest.set(policy, { policy, parents, expected: [policy] })
  }
}

/** For each policy that is expected, the nodes that expect it. */
function expectingNodes({ deepest }: PolicyGraph): ReadonlyMap<Oid, readonly PolicyNode[]> {
  const expecting = new Map<Oid, PolicyNode[]>()
  for (const node of deepest.values()) {
    for (const policy of node.expected) {
      const found = expecting.get(policy)
      if (found === undefined) expecting.set(policy, [node])
      else found.push(node)
    }
  }
  return expecting
}

/** For each issuerDomainPolicy of an authority the subjectDomainPolicies, each once. */
export type MappedPolicies = ReadonlyMap<Oid, readonly Oid[]>

/**
 * Applies the policy mappings of an authority to the depth of its own certificate.
 *
 * @param allowed Whether mapping is not inhibited; where it is, what would be mapped is no longer valid.
 * @standard RFC 9618, section 5.4 (6.1.4 (b))
 */
export function map(graph: PolicyGraph, mappings: MappedPolicies, allowed: boolean): PolicyGraph {
  if (allowed) return mapDepth(graph, mappings)
  const deepest = new Map([...graph.deepest].filter(([policy]) => !mappings.has(policy)))
  return { ...graph, deepest }
}

/** Without anyPolicy nothing is mapped but what is valid; with it, whatever is mapped becomes valid. */
function mapDepth(graph: PolicyGraph, mappings: MappedPolicies): PolicyGraph {
  const before = graph.deepest
  const deepest = new Map(before)
  const any = before.get(POLICY.any)
  let { budget, mapped } = graph
  for (const policy of any === undefined ? before.keys() : mappings.keys()) {
    const expected = mappings.get(policy)
    if (expected === undefined) continue
    const node = before.get(policy)
    mapped -= expected.length
    if (mapped < 0) return { deepest, mapped, budget: SPENT }
    if (node === undefined && --budget < 0) break
    // A child of the anyPolicy one depth higher, which is the parent of this depth's anyPolicy.
    deepest.set(policy, { policy, parents: (node ?? any)?.parents ?? [], expected })
  }
  return { deepest, budget, mapped }
}

const SPENT = -1

export function groupMappings(mappings: readonly PolicyMapping[]): MappedPolicies {
  const groups = new Map<Oid, Set<Oid>>()
  for (const { issuerDomainPolicy, subjectDomainPolicy } of mappings) {
    const group = groups.get(issuerDomainPolicy) ?? new Set()
    groups.set(issuerDomainPolicy, group.add(subjectDomainPolicy))
  }
  return new Map([...groups].map(([policy, expected]) => [policy, [...expected]]))
}

/** The policies that a path is valid for. */
export interface PolicySets {
  /** In the terms of the anchor's domain; anyPolicy among them stands for all that nobody excluded. */
  readonly authorityConstrained: readonly Oid[]
  /** Of these, those that the user asked for. */
  readonly userConstrained: readonly Oid[]
}

/**
 * The policies under which the whole path stands, and those of them that the user accepts.
 *
 * @param accepted user-initial-policy-set; with anyPolicy in it, every policy is accepted.
 * @standard RFC 9618, section 5.5 (6.1.5 (g))
 */
export function policySets(graph: PolicyGraph, accepted: readonly Oid[]): PolicySets {
  if (isEmptyGraph(graph)) return { authorityConstrained: [], userConstrained: [] }
  const authorityConstrained = authorityPolicies(graph)
  if (accepted.includes(POLICY.any)) return { authorityConstrained, userConstrained: authorityConstrained }
  if (authorityConstrained.includes(POLICY.any))
    return { authorityConstrained, userConstrained: [...new Set(accepted)] }
  const wanted = new Set(accepted)
  return { authorityConstrained, userConstrained: authorityConstrained.filter(policy => wanted.has(policy)) }
}

/**
 * The topmost policies above the last depth: those whose only parent is anyPolicy, and anyPolicy where it
 * reached the end.
 */
function authorityPolicies({ deepest }: PolicyGraph): readonly Oid[] {
  const found = new Set<Oid>(deepest.has(POLICY.any) ? [POLICY.any] : [])
  const seen = new Set<PolicyNode>()
  const open = [...deepest.values()]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue
    seen.add(node)
    const [parent, ...others] = node.parents
    if (node.policy !== POLICY.any && others.length === 0 && parent?.policy === POLICY.any)
      found.add(node.policy)
    open.push(...node.parents)
  }
  return found.size < 2 ? [...found] : [...found].toSorted()
}
