import {RedislabError} from '../core/errors/errors.ts'
import {formatReply, type Reply} from '../core/lab/reply.ts'
import type {Condition} from '../core/lab/schema/condition.ts'
import {slotOfShard} from '../core/status/slot-of-shard.ts'
import {tagOfSlot} from '../core/topology/slots.ts'
import type {Look} from './look.ts'
import type {Stage} from './stage.ts'

/** Whom a write is tried at, and with which key. */
interface Place {
  readonly name: string
  readonly key: string
}

const probeKey = 'redislab:lab:probe'

/** Tries a write with a key of its own, which is gone again soon, at the master or whom else the condition names. */
export async function lookForWrites(
  {writable, of}: Extract<Condition, {readonly kind: 'writable'}>,
  stage: Stage,
  ask: (name: string, words: readonly string[]) => Promise<Reply>,
): Promise<Look> {
  const {mode} = stage.deployment.record.plan
  const places = mode === 'cluster' ? await placesInCluster(stage, of) : await placesOf(stage, of)
  const answers = await Promise.all(
    places.map(async ({name, key}) => {
      const answer = await ask(name, ['SET', key, '1', 'PX', '1000'])
      return {takes: !('error' in answer), text: `${name}: ${formatReply(answer)}`}
    }),
  )
  const text = answers.length === 0 ? 'there is no master' : answers.map((it) => it.text).join(', ')
  const holds = answers.length > 0 ? answers.every(({takes}) => takes === writable) : !writable
  return holds ? {at: Date.now(), what: text} : {seen: text}
}

async function placesOf(stage: Stage, of: string | readonly string[] = 'master'): Promise<readonly Place[]> {
  try {
    return (await stage.names(of)).map((name) => ({name, key: probeKey}))
  } catch (error) {
    // Nobody is master now.
    if (error instanceof RedislabError && error.code !== 'INTERRUPTED') return []
    throw error
  }
}

/** Each with a key that its shard has; without a target every shard, by its current master. */
async function placesInCluster(
  stage: Stage,
  of: string | readonly string[] | undefined,
): Promise<readonly Place[]> {
  const {plan} = stage.deployment.record
  const {masters, instances} = await stage.deployment.statusBy(stage.observer, {signal: stage.signal})
  const keyOf = (group: string) => `{${tagOfSlot(slotOfShard(group, masters, plan.masters))}}${probeKey}`
  if (of === undefined) {
    const missing = masters.some(({instance}) => instance === null)
    return missing ? [] : masters.map(({name, instance}) => ({name: instance ?? '', key: keyOf(name)}))
  }
  const names = (await placesOf(stage, of)).map(({name}) => name)
  return instances
    .filter(({name}) => names.includes(name))
    .map(({name, masterName = ''}) => ({name, key: keyOf(masterName)}))
}
