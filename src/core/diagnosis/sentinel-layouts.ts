import type {DirectiveFact, SentinelRowFact, Stated} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {type Conf, findConfs, lastOf} from './confs.ts'
import {groupBy} from './group-by.ts'
import type {Layout, Placed, SentinelLayout} from './survival.ts'

/** Where instances are, and the lines that say so. */
export interface FoundLayout {
  readonly layout: Layout
  /** Whether sentinels say themselves who is on record; else there may be more than what the confs here are of. */
  readonly isWhole: boolean
  readonly stated: readonly Stated[]
  /** The sentinels that see it so, where others were asked, too, and see something else. */
  readonly seenBy?: readonly string[]
}

/** One `sentinel monitor` with what stands beside it. */
interface Watch {
  readonly conf: Conf
  readonly monitor: DirectiveFact
  readonly masterName: string
  readonly sentinels: readonly DirectiveFact[]
  readonly replicas: readonly DirectiveFact[]
}

/** Where masters, replicas and sentinels are, for each master that sentinels watch: by their replies, else by their confs. */
export function findSentinelLayouts(evidence: Case): readonly FoundLayout[] {
  const replied = [...groupBy(evidence.facts('sentinel-row'), ({stream}) => stream)].flatMap(
    ([stream, rows]) => layoutOfRows(rows).map((found) => ({...found, name: instanceNameOf(stream)})),
  )
  const fromRows = [...groupBy(replied, ({layout}) => layout.masterName).values()].flatMap(compareViews)
  const named = new Set(replied.map(({layout}) => layout.masterName))
  const watches = groupBy(watchesIn(evidence), ({masterName}) => masterName)
  const fromConfs = [...watches].flatMap(([masterName, own]) =>
    named.has(masterName) ? [] : layoutOfConfs(own, evidence),
  )
  return [...fromRows, ...fromConfs]
}

function watchesIn(evidence: Case): readonly Watch[] {
  return findConfs(evidence).flatMap((conf) => {
    const named = (names: readonly string[], masterName: string) =>
      conf.directives.filter(({name, words}) => names.includes(name) && words[0] === masterName)
    return conf.directives
      .filter(({name, words}) => name === 'sentinel monitor' && words.length > 3)
      .map((monitor): Watch => {
        const masterName = monitor.words[0] ?? ''
        const sentinels = named(['sentinel known-sentinel'], masterName)
        const replicas = named(['sentinel known-replica', 'sentinel known-slave'], masterName)
        return {conf, monitor, masterName, sentinels, replicas}
      })
  })
}

function layoutOfConfs(
  watches: readonly Watch[],
  evidence: Case,
): readonly (FoundLayout & {layout: SentinelLayout})[] {
  const [first] = watches.toSorted((a, b) => b.sentinels.length - a.sentinels.length)
  const masters = new Set(watches.map(({monitor}) => monitor.words.slice(1, 3).join(' ')))
  // Sentinels that watch different masters under one name are no group: another rule says so.
  if (first === undefined || masters.size > 1) return []
  const [masterName = '', host, port, quorum] = first.monitor.words
  // Several ids at one address: which of them lives is not known, and another rule says so.
  const addresses = first.sentinels
    .filter(({words}) => words[2] !== '0')
    .map(({words}) => `${words[1]}:${words[2]}`)
  if (new Set(addresses).size < addresses.length) return []
  const isWhole = first.sentinels.length > 0
  const sentinels = isWhole
    ? [...first.sentinels.map(recordedSentinel), ownSentinel(first, watches)]
    : watches.map((watch) => ownSentinel(watch, watches))
  const servers = serversIn(evidence, `${host}:${port}`)
  const replicas = first.replicas.length > 0 ? first.replicas.map(recordedReplica) : servers.replicas
  const layout: SentinelLayout = {
    kind: 'sentinel',
    masterName,
    quorum: Number(quorum),
    master: {address: `${host}:${port}`, host},
    promotable:
      replicas.length === 0 ? undefined : replicas.filter(({address}) => !servers.unfit.has(address)),
    sentinels,
  }
  const lines = isWhole ? [first.monitor, ...first.sentinels] : watches.map(({monitor}) => monitor)
  return [{layout, isWhole, stated: [...lines, ...first.replicas]}]
}

/** `sentinel known-sentinel mymaster IP PORT ID`. One with port 0 came back under another id: it gives no vote, and counts. */
function recordedSentinel({words: [, host, port]}: DirectiveFact): Placed {
  return {address: `${host}:${port}`, host, isGone: port === '0'}
}

function recordedReplica({words: [, host, port]}: DirectiveFact): Placed {
  return {address: `${host}:${port}`, host}
}

/** Where a sentinel is itself: as others have it on record by its id, as it announces itself, else where it listens. */
function ownSentinel({conf}: Watch, watches: readonly Watch[]): Placed {
  const id = lastOf(conf, 'sentinel myid')?.words[0]
  const seen = watches
    .flatMap(({sentinels}) => sentinels)
    .find(({words}) => words[3] !== undefined && words[3] === id && words[2] !== '0')
  const host = seen?.words[1] ?? lastOf(conf, 'sentinel announce-ip')?.words[0] ?? boundHost(conf)
  const port = seen?.words[2] ?? lastOf(conf, 'sentinel announce-port', 'port')?.words[0] ?? '26379'
  return {address: `${host ?? conf.name}:${port}`, host}
}

/** The first address of bind that others can mean. */
function boundHost(conf: Conf): string | undefined {
  return lastOf(conf, 'bind')
    ?.words.map((word) => word.replace(/^-/, ''))
    .find((word) => !/^(?:127\.|::1$|localhost$|\*|0\.0\.0\.0$|::)/.test(word))
}

/** The replicas of a master by their confs, and which servers may never be promoted. */
function serversIn(evidence: Case, master: string) {
  const servers = findConfs(evidence)
    .filter(({isSentinel}) => !isSentinel)
    .map((conf) => {
      const host = lastOf(conf, 'replica-announce-ip', 'slave-announce-ip')?.words[0] ?? boundHost(conf)
      const ports = ['replica-announce-port', 'slave-announce-port', 'port', 'tls-port']
      const port = ports.map((name) => lastOf(conf, name)?.words[0] ?? '0').find((it) => it !== '0') ?? '6379'
      return {conf, placed: {address: `${host ?? conf.name}:${port}`, host}}
    })
  const isUnfit = ({conf}: (typeof servers)[number]) =>
    lastOf(conf, 'replica-priority', 'slave-priority')?.words[0] === '0'
  return {
    replicas: servers
      .filter(({conf}) => lastOf(conf, 'replicaof', 'slaveof')?.words.join(':') === master)
      .map(({placed}) => placed),
    unfit: new Set(servers.filter(isUnfit).map(({placed}) => placed.address)),
  }
}

/** SENTINEL MASTER, REPLICAS and SENTINELS of one sentinel, where they are all there: the last two do not say whose they are. */
function layoutOfRows(rows: readonly SentinelRowFact[]): readonly (FoundLayout & {layout: SentinelLayout})[] {
  const of = (kind: string) => rows.filter((row) => flagsOf(row).includes(kind))
  const [master, ...others] = of('master')
  if (master === undefined || others.length > 0) return []
  const sentinels = of('sentinel')
  const replicas = of('slave')
  const {fields} = master
  if (Number(fields.get('num-other-sentinels')) !== sentinels.length) return []
  const layout: SentinelLayout = {
    kind: 'sentinel',
    masterName: fields.get('name') ?? '',
    quorum: Number(fields.get('quorum') ?? 1),
    master: placedRow(master),
    promotable:
      Number(fields.get('num-slaves')) === replicas.length
        ? replicas.filter((row) => row.fields.get('slave-priority') !== '0').map(placedRow)
        : undefined,
    // The one that answered does not say where it is itself.
    sentinels: [...sentinels.map(placedRow), {address: itself, host: undefined}],
  }
  const lines = [...sentinels, ...replicas].map((row) => row.stated.get('ip') ?? row)
  return [{layout, isWhole: true, stated: [master.stated.get('num-other-sentinels') ?? master, ...lines]}]
}

interface View extends FoundLayout {
  readonly name: string
  readonly layout: SentinelLayout
}

/**
 * What several sentinels reply of one master: one layout where all see the same, else one for each way in which they see it. A
 * sentinel does not say where it is itself: the others do.
 */
function compareViews(views: readonly View[]): readonly FoundLayout[] {
  const known = new Map(
    views.flatMap(({layout}) =>
      layout.sentinels.flatMap((it) => (it.address === itself ? [] : [[it.address, it.host] as const])),
    ),
  )
  const placed = views.map(({name, layout, ...found}): View => {
    const own = [...known].filter(([address]) => !layout.sentinels.some((it) => it.address === address))
    const [[address, host] = [itself, undefined]] = own
    // Where more than one are not on its record, which of them it is nothing says.
    const sentinels = layout.sentinels.map((it) =>
      it.address === itself && own.length === 1 ? {address, host} : it,
    )
    return {...found, name, layout: {...layout, sentinels}}
  })
  const ways = [...groupBy(placed, ({layout}) => keyOf(layout)).values()]
  return ways.map((alike) => {
    const [{name: _, ...found}] = alike as [View, ...View[]]
    const seenBy = alike.map(({name}) => name)
    return ways.length === 1 ? found : {...found, seenBy}
  })
}

/** What decides which losses are survived. */
function keyOf({master, quorum, sentinels, promotable}: SentinelLayout): string {
  const list = (all: readonly Placed[] = []) =>
    all.map(({address, isGone}) => `${address}${isGone ? ' gone' : ''}`).toSorted()
  return JSON.stringify([master.address, quorum, list(sentinels), promotable && list(promotable)])
}

/** In place of the address of the sentinel that answered. */
const itself = 'this sentinel'

function placedRow(row: SentinelRowFact): Placed {
  const host = row.fields.get('ip')
  const isGone = flagsOf(row).some((flag) => flag === 's_down' || flag === 'disconnected')
  return {address: `${host}:${row.fields.get('port')}`, host, isGone}
}

function flagsOf({fields}: SentinelRowFact): readonly string[] {
  return (fields.get('flags') ?? '').split(',')
}
