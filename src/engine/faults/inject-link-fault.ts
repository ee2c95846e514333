import type {LinkFaultReport} from '../../core/contract/fault-report.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import {findTornHost, linksBetweenHosts} from '../../core/links/host-links.ts'
import {type Cut, clients, type Link, type LinkPart, linksBetween, type Shape} from '../../core/links/link.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import {cutLinks, healParts, isShaped, partsAt, partsOf, shapeLinks} from '../../core/links/rules.ts'
import type {InstanceStatus} from '../../core/status/status.ts'
import {joinNames} from '../../core/text/join-names.ts'
import {hasHosts, type Plan} from '../../core/topology/plan.ts'
import {wholeHosts} from '../../core/topology/spread.ts'
import {reviveRelay, sendRules} from '../links/relay-process.ts'
import {appendJournal} from '../state/journal.ts'
import {writeRecord} from '../state/record.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import type {FaultContext} from './inject.ts'

/** The ends of links that targets mean now: instances, and `clients` where that was said. */
export interface Ends {
  readonly instances: readonly InstanceStatus[]
  readonly hasClients: boolean
}

/** What was done, and which parts of which rules came of it: what would heal it. */
export interface InjectedLinkFault {
  readonly report: LinkFaultReport
  readonly parts: readonly LinkPart[]
}

/**
 * @throws RedislabError WRONG_STATE when the deployment has no links
 */
export function requireLinks({links, plan}: DeploymentRecord): NonNullable<DeploymentRecord['links']> {
  if (links !== undefined) return links
  const cluster = plan.mode === 'cluster' ? ' --cluster' : ''
  const hosts = hasHosts(plan) ? ' --hosts …' : ''
  throw new RedislabError(
    'WRONG_STATE',
    `"${plan.name}" has no links to cut or heal: its instances reach each other directly.`,
    {
      suggestions: [
        `Start it again with links: redislab up ${plan.topology}${cluster}${hosts} --links --replace`,
        'redislab pause TARGET freezes an instance, which others see much like a cut.',
      ],
      details: {deployment: plan.name},
    },
  )
}

/**
 * Changes the rules of links: on record, and at the relay, which has taken them over when this returns.
 *
 * @param others the other side: from whom, to whom
 * @throws RedislabError WRONG_STATE when the relay does not run; only healing brings it back
 */
export async function injectLinkFault(
  fault: LinkFault,
  {ends, others}: {ends: Ends; others: Ends | undefined},
  context: FaultContext,
): Promise<InjectedLinkFault> {
  const {host, directory, record, forMs, isHeal, seen} = context
  const links = requireLinks(record)
  if (fault.kind === 'heal') await reviveRelay(context)
  else await requireRelay(context)
  const change = changeOf(fault, record, namesOf(ends), othersOf(record, ends, others))
  requireWholeHosts(change.links, record.plan)
  if (change.links.length === 0 && fault.kind !== 'heal') {
    throw new RedislabError('OPTION_INVALID', 'There is no link between these: one side is empty.', {
      suggestions: ['Name two that differ: redislab partition n1 --from n2'],
    })
  }
  const at = new Date()
  const instances = ends.instances.map(({name, address, role, pid}) => ({name, address, role, pid}))
  const names = instances.map(({name}) => name)
  // Before anything is done: a reader of the journal sees the fault before its consequences.
  await appendJournal(directory, at, {
    kind: 'fault-injected',
    fault: fault.kind,
    instances: names,
    ...hostsOf(names, record.plan),
    links: change.links,
    ...change.rule,
    forMs,
    heal: isHeal || undefined,
    seen,
  })
  const before = links.rules
  links.rules = change.rules.map((rule) => ({...rule}))
  try {
    await sendRules({host, directory, record})
  } catch (error) {
    links.rules = before
    const failed = {fault: fault.kind, instances: names, reason: messageOf(error)}
    await appendJournal(directory, new Date(), {kind: 'fault-failed', ...failed})
    throw error
  }
  await writeRecord(directory, record)
  return {
    report: {fault: fault.kind, instances, links: change.links, at: at.toISOString()},
    parts: change.parts,
  }
}

interface Change {
  readonly rules: ReturnType<typeof cutLinks>
  readonly links: readonly Link[]
  readonly parts: readonly LinkPart[]
  /** What holds there now, for the journal. */
  readonly rule: Shape & {readonly cut?: Cut}
}

function changeOf(
  fault: LinkFault,
  record: DeploymentRecord,
  names: readonly string[],
  others: readonly string[],
): Change {
  const {rules} = requireLinks(record)
  const between = (from: readonly string[], to: readonly string[]) =>
    linksBetweenHosts(linksBetween(from, to), record.plan.instances)
  switch (fault.kind) {
    case 'partition': {
      const {oneWay = false, cut = 'stall'} = fault
      const heard = between(others, names)
      const links = oneWay ? heard : unique([...between(names, others), ...heard])
      return {
        rules: cutLinks(rules, links, cut),
        links,
        parts: links.map((link) => ({...link, part: 'cut'})),
        rule: {cut},
      }
    }
    case 'delay': {
      const shape = shapeOf(fault)
      const links = between(names, others)
      return {
        rules: shapeLinks(rules, links, shape),
        links,
        parts: links.map((link) => ({...link, part: 'shape'})),
        rule: shape,
      }
    }
    case 'heal': {
      const parts = fault.parts ?? (names.length === 0 ? rules.flatMap(partsOf) : partsAt(rules, names))
      const links = unique(parts.map(({from, to}) => ({from, to})))
      return {rules: healParts(rules, parts), links, parts, rule: {}}
    }
  }
}

function shapeOf({delayMs, jitterMs, bytesPerSecond}: LinkFault & {kind: 'delay'}): Shape {
  const shape = {delayMs, jitterMs, bytesPerSecond}
  if (isShaped(shape)) return shape
  throw new RedislabError('OPTION_INVALID', 'A delay needs a time, a jitter or a bandwidth.', {
    suggestions: ['redislab delay n1 200ms', 'redislab delay n1 --bandwidth 1mb'],
  })
}

function namesOf({instances, hasClients}: Ends): readonly string[] {
  return [...instances.map(({name}) => name), ...(hasClients ? [clients] : [])]
}

/**
 * Those that were named, or all instances, without the targets themselves: they stay together. Where nobody is left
 * then, the targets are parted from each other.
 */
function othersOf({plan}: DeploymentRecord, ends: Ends, others: Ends | undefined): readonly string[] {
  const named = namesOf(ends)
  const asked = others === undefined ? plan.instances.map(({name}) => name) : namesOf(others)
  const rest = asked.filter((name) => !named.includes(name))
  return rest.length === 0 ? asked : rest
}

function unique(links: readonly Link[]): readonly Link[] {
  const byKey = new Map(links.map((link) => [`${link.from}>${link.to}`, link]))
  return [...byKey.values()]
}

/** The hosts that are named as a whole. */
function hostsOf(names: readonly string[], {instances}: Plan): {readonly hosts?: readonly string[]} {
  const hosts = wholeHosts(instances, names)
  return hosts.length === 0 ? {} : {hosts}
}

/** @throws RedislabError NOT_SUPPORTED for a link of an instance that the relay cannot tell from the others of its host */
function requireWholeHosts(links: readonly Link[], {instances}: Plan): void {
  const torn = findTornHost(links, instances)
  if (torn === undefined) return
  const {host, names, left} = torn
  throw new RedislabError(
    'NOT_SUPPORTED',
    `Links between hosts are cut and slowed down for a whole host: ${joinNames(names)} without ${joinNames(left)} is not all of ${host}.`,
    {
      suggestions: [
        `Name the host: host:${host}`,
        'Clients are told apart from each instance: redislab partition n1 --from clients',
      ],
      details: {host, named: names, left},
    },
  )
}

async function requireRelay({host, record}: FaultContext): Promise<void> {
  const identity = record.links?.process ?? null
  if (identity !== null && (await host.look(identity)) !== undefined) return
  throw new RedislabError('WRONG_STATE', 'The links are down: their relay does not run.', {
    suggestions: ['Bring it back, with all links restored: redislab heal'],
  })
}
