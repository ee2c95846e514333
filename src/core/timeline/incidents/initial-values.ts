import {downAfterOf} from '../../topology/down-after.ts'
import type {Plan, PlannedInstance} from '../../topology/plan.ts'
import type {Directive} from '../../words.ts'

/** A value of an instance that began with its conf file. */
export interface InitialValue {
  readonly instance: string
  /** Of sentinels: the master group that it is for. */
  readonly group?: string
  /** `down-after-milliseconds`, `replica-priority`, … in the words of today. */
  readonly name: string
  readonly value: string
}

/** Options of sentinel.conf that are written `sentinel OPTION GROUP VALUE`. */
export const sentinelNumbers = ['down-after-milliseconds', 'failover-timeout', 'parallel-syncs'] as const

/** Directives of data instances that decide whether and when a failover happens, with what Redis ships. */
export const nodeDefaults: Readonly<Record<string, string>> = {
  'replica-priority': '100',
  'cluster-node-timeout': '15000',
  'cluster-replica-validity-factor': '10',
  'cluster-replica-no-failover': 'no',
  'cluster-require-full-coverage': 'yes',
}

/** Redis takes the old word and the new one for the same directive. */
export function todaysName(name: string): string {
  return name.toLowerCase().replace(/\bslave\b/, 'replica')
}

/**
 * What every instance began with: what its conf file says, else what the plan says.
 *
 * @param confs the texts of conf files as they were rendered, by instance
 */
export function initialValues(
  plan: Plan,
  confs: ReadonlyMap<string, string> = new Map(),
): readonly InitialValue[] {
  return plan.instances.flatMap((instance) => {
    const conf = confs.get(instance.name)
    // Of an opened deployment nothing is known but what a conf says; what it leaves out is as Redis ships it.
    if (plan.isEvidenced && conf === undefined) return []
    return instance.kind === 'sentinel'
      ? [
          ...plannedOfSentinel(plan, instance),
          ...(conf === undefined ? [] : readSentinelConf(instance, conf)),
          ...(plan.isEvidenced && conf !== undefined ? recordedSentinels(instance, conf) : []),
        ]
      : [...plannedOfNode(plan, instance), ...(conf === undefined ? [] : readRedisConf(instance, conf))]
  })
}

function plannedOfSentinel(plan: Plan, sentinel: PlannedInstance) {
  const {masters, settings, isEvidenced} = plan
  const {name: instance} = sentinel
  if (isEvidenced) return []
  const {failoverTimeoutMs, parallelSyncs, sentinelSet} = settings
  return masters.flatMap((master): readonly InitialValue[] => {
    const {name: group, quorum = 1} = master
    const own = (name: string, value: string | number) => ({instance, group, name, value: String(value)})
    return [
      own('quorum', quorum),
      own('down-after-milliseconds', downAfterOf(plan, master, sentinel)),
      own('failover-timeout', failoverTimeoutMs),
      own('parallel-syncs', parallelSyncs),
      ...sentinelSet.map(({name, value}) => own(name, value)),
    ]
  })
}

function plannedOfNode({settings, mode}: Plan, {name: instance}: PlannedInstance): readonly InitialValue[] {
  const directives: readonly Directive[] = [
    ...Object.entries(nodeDefaults).map(([name, value]) => ({name, value})),
    ...(mode === 'cluster' ? [{name: 'cluster-node-timeout', value: String(settings.downAfterMs)}] : []),
    ...settings.set,
  ]
  return directives.map(({name, value}) => ({instance, name: todaysName(name), value}))
}

/** The sentinels that a rewritten conf has on record, itself included. A conf that names none was not rewritten. */
function recordedSentinels({name: instance}: PlannedInstance, conf: string): readonly InitialValue[] {
  const known = wordsOf(conf).filter(
    ([first, option]) => first?.toLowerCase() === 'sentinel' && option?.toLowerCase() === 'known-sentinel',
  )
  const groups = new Set(known.map(([, , group = '']) => group))
  return [...groups].map((group) => {
    const others = known.filter(([, , of]) => of === group).length
    return {instance, group, name: 'sentinels', value: String(others + 1)}
  })
}

function readSentinelConf({name: instance}: PlannedInstance, conf: string): readonly InitialValue[] {
  return wordsOf(conf).flatMap(([first, option = '', group = '', ...rest]): readonly InitialValue[] => {
    if (first?.toLowerCase() !== 'sentinel') return []
    const name = option.toLowerCase()
    if (name === 'monitor' && rest[2] !== undefined)
      return [{instance, group, name: 'quorum', value: rest[2]}]
    const [value] = rest
    const isNumber = (sentinelNumbers as readonly string[]).includes(name)
    return isNumber && value !== undefined ? [{instance, group, name, value}] : []
  })
}

function readRedisConf({name: instance}: PlannedInstance, conf: string): readonly InitialValue[] {
  return wordsOf(conf).flatMap(([first = '', value]) => {
    const name = todaysName(first)
    return Object.hasOwn(nodeDefaults, name) && value !== undefined ? [{instance, name, value}] : []
  })
}

/** The lines of a conf file as words. The values looked for are numbers and yes or no: quotes do no more than surround them. */
function wordsOf(conf: string): readonly (readonly string[])[] {
  return conf
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2')))
}
