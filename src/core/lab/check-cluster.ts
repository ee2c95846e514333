import {traitsOf} from '../faults/kinds.ts'
import {parseTopology} from '../topology/topology.ts'
import {instanceNames} from './instance-values.ts'
import type {Lab, Step} from './lab.ts'
import type {Path, Problems} from './problems.ts'
import {visitSteps} from './visit-steps.ts'

/** Options of sentinels, of which a cluster has none. */
const ofSentinels = ['quorum', 'failover-timeout', 'parallel-syncs', 'sentinel-set', 'master-name'] as const

/** Words that hold targets, in steps and in conditions. */
const targetWords = ['of', 'from', 'to', 'at', 'client']

/** Finds words of a cluster in a lab without one, and the other way round; and instances that it will not have. */
export function checkCluster(lab: Lab, problems: Problems): void {
  const {options, topology, clients} = lab
  const isCluster = options.cluster === true
  const shards = isCluster ? parseTopology(topology, {cluster: true}).masters : 0
  const instances = instanceNames(topology)
  const needsCluster = (path: Path, what: string, {isKey = false} = {}) =>
    problems.add(path, `${what}: write \`options: {cluster: true}\``, {isKey})
  const checkTarget = (text: string, path: Path) => {
    if (/^[ns]\d+$/.test(text) && !instances.includes(text))
      problems.add(path, `there is no \`${text}\` in ${topology}, which has ${instances.join(', ')}`)
    const shard = /^shard:(\d+)/.exec(text)?.[1]
    const isOfCluster = shard !== undefined || /^(slot|key):/.test(text)
    if (isOfCluster && !isCluster) needsCluster(path, `only in a cluster can a target be \`${text}\``)
    else if (shard !== undefined && !(Number(shard) >= 1 && Number(shard) <= shards))
      problems.add(path, `there is no \`shard:${shard}\`: ${topology} has ${shards}`)
  }
  for (const [name, {at}] of Object.entries(clients)) {
    if (at !== undefined) checkTarget(at, ['clients', name])
  }
  if (isCluster) {
    for (const name of ofSentinels) {
      if (options[name] !== undefined)
        problems.add(['options', name], `\`${name}\` is for sentinels, and a cluster has none`, {isKey: true})
    }
  }
  visitSteps(lab.steps, ['steps'], (step, path) => {
    if (step.kind === 'command') checkTarget(step.client, [...path, step.client])
    for (const [target, at] of targetsOf(step)) checkTarget(target, [...path, ...at])
    if (step.kind === 'reshard') {
      if (!isCluster) needsCluster(path, 'only a cluster has slots to reshard')
      if (step.reshard === 'finish' || step.reshard === 'cancel') {
        if (step.to !== undefined)
          problems.add(
            path,
            step.reshard === 'finish'
              ? '`reshard: finish` moves open slots where they were going: leave `to` out'
              : '`reshard: cancel` calls back slots, which stay where they are: leave `to` out',
          )
      } else if (step.to === undefined)
        problems.add(path, 'a reshard needs `to`, the master that the slots go to')
      for (const word of ['no-wait', 'within'] as const)
        if (step[word] !== undefined && !step.atomic)
          problems.add([...path, word], `\`${word}\` is for slots that move whole: write \`atomic: true\``, {
            isKey: true,
          })
      if (step.atomic && step.keys !== undefined)
        problems.add([...path, 'keys'], 'slots that move whole are not left half-way: leave `keys` out', {
          isKey: true,
        })
    }
    if (step.kind === 'failover') {
      for (const manner of ['force', 'takeover'] as const)
        if (step[manner] !== undefined && !isCluster)
          needsCluster([...path, manner], `only a failover of a cluster knows \`${manner}\``, {isKey: true})
      if (step.force && step.takeover)
        problems.add([...path, 'takeover'], '`force` and `takeover` cannot both come', {isKey: true})
      if (step.coordinated && isCluster)
        problems.add([...path, 'coordinated'], '`coordinated` is for sentinels, and a cluster has none', {
          isKey: true,
        })
    }
    if (step.kind === 'stop' && step.failover && !isCluster)
      needsCluster([...path, 'failover'], 'only a master of a cluster knows `failover`', {isKey: true})
    if (step.kind === 'load' && isCluster && shards > 1 && step.master === undefined && step.at === undefined)
      problems.add(path, 'a load of a cluster is on one shard: say which, as in `master: shard-1`')
  })
}

type Found = readonly [text: string, path: Path]

/** The targets that a step names, each with where it stands below the step. */
function targetsOf(step: Step): readonly Found[] {
  const inner = 'condition' in step ? step.condition : 'observed' in step ? step.observed : {}
  const own = traitsOf(step.kind) === undefined ? targetWords : [step.kind, ...targetWords]
  return [
    ...targetsIn(step, own),
    ...targetsIn(inner, targetWords).map(([text, path]): Found => [text, [step.kind, ...path]]),
    ...(step.kind === 'reshard' && typeof step.reshard === 'object'
      ? targetsIn(step.reshard, ['from']).map(([text, path]): Found => [text, [step.kind, ...path]])
      : []),
  ]
}

function targetsIn(holder: object, words: readonly string[]): readonly Found[] {
  return words.flatMap((word) =>
    [(holder as Readonly<Record<string, unknown>>)[word]]
      .flat()
      .filter((value) => typeof value === 'string')
      .flatMap((value) => value.split(',').map((text): Found => [text.trim(), [word]])),
  )
}
