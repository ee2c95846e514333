import {RedislabError} from '../errors/errors.ts'
import {joinNames} from '../text/join-names.ts'
import {findNearest} from '../text/nearest.ts'
import {shorten} from '../text/shorten.ts'
import {hasSlot, slotCount, slotOfKey} from '../topology/slots.ts'
import type {Role} from '../words.ts'
import type {InstanceStatus, MasterStatus} from './status.ts'

/** What targets are resolved against: what every instance is now. */
export interface LiveInstances {
  readonly instances: readonly InstanceStatus[]
  readonly masters: readonly MasterStatus[]
  /** The sentinel that led the last failover, if that is known. */
  readonly leader?: string
  /** When it was so, as a sentence ends. @default now */
  readonly when?: string
}

type Selector =
  | {readonly kind: 'name'; readonly name: string}
  | {readonly kind: 'role'; readonly role: Role; readonly index?: number}
  | {readonly kind: 'roles'; readonly role: Role | 'all'}
  | {readonly kind: 'leader'}
  /** What was killed, or died, and was not started again. */
  | {readonly kind: 'killed'}
  /** All that run on a host. */
  | {readonly kind: 'host'; readonly host: string}
  /** The master that has a slot. */
  | {readonly kind: 'slot'; readonly slot: number}

/** How a person points at instances: `n2`, `master`, `replica:2`, `replicas`, `all`, `mymaster-2/master`. */
export interface Target {
  readonly text: string
  readonly selector: Selector
  readonly masterName?: string
}

/** What a target can be, for help and error messages. */
export const targetForms =
  'a name (n2, s1), a role (master, replica, replica:2, sentinel, leader), or several (replicas, sentinels, killed, all); in a cluster also shard:2, shard:2/master, slot:866, key:foo; with --hosts also host:NAME'

/** @throws RedislabError OPTION_INVALID when the text has not the form of a target */
export function parseTarget(text: string): Target {
  const ofCluster = parseClusterTarget(text)
  if (ofCluster !== undefined) return ofCluster
  const match = /^(?:([\w.-]+)\/)?([a-z]+)(?::(\d{1,4})|(\d{1,4}))?$/.exec(text)
  const [, masterName, word, index, number] = match ?? []
  const selector = word === undefined ? undefined : select(word, index, number)
  if (selector === undefined) {
    const meant = suggestTarget(text)
    throw new RedislabError('OPTION_INVALID', `"${shorten(text)}" is not a target.`, {
      suggestions: [...(meant === undefined ? [] : [meant]), `A target is ${targetForms}.`],
    })
  }
  return {text, selector, ...(masterName === undefined ? {} : {masterName})}
}

const wordsOfTargets = [
  'master',
  'masters',
  'replica',
  'replicas',
  'sentinel',
  'sentinels',
  'all',
  'leader',
  'killed',
]

/** What was probably meant: words apart, small letters, a role that is misspelt. */
function suggestTarget(text: string): string | undefined {
  const words = text.split(',')
  if (words.length > 1 && words.every((word) => isTarget(word)))
    return `Several stand apart here: ${words.join(' ')}`
  const small = text.toLowerCase()
  const meant = isTarget(small) ? small : findNearest(small, wordsOfTargets)
  return meant === undefined || small === '' ? undefined : `Did you mean ${meant}?`
}

function isTarget(text: string): boolean {
  const [, word, index, number] = /^([a-z]+)(?::(\d{1,4})|(\d{1,4}))?$/.exec(text) ?? []
  return word !== undefined && select(word, index, number) !== undefined
}

/** `host:b` for all that run on a host, `shard:2` for all of a shard, `shard:2/master`, `slot:866` and `key:foo` for the master that has it. */
function parseClusterTarget(text: string): Target | undefined {
  const key = /^key:(.+)$/s.exec(text)?.[1]
  if (key !== undefined) return {text, selector: {kind: 'slot', slot: slotOfKey(key)}}
  const host = /^host:([A-Za-z0-9][\w.-]*)$/.exec(text)?.[1]
  if (host !== undefined) return {text, selector: {kind: 'host', host}}
  const slot = /^slot:(\d{1,5})$/.exec(text)?.[1]
  if (slot !== undefined && Number(slot) < slotCount)
    return {text, selector: {kind: 'slot', slot: Number(slot)}}
  const shard = /^shard:(\d{1,4})(?:\/(.+))?$/.exec(text)
  if (shard === null) return undefined
  const masterName = `shard-${shard[1]}`
  const selector =
    shard[2] === undefined ? ({kind: 'roles', role: 'all'} as const) : parseTarget(shard[2]).selector
  return {text, masterName, selector}
}

function select(word: string, index: string | undefined, number: string | undefined): Selector | undefined {
  if (number !== undefined)
    return word === 'n' || word === 's' ? {kind: 'name', name: `${word}${number}`} : undefined
  if (word === 'master' || word === 'replica' || word === 'sentinel') {
    return {kind: 'role', role: word, ...(index === undefined ? {} : {index: Number(index)})}
  }
  if (index !== undefined) return undefined
  if (word === 'masters' || word === 'replicas' || word === 'sentinels') {
    return {kind: 'roles', role: word.slice(0, -1) as Role}
  }
  if (word === 'all') return {kind: 'roles', role: 'all'}
  return word === 'leader' || word === 'killed' ? {kind: word} : undefined
}

/**
 * Finds the instances that a target means now. A singular role means exactly one master, or the first replica or
 * sentinel; a plural one means all of them, at least one.
 *
 * @throws RedislabError TARGET_NOT_FOUND, TARGET_AMBIGUOUS
 */
export function resolveTarget(target: Target, live: LiveInstances): readonly InstanceStatus[] {
  const {selector, masterName, text} = target
  const group = masterName === undefined ? live.instances : live.instances.filter(byMasterName(masterName))
  if (masterName !== undefined && !live.masters.some(({name}) => name === masterName)) {
    throw new RedislabError(
      'TARGET_NOT_FOUND',
      text.startsWith('shard:')
        ? `There is no shard ${masterName.slice('shard-'.length)} in this deployment.`
        : `There is no master named "${masterName}" in this deployment.`,
      {
        suggestions: [
          text.startsWith('shard:') && !live.masters.some(({shard}) => shard !== undefined)
            ? 'Only a cluster has shards: redislab up 3m3r --cluster'
            : `Its masters are ${live.masters.map(({name}) => name).join(', ')}.`,
        ],
      },
    )
  }
  switch (selector.kind) {
    case 'name':
      return [group.find(({name}) => name === selector.name) ?? notFound(text, live)]
    case 'leader':
      return [group.find(({name}) => name === live.leader) ?? noLeader()]
    case 'killed': {
      const found = group.filter(({state}) => state === 'dead')
      return found.length > 0 ? found : noneKilled()
    }
    case 'host':
      return onHost(selector.host, live)
    case 'slot':
      return [masterOfSlot(selector.slot, live)]
    case 'roles': {
      const found = selector.role === 'all' ? group : group.filter(({role}) => role === selector.role)
      return found.length > 0 ? found : notFound(text, live)
    }
    case 'role':
      return [selector.role === 'master' ? oneMaster(target, live) : nth(target, group, live)]
  }
}

function onHost(host: string, {instances}: LiveInstances): readonly InstanceStatus[] {
  const found = instances.filter((instance) => instance.onHost === host)
  if (found.length > 0) return found
  const known = [...new Set(instances.flatMap((instance) => instance.onHost ?? []))]
  throw new RedislabError('TARGET_NOT_FOUND', `No instance runs on a host "${host}".`, {
    suggestions: [
      known.length > 0
        ? `The hosts are ${joinNames(known)}.`
        : 'Only with --hosts there are any: redislab up 1m2r3s --hosts a,b,c --server image:redis',
    ],
  })
}

function masterOfSlot(slot: number, live: LiveInstances): InstanceStatus {
  const {instances, masters} = live
  const owner = masters.find(({shard}) => shard !== undefined && hasSlot(shard.slots, slot))
  const instance = instances.find(({name}) => name === owner?.instance)
  if (instance !== undefined) return instance
  const isCluster = masters.some(({shard}) => shard !== undefined)
  throw new RedislabError('TARGET_NOT_FOUND', `No master has the slot ${slot} ${whenOf(live)}.`, {
    suggestions: [
      isCluster
        ? 'See who has which: redislab status'
        : 'Only a cluster has slots: redislab up 3m3r --cluster',
    ],
  })
}

function byMasterName(masterName: string) {
  return (instance: InstanceStatus) => instance.kind === 'sentinel' || instance.masterName === masterName
}

function nth(
  {text, selector}: Target,
  group: readonly InstanceStatus[],
  live: LiveInstances,
): InstanceStatus {
  if (selector.kind !== 'role') return notFound(text, live)
  const found = group.filter(({role}) => role === selector.role)
  const instance = found[(selector.index ?? 1) - 1]
  if (instance !== undefined) return instance
  if (selector.index === undefined || found.length === 0) return notFound(text, live)
  throw new RedislabError(
    'TARGET_NOT_FOUND',
    `There is no ${selector.role} number ${selector.index}: there ${found.length === 1 ? 'is' : 'are'} ${found.length} ${whenOf(live)}.`,
    {
      suggestions: [
        `${found.length === 1 ? 'It is' : 'They are'} ${found.map(({name}) => name).join(', ')}.`,
      ],
    },
  )
}

function oneMaster({masterName, text, selector}: Target, live: LiveInstances): InstanceStatus {
  const groups =
    masterName === undefined ? live.masters : live.masters.filter(({name}) => name === masterName)
  if (selector.kind === 'role' && selector.index !== undefined) {
    const chosen = groups[selector.index - 1]
    if (chosen === undefined) return notFound(text, live)
    return oneMaster({text, selector: {kind: 'role', role: 'master'}, masterName: chosen.name}, live)
  }
  const [group, second] = groups
  if (group === undefined) return notFound(text, live)
  if (second !== undefined) {
    throw new RedislabError('TARGET_AMBIGUOUS', `"${text}" could be any of ${groups.length} masters.`, {
      suggestions: [
        `Say which: ${groups
          .slice(0, 3)
          .map(({name}) => `${name}/master`)
          .join(', ')}${groups.length > 3 ? ', …' : ''}; or all of them: masters.`,
      ],
      details: {claimedBy: groups.flatMap(({claimedBy}) => claimedBy)},
    })
  }
  if (group.claimedBy.length > 1) {
    throw new RedislabError(
      'TARGET_AMBIGUOUS',
      `${group.claimedBy.length} instances claim to be master of ${group.name}: ${group.claimedBy.join(' and ')}.`,
      {
        suggestions: [`Name the one you mean: ${group.claimedBy.join(' or ')}.`],
        details: {claimedBy: group.claimedBy},
      },
    )
  }
  const instance = live.instances.find(({name}) => name === group.instance)
  if (instance !== undefined) return instance
  const members = live.instances.filter(({masterName: name, kind}) => kind === 'redis' && name === group.name)
  throw new RedislabError('TARGET_NOT_FOUND', `No instance of ${group.name} is master ${whenOf(live)}.`, {
    suggestions: [
      `Name the instance you mean: ${members.map(({name, state, role}) => `${name} (${state === 'running' ? role : state})`).join(', ')}.`,
    ],
    details: {claimedBy: []},
  })
}

function whenOf({when = 'now'}: LiveInstances): string {
  return when
}

function noLeader(): never {
  throw new RedislabError('TARGET_NOT_FOUND', 'No sentinel has led a failover yet.', {
    suggestions: ['Name a sentinel instead: s1, sentinel, sentinels.'],
  })
}

function noneKilled(): never {
  throw new RedislabError('TARGET_NOT_FOUND', 'No instance was killed that does not run again.', {
    suggestions: ['See what runs: redislab status'],
  })
}

function notFound(text: string, live: LiveInstances): never {
  const present = live.instances.map(
    ({name, role, state}) => `${name} (${state === 'running' ? role : state})`,
  )
  const shown = present.length > 12 ? [...present.slice(0, 12), '…'] : present
  throw new RedislabError('TARGET_NOT_FOUND', `No instance is "${text}" ${whenOf(live)}.`, {
    suggestions: [`There are ${shown.join(', ')}.`],
  })
}
