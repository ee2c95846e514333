import {describeAbandonedHeal} from '../../core/status/abandoned-heals.ts'
import {unmetOfLinks} from '../../core/status/links.ts'
import {findUnsettled} from '../../core/status/settled.ts'
import type {DeploymentStatus, InstanceStatus, MasterStatus} from '../../core/status/status.ts'
import {nameFlagOf, nameInHint} from '../../core/text/name-flag.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {renderRules} from '../fault/link-fault-view.ts'
import {formatClock} from '../kit/clock-time.ts'
import {alignColumns, type SteadyColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {cutText} from '../kit/wrap-text.ts'
import {shardMasterCell} from './shard-master-cell.ts'

/**
 * A deployment at a glance: a headline, an instance a line, and what its sentinels agree on.
 *
 * @param columns of what was shown before in the same place: they stay where they are
 */
export function renderStatus(
  status: DeploymentStatus,
  theme: Theme = stdoutTheme,
  columns?: SteadyColumns,
): string {
  return `${[renderHeadline(status, theme), '', ...renderInstances(status, theme, columns), ...renderMasters(status, theme), ...renderLinks(status, theme), ...renderAbandonedHeals(status, theme), ...renderNotReady(status, theme)].join('\n')}\n`
}

/** What stands beneath a status that is redrawn: when it was looked last, and how to leave. */
export function renderLastLook(
  at: number,
  {canLeaveByKey}: {readonly canLeaveByKey: boolean},
  theme: Theme = stdoutTheme,
): string {
  return theme.dim(`  ${formatClock(at)}  ${canLeaveByKey ? 'q' : 'Ctrl-C'} to leave`)
}

function renderHeadline(status: DeploymentStatus, theme: Theme): string {
  const {deployment, topology, server, ready, instances} = status
  const isAtRest = instances.some(({state}) => state !== 'running') && findUnsettled(status).length === 0
  const idle = instances.every(({state}) => state === 'stopped' || state === 'dead')
  const verdict = ready
    ? theme.good('✔ ready')
    : idle
      ? theme.dim('○ not running')
      : theme.warn(isAtRest ? `▲ works without ${missingOf(instances)}` : '▲ not ready')
  return `${theme.strong(deployment)}  ${topology}  ${server.flavour} ${server.version}  ${verdict}`
}

/** The instances that do not run, by name when they are few. */
function missingOf(instances: readonly InstanceStatus[]): string {
  const missing = instances.filter(({state}) => state !== 'running').map(({name}) => name)
  return missing.length > 3 ? `${missing.length} of its instances` : missing.join(' and ')
}

/** The table of instances, with its header. */
function renderInstances(
  status: DeploymentStatus,
  theme: Theme,
  columns: SteadyColumns | undefined,
): readonly string[] {
  // Where somebody watches, the column is there before the first state is worth it.
  const showState = columns !== undefined || status.instances.some(({state}) => state !== 'running')
  // Of what runs elsewhere an instance is named by its address, and its process is not known.
  const hasHosts = status.instances.some(({onHost}) => onHost !== undefined)
  const isElsewhere = status.instances.every(({name, address, pid}) => name === address && pid === null)
  const header = [
    'instance',
    'role',
    ...(showState ? ['state'] : []),
    ...(hasHosts ? ['host'] : []),
    ...(isElsewhere ? [] : ['address', 'pid']),
    'replication',
  ].map(theme.dim)
  const rows = status.instances.map((instance) => [
    theme.strong(instance.name),
    instance.role === 'unknown' ? theme.dim('–') : theme.role(instance.role),
    ...(showState ? [stateCell(instance, theme)] : []),
    ...(hasHosts ? [instance.onHost ?? theme.dim('–')] : []),
    ...(isElsewhere ? [] : [instance.address, instance.pid === null ? theme.dim('–') : String(instance.pid)]),
    replicationCell(status, instance, theme),
  ])
  const table = [header, ...rows]
  return columns === undefined ? alignColumns(table) : columns.align(table)
}

function stateCell({state}: InstanceStatus, theme: Theme): string {
  const glyph = {running: '●', paused: '‖', dead: '✖', stopped: '○', unreachable: '?'}[state]
  return theme.state(state, `${glyph} ${state}`)
}

function replicationCell(status: DeploymentStatus, instance: InstanceStatus, theme: Theme): string {
  const {clusterState = 'ok'} = instance
  const text = describeReplication(status, instance, theme)
  return clusterState === 'ok'
    ? text
    : `${text}, ${theme.bad(`serves nothing: cluster_state:${makeVisible(clusterState)}`)}`
}

function describeReplication(status: DeploymentStatus, instance: InstanceStatus, theme: Theme): string {
  const {role, problem, replicationOffset, replicaOf, linkUp, lagBytes, believes, tilt} = instance
  if (problem !== undefined) return theme.bad(makeVisible(problem))
  if (believes !== undefined)
    return [
      ...(tilt ? [theme.warn('in TILT')] : []),
      ...Object.entries(believes)
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map((belief) => beliefCell(status, belief, theme)),
    ].join(', ')
  if (role === 'master') {
    const replicas = status.instances.filter(
      (other) => other.replicaOf === instance.name && other.linkUp,
    ).length
    return `offset ${replicationOffset}${replicas > 0 ? `, ${replicas} replica${replicas === 1 ? '' : 's'}` : ''}`
  }
  if (role !== 'replica') return ''
  const link = linkUp ? theme.good('link up') : linkDown(instance, theme)
  const lag =
    lagBytes === undefined ? '' : lagBytes > 0 ? theme.warn(`, ${formatBytes(lagBytes)} behind`) : ', in sync'
  return `of ${makeVisible(replicaOf ?? '')}, ${link}${linkUp ? lag : ''}`
}

/** Why a replica has no link, as far as it says. */
function linkDown({fullSync, syncAttempts = 0}: InstanceStatus, theme: Theme): string {
  if (fullSync === undefined)
    return theme.bad(syncAttempts > 1 ? `link down, attempt ${syncAttempts}` : 'link down')
  const {receivedBytes, totalBytes, keptBytes} = fullSync
  const of = totalBytes === undefined ? '' : ` of ${formatBytes(totalBytes)}`
  const kept = keptBytes === undefined ? '' : `, ${formatBytes(keptBytes)} of writes wait`
  return theme.warn(`takes a full copy: ${formatBytes(receivedBytes)}${of}${kept}`)
}

function beliefCell(
  status: DeploymentStatus,
  [name, address]: readonly [string, string],
  theme: Theme,
): string {
  const master = status.masters.find((candidate) => candidate.name === name)
  const text = makeVisible(`${name} is ${nameOf(address, status.instances)}`)
  return master?.address === address ? text : theme.warn(text)
}

function renderMasters({masters, instances, mode}: DeploymentStatus, theme: Theme): readonly string[] {
  if (mode === 'cluster') return renderShards({masters, instances}, theme)
  if (mode !== 'sentinel') return []
  const sentinels = instances.filter(({kind}) => kind === 'sentinel')
  const answering = sentinels.filter(({believes}) => believes !== undefined).length
  const rows = masters.map((master) => [
    theme.strong(master.name),
    masterCell(master, theme),
    `quorum ${master.quorum}`,
    agreementCell(master, {answering, all: sentinels.length, believed: believedOf(master, instances)}, theme),
  ])
  return ['', ...alignColumns(rows)]
}

/** A shard a line: who is its master, which slots it has, and what is on its way. */
function renderShards(
  {masters, instances}: Pick<DeploymentStatus, 'masters' | 'instances'>,
  theme: Theme,
): readonly string[] {
  const rows = masters.map((master) => {
    const {name, shard} = master
    const replicas = instances
      .filter((it) => it.masterName === name && it.role === 'replica')
      .map((it) => it.name)
    const open = (shard?.open ?? []).map(
      ({slot, state, other}) => `${slot} ${state === 'migrating' ? '→' : '←'} ${other}`,
    )
    const shown = open.length > 3 ? [...open.slice(0, 3), `and ${open.length - 3} more`] : open
    return [
      theme.strong(name),
      shardMasterCell(master, theme),
      shard === undefined || shard.slotCount === 0
        ? theme.warn('no slots')
        : `slots ${cutText(shard.slots, 40)}`,
      shard?.configEpoch == null ? '' : `epoch ${shard.configEpoch}`,
      replicas.length === 0 ? theme.dim('no replica') : `replicas ${replicas.join(' ')}`,
      shown.length === 0 ? '' : theme.warn(`open ${shown.join(', ')}`),
    ]
  })
  return ['', ...alignColumns(rows)]
}

function believedOf({name}: MasterStatus, instances: readonly InstanceStatus[]): readonly string[] {
  const addresses = new Set(instances.flatMap(({believes}) => believes?.[name] ?? []))
  return [...addresses].map((address) => nameOf(address, instances))
}

function nameOf(address: string, instances: readonly InstanceStatus[]): string {
  return instances.find((instance) => instance.address === address)?.name ?? address
}

function masterCell({instance, address, claimedBy}: MasterStatus, theme: Theme): string {
  if (claimedBy.length > 1) return theme.bad(`${claimedBy.join(' and ')} claim to be master`)
  return instance === null ? theme.bad('no master') : `${theme.role('master', instance)} ${address}`
}

interface Agreement {
  readonly answering: number
  readonly all: number
  /** Whom the sentinels take for the master. */
  readonly believed: readonly string[]
}

function agreementCell(
  {sentinelsAgree, claimedBy}: MasterStatus,
  {answering, all, believed}: Agreement,
  theme: Theme,
): string {
  if (answering === 0) return theme.bad('no sentinel answers')
  const s = answering === 1 ? 's' : ''
  const who =
    answering === all
      ? `${all} sentinel${all === 1 ? '' : 's'}`
      : `${answering} of ${all} sentinels answer${s}, and`
  if (sentinelsAgree) return theme.good(`${who} agree${s}`)
  // A failover has yet to begin, or to end: the sentinels are of one mind, and name one who is gone.
  if (claimedBy.length === 0 && believed.length === 1)
    return theme.warn(`${who} still name${s} ${believed[0]}`)
  const disagree = `${answering === 1 ? 'does' : 'do'} not agree on it`
  return theme.warn(
    answering === all ? `the sentinel${all === 1 ? '' : 's'} ${disagree} yet` : `${who} ${disagree}`,
  )
}

/** Nothing to say while all links are as they should be. */
function renderLinks({links, deployment}: DeploymentStatus, theme: Theme): readonly string[] {
  if (links === undefined || links.relay.state === 'stopped') return []
  const {pid, state} = links.relay
  const problem =
    state === 'paused'
      ? `✖ links are down: their relay (pid ${pid}) is paused; kill -CONT ${pid} lets it go on`
      : `✖ links are down: their relay has ended; redislab heal${nameFlagOf(deployment)} brings it back`
  const rules = renderRules(links.rules, theme, 'links')
  return [...(links.up ? [] : ['', `  ${theme.bad(problem)}`]), ...(rules.length === 0 ? [] : ['', ...rules])]
}

function renderAbandonedHeals(
  {abandonedHeals = [], deployment}: DeploymentStatus,
  theme: Theme,
): readonly string[] {
  if (abandonedHeals.length === 0) return []
  return [
    '',
    ...abandonedHeals.map(
      (heal) => `  ${theme.warn('▲')} ${nameInHint(describeAbandonedHeal(heal), deployment)}`,
    ),
  ]
}

const shownReasons = 6

function renderNotReady(status: DeploymentStatus, theme: Theme): readonly string[] {
  const {ready, instances, links} = status
  if (ready || instances.every(({state}) => state !== 'running')) return []
  // What is wrong with the links has been shown, and that an instance is dead or paused its row says already.
  const told = new Set([
    ...(links === undefined ? [] : unmetOfLinks(links)),
    ...instances.map(({name, state}) => `${name} is ${state}`),
  ])
  const reasons = [...new Set(status.notReady)].filter((reason) => !told.has(reason))
  if (reasons.length === 0) return []
  const shown = reasons.slice(0, shownReasons).map((reason) => `  ${theme.warn('▲')} ${makeVisible(reason)}`)
  const more = reasons.length - shownReasons
  return ['', ...shown, ...(more > 0 ? [theme.dim(`    and ${more} more`)] : [])]
}

/** Bytes as a person would say them: `42 B`, `1.5 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  // From 999.5 on a number would be rounded to 1000: it is 1.0 of the next unit.
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes / 0.9995) / 3))
  const value = bytes / 1000 ** power
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
