import {stringify} from 'yaml'
import {RedislabError} from '../errors/errors.ts'
import {joinNames} from '../text/join-names.ts'
import type {Plan} from '../topology/plan.ts'
import type {WhatHappened} from './what-happened.ts'

interface Shape {
  readonly topology: string
  readonly masters: number
  readonly replicas: number
  readonly sentinels: number
}

/**
 * A lab that does again what logs tell: the same topology and timers, the same instances down before, the same done to the
 * master, and the outcome that it had as what must come.
 *
 * @returns YAML
 * @throws RedislabError NOT_SUPPORTED when the logs do not show enough of it
 */
export function labOfEvidence(plan: Plan, happened: WhatHappened): string {
  const shape = shapeOf(plan, happened)
  const {failover} = happened
  const {oldMaster, newMaster, outcome} = failover
  const hasFailedOver = outcome === 'failed-over'
  const claim = hasFailedOver
    ? `What the logs of ${plan.name} tell happens again: a replica takes over.`
    : `What the logs of ${plan.name} tell happens again: no replica takes over.`
  const lab = {
    title: hasFailedOver ? 'A replica takes over, as it did' : 'No replica takes over, as it was',
    topic: plan.mode === 'cluster' ? 'cluster' : 'sentinel',
    about: aboutOf(plan, happened),
    topology: shape.topology,
    options: optionsOf(plan),
    claims: [{id: 'again', text: claim}],
    steps: [
      {load: 'acked-writes', as: 'writer', rate: 100},
      {await: {that: 'writer.succeeded > 50'}},
      ...stepsBefore(plan, happened, shape),
      {
        ...faultStep(happened, plan),
        say: `Now the same is done to the master as to ${oldMaster}${happened.isFaultShown ? '' : ': that it ended is likely, and no line shows it'}.`,
      },
      ...outcomeSteps(happened, plan, newMaster),
    ],
  }
  const head = [
    '# yaml-language-server: $schema=./lab.schema.json',
    `# Written from the logs of ${plan.name}: it does again what they tell. Change one thing, and see what that changes.`,
    `# ${oldMaster} is n1 here.`,
    '',
  ]
  return `${head.join('\n')}${stringify(lab, {lineWidth: 110})}`
}

function aboutOf(plan: Plan, {failover, down}: WhatHappened): string {
  const before = down.length === 0 ? '' : ` ${joinNames(down)} counted as down before.`
  return `On ${failover.at.slice(0, 10)} at ${failover.at.slice(11, 19)}, by the logs of ${plan.name}, ${failover.oldMaster} was lost.${before} Timers are those of its confs; without a conf, those that Redis ships with.`
}

function shapeOf({masters, instances, mode}: Plan, {failover}: WhatHappened): Shape {
  const servers = instances.filter(({kind}) => kind === 'redis')
  if (mode === 'cluster') {
    const replicas = servers.length - masters.length
    return {
      topology: `${masters.length}m${replicas > 0 ? `${replicas}r` : ''}`,
      masters: masters.length,
      replicas,
      sentinels: 0,
    }
  }
  const group = failover.masterName
  const own = servers.filter(({masterName, name}) => masterName === group || name === failover.oldMaster)
  const replicas = Math.max(1, own.length - 1)
  const sentinels = instances.filter(({kind}) => kind === 'sentinel').length
  if (sentinels === 0) throw notEnough('they show no sentinel, and without one nothing is promoted')
  return {topology: `1m${replicas}r${sentinels}s`, masters: 1, replicas, sentinels}
}

function optionsOf({mode, settings, masters}: Plan) {
  const {downAfterMs, failoverTimeoutMs, parallelSyncs} = settings
  const quorum = masters[0]?.quorum
  return mode === 'cluster'
    ? {cluster: true, 'down-after': `${downAfterMs}ms`}
    : {
        'down-after': `${downAfterMs}ms`,
        'failover-timeout': `${failoverTimeoutMs}ms`,
        'parallel-syncs': parallelSyncs,
        ...(quorum === undefined ? {} : {quorum}),
      }
}

/** Those that were down before are killed first: as many sentinels, as many replicas. */
function stepsBefore({instances}: Plan, {down, failover}: WhatHappened, shape: Shape) {
  const kindOf = (name: string) => instances.find((instance) => instance.name === name)?.kind
  const sentinels = down.filter((name) => kindOf(name) === 'sentinel').length
  const replicas = down.filter((name) => kindOf(name) === 'redis').length
  const last = failover.details.attempts.at(-1)
  if (last?.result === 'not-elected' && sentinels === 0)
    throw notEnough('no line shows why votes were missing: no sentinel counted as down')
  if (last === undefined && failover.outcome !== 'failed-over' && sentinels === 0)
    throw notEnough('no line shows why too few sentinels agreed: none counted as down')
  if (last?.result === 'no-good-replica' && replicas === 0)
    throw notEnough('no line shows why no replica was fit: none counted as down')
  const names = [
    ...Array.from(
      {length: Math.min(sentinels, shape.sentinels)},
      (_, index) => `s${shape.sentinels - index}`,
    ),
    ...Array.from(
      {length: Math.min(replicas, shape.replicas)},
      (_, index) => `n${shape.masters + shape.replicas - index}`,
    ),
  ]
  if (names.length === 0) return []
  return [
    {
      kill: names.join(','),
      say: `As then, ${names.length === 1 ? 'one is' : `${names.length} are`} down already.`,
    },
  ]
}

function faultStep({fault}: WhatHappened, {mode}: Plan): Readonly<Record<string, unknown>> {
  if (fault === 'failover') return mode === 'cluster' ? {failover: 'replica'} : {failover: 'master'}
  if (fault === 'pause') return {pause: 'n1'}
  return {[fault]: 'n1'}
}

function outcomeSteps({failover}: WhatHappened, {mode, settings}: Plan, newMaster: string | null) {
  const {outcome, details, phases} = failover
  const within = `${Math.ceil((settings.downAfterMs + 30_000) / 1000)}s`
  if (outcome === 'failed-over')
    return [
      mode === 'cluster'
        ? {
            await: {event: 'election-won'},
            within,
            shows: 'again',
            say: `As ${newMaster} did, a replica takes over.`,
          }
        : {
            await: {event: '+switch-master'},
            within,
            shows: 'again',
            say: `As ${newMaster} did, a replica takes over.`,
          },
      {await: {that: 'writer.outageMs == null'}, within: '30s'},
    ]
  const last = details.attempts.at(-1)
  if (last?.result === 'not-elected')
    return [
      {
        await: {event: '-failover-abort-not-elected'},
        within,
        shows: 'again',
        say: 'The votes do not suffice.',
      },
    ]
  if (last?.result === 'no-good-replica')
    return [
      {await: {event: '-failover-abort-no-good-slave'}, within, shows: 'again', say: 'No replica is fit.'},
    ]
  if (phases.odownMs === null && phases.sdownMs !== null)
    return [
      {await: {event: '+sdown', fields: {subject: 'master'}}, within},
      {never: {event: '+odown'}, for: '5s', shows: 'again', say: 'Too few sentinels agree.'},
    ]
  throw notEnough('they show no outcome that could be awaited')
}

function notEnough(why: string): RedislabError {
  return new RedislabError('NOT_SUPPORTED', `The logs do not show enough to do it again: ${why}.`, {
    suggestions: ['What would decide it, redislab diagnose says under "find out".'],
  })
}
