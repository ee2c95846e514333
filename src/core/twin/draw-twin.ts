import type {Evidence, UnreadLine} from '../evidence/facts.ts'
import {maskSecrets} from '../evidence/secrets.ts'
import {planOfEvidence} from '../identity/evidence-plan.ts'
import {identify} from '../identity/find-instances.ts'
import type {ServerVersion} from '../redis/server-version.ts'
import type {Directive} from '../words.ts'
import {type Chance, chooseAccess} from './choose-access.ts'
import {findMembers, hostOf, type Member} from './find-members.ts'
import {findObstacles} from './find-obstacles.ts'
import {findShape, type Shape} from './find-shape.ts'
import {judgeConf} from './judge-conf.ts'
import {fast, isTime} from './rule-server-line.ts'
import type {Circumstances} from './ruling.ts'
import type {JudgedLine, Twin, TwinGroup, TwinInstance} from './twin.ts'

/** What Redis ships with (sentinel.c: SENTINEL_DEFAULT_*; config.c: cluster-node-timeout): what counts where no conf says otherwise. */
const shipped = {downAfterMs: 30_000, failoverTimeoutMs: 180_000, parallelSyncs: 1, nodeTimeoutMs: 15_000}

/** What the longest timer becomes where timers are shortened. */
const fastDownAfterMs = 1500

export interface DrawOptions extends Chance {
  readonly name: string
  /** The server that the twin will run. */
  readonly server: ServerVersion
  /** `kept`: as the original has them. `fast`: all shortened by the same factor. */
  readonly timing: 'kept' | 'fast'
}

/** The twin of a deployment: what there is of it, with what happens to each line of its confs. */
export function drawTwin(evidence: readonly Evidence[], options: DrawOptions): Twin {
  const identities = identify(evidence)
  const plan = planOfEvidence(options.name, evidence, identities)
  const members = findMembers(evidence, identities)
  const shape = findShape(plan, members, evidence)
  const servers = inOrder(members, shape)
  const sentinels = plan.mode === 'cluster' ? [] : members.filter(({kind}) => kind === 'sentinel')
  const names = new Map([
    ...servers.map((member, index) => [member, `n${index + 1}`] as const),
    ...sentinels.map((member, index) => [member, `s${index + 1}`] as const),
  ])
  const {access, passwordFor, remarks} = chooseAccess(members, evidence, options)
  const slowest = Math.max(...timersOf(servers, sentinels))
  const factor = options.timing === 'fast' ? Math.max(1, Math.round(slowest / fastDownAfterMs)) : 1
  const circumstances: Circumstances = {
    server: options.server,
    tls: servers.filter(speaksTls).length * 2 > servers.length,
    factor,
    passwordFor,
    hasAcl: access.acl !== undefined,
    password: access.password,
    hasMasterUser: access.acl !== undefined,
  }
  const unread = evidence.flatMap((it) => it.unread)
  const instances = [...servers, ...sentinels].map((member) =>
    drawInstance(member, {names, shape, circumstances, mode: plan.mode, unread}),
  )
  const groups = shape.groups.map(({name, master, quorum, slots = []}): TwinGroup => {
    const [first, ...more] = slots
    return {
      name,
      instance: names.get(master) ?? '',
      ...(quorum === undefined || sentinels.length === 0 ? {} : {quorum}),
      ...(first === undefined ? {} : {slots: first}),
      ...(more.length === 0 ? {} : {moreSlots: more}),
    }
  })
  const drawn = {mode: plan.mode, groups, instances}
  return {
    ...drawn,
    timers: groupTimers(plan.mode === 'cluster', servers, sentinels, factor),
    timing: {factor, originalDownAfterMs: slowest},
    tls: circumstances.tls,
    access,
    remarks: [
      ...shape.remarks,
      ...remarks,
      ...(factor > 1 ? [`Timers are ${factor} times shorter here than in the original.`] : []),
      ...withoutConf(instances),
    ],
    obstacles: findObstacles(drawn),
  }
}

/** Masters first, then who copies them, then who copies these. */
function inOrder(members: readonly Member[], {groups, upstream}: Shape): readonly Member[] {
  const masters = new Set(groups.map(({master}) => master))
  // A server that others take for a master, too, replicates from nobody.
  const alone = members.filter((it) => it.kind === 'redis' && !masters.has(it) && !upstream.has(it))
  const ordered: Member[] = [...masters, ...alone]
  for (let index = 0; index < ordered.length; index += 1)
    for (const [replica, master] of upstream)
      if (master === ordered[index] && !ordered.includes(replica)) ordered.push(replica)
  // Those that copy each other in a circle come last.
  return [
    ...ordered,
    ...members.filter((it) => it.kind === 'redis' && !ordered.includes(it) && upstream.has(it)),
  ]
}

interface DrawContext {
  readonly names: ReadonlyMap<Member, string>
  readonly shape: Shape
  readonly circumstances: Circumstances
  readonly mode: Twin['mode']
  /** Lines of all files that were not understood. */
  readonly unread: readonly UnreadLine[]
}

function drawInstance(
  member: Member,
  {names, shape, circumstances, mode, unread}: DrawContext,
): TwinInstance {
  const {kind, conf} = member
  const name = names.get(member) ?? ''
  const upstream = shape.upstream.get(member)
  const masterName = shape.groupOf.get(member)
  const {lines, settings} = judgeConf(conf, kind, circumstances)
  return {
    name,
    kind,
    original: member.name,
    address: member.addresses.at(-1) ?? null,
    host: hostOf(member),
    ...(masterName === undefined ? {} : {masterName}),
    ...(upstream === undefined ? {} : {replicaOf: names.get(upstream) ?? ''}),
    lines: [...lines, ...notUnderstood(member, unread)],
    settings: [
      ...(kind === 'redis'
        ? serverDefaults(member, circumstances)
        : sentinelDefaults(member, shape, circumstances)),
      ...settings.filter((it) => !isPlanned(it.name)),
    ],
    monitors:
      mode === 'cluster'
        ? []
        : (shape.monitors.get(member) ?? []).map(({masterName: watched, master, quorum}) => ({
            masterName: watched,
            instance: names.get(master) ?? '',
            quorum,
          })),
  }
}

/** The lines of a conf that name no directive that is known: they are left out, and said to be. */
function notUnderstood({conf}: Member, unread: readonly UnreadLine[]): readonly JudgedLine[] {
  const paths = new Set(conf.map(({place}) => place.path))
  return unread
    .filter(({place}) => paths.has(place.path))
    .map(({place, text, why}) => {
      const [name = '', ...words] = maskSecrets(text.trim()).split(/\s+/)
      return {
        place,
        name,
        value: words.join(' '),
        fate: 'left out',
        here: null,
        why: `not understood: ${why}`,
      }
    })
}

/** What the plan writes by itself. */
function isPlanned(name: string): boolean {
  return /^(?:port|tls-port|cluster-enabled|requirepass|masteruser|primaryuser|primaryauth|sentinel auth-user .*)$/.test(
    name,
  )
}

/**
 * What counts where the conf says nothing: the lab that a deployment of redislab is has other defaults than Redis, so what
 * Redis ships with is said outright (config.c).
 */
function serverDefaults({conf}: Member, {hasAcl, password}: Circumstances): readonly Directive[] {
  const says = (...names: readonly string[]) => conf.some(({name}) => names.includes(name))
  const isEmpty = (name: string) => conf.findLast((line) => line.name === name)?.words[0] === ''
  const needsPassword = password !== undefined || hasAcl
  return [
    ...(says('save') ? [] : [{name: 'save', value: '3600 1'}]),
    ...(says('rdb-del-sync-files') ? [] : [{name: 'rdb-del-sync-files', value: 'no'}]),
    ...(says('cluster-node-timeout') || !says('cluster-enabled')
      ? []
      : [{name: 'cluster-node-timeout', value: String(shipped.nodeTimeoutMs)}]),
    // An instance that sends no password does not get one here either.
    ...(needsPassword && conf.length > 0 && (!says('masterauth', 'primaryauth') || isEmpty('masterauth'))
      ? [{name: 'masterauth', value: ''}, ...(hasAcl ? [{name: 'masteruser', value: ''}] : [])]
      : []),
  ]
}

function sentinelDefaults(
  member: Member,
  shape: Shape,
  {password, hasAcl, passwordFor, factor}: Circumstances,
): readonly Directive[] {
  const needsPassword = password !== undefined || hasAcl
  return (shape.monitors.get(member) ?? []).flatMap(({masterName}) => {
    const said = (option: string) =>
      member.conf.some(({name, words}) => name === `sentinel ${option}` && words[0] === masterName)
    const time = (option: string, ms: number) =>
      said(option)
        ? []
        : [{name: `sentinel ${option} ${masterName}`, value: String(fast(String(ms), factor))}]
    return [
      ...time('down-after-milliseconds', shipped.downAfterMs),
      ...time('failover-timeout', shipped.failoverTimeoutMs),
      ...(said('parallel-syncs') ? [] : [{name: `sentinel parallel-syncs ${masterName}`, value: '1'}]),
      // It sends none in the original, which comes to the same as a wrong one.
      ...(needsPassword && member.conf.length > 0 && !said('auth-pass')
        ? [{name: `sentinel auth-pass ${masterName}`, value: passwordFor(`nobody's, of ${masterName}`)}]
        : []),
    ]
  })
}

function speaksTls({conf}: Member): boolean {
  const port = conf.findLast(({name}) => name === 'tls-port')?.words[0]
  return port !== undefined && port !== '0'
}

/** The timers after which an instance counts as down. */
function timersOf(servers: readonly Member[], sentinels: readonly Member[]): readonly number[] {
  const conf = [...servers, ...sentinels].flatMap((member) => member.conf)
  const times = conf
    .flatMap(({name, words}) =>
      name === 'sentinel down-after-milliseconds'
        ? words.slice(1, 2)
        : name === 'cluster-node-timeout'
          ? words.slice(0, 1)
          : [],
    )
    .filter(isTime)
    .map(Number)
  return times.length > 0 ? times : [sentinels.length > 0 ? shipped.downAfterMs : shipped.nodeTimeoutMs]
}

function groupTimers(
  isCluster: boolean,
  servers: readonly Member[],
  sentinels: readonly Member[],
  factor: number,
): Twin['timers'] {
  const conf = sentinels.flatMap((member) => member.conf)
  const of = (option: string) =>
    conf.find(({name, words}) => name === `sentinel ${option}` && isTime(words[1]))?.words[1]
  return {
    downAfterMs: isCluster
      ? fast(String(Math.max(...timersOf(servers, sentinels))), factor)
      : fast(of('down-after-milliseconds') ?? String(shipped.downAfterMs), factor),
    failoverTimeoutMs: fast(of('failover-timeout') ?? String(shipped.failoverTimeoutMs), factor),
    parallelSyncs: Number(of('parallel-syncs') ?? shipped.parallelSyncs),
  }
}

function withoutConf(instances: readonly TwinInstance[]): readonly string[] {
  const bare = instances.filter(({lines}) => lines.length === 0)
  if (bare.length === 0) return []
  const names = bare.map(({original}) => original).join(', ')
  return [
    `Of ${names} there is no conf: ${bare.length === 1 ? 'it has' : 'they have'} what Redis ships with here.`,
  ]
}
