import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {withoutNode} from '../../core/config/nodes-conf.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {isError} from '../../core/errors/is-error.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {thisMachine} from '../host/this-machine.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import {DeploymentObserver} from '../observe/observe-deployment.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {waitFor} from '../time/wait.ts'
import {Nodes} from './nodes.ts'

const forgottenWithinMs = 10_000

/**
 * CLUSTER FORGET of a node that has ended, by every node that answers, until nobody knows it. A node that forgets does not
 * learn of it again by gossip for 60 s (cluster.c: CLUSTER_BLACKLIST_TTL); by then nobody is left to speak of it. Those
 * that do not run have their nodes.conf changed: else they would bring it back.
 *
 * @throws RedislabError TIMED_OUT
 */
export async function forgetNode(
  directory: string,
  record: DeploymentRecord,
  {name, nodeId = ''}: PlannedInstance,
): Promise<void> {
  const {plan} = record
  const others = plan.instances.filter((it) => it.name !== name)
  using observer = new DeploymentObserver(thisMachine)
  using nodes = new Nodes(record)
  let knowing: readonly PlannedInstance[] = []
  let reason: unknown
  const isForgotten = await waitFor(
    async () => {
      const observations = await observer.observe({...record, plan: {...plan, instances: others}})
      knowing = others.filter((it) => observations.get(it.name)?.cluster?.nodes.some(({id}) => id === nodeId))
      if (knowing.length === 0) return true
      const outcomes = await Promise.allSettled(
        knowing.map((node) => nodes.call(node, 'CLUSTER', 'FORGET', nodeId)),
      )
      // A replica of it that is about to have another master refuses still; a node may end meanwhile.
      reason = outcomes.find((outcome) => outcome.status === 'rejected')?.reason ?? reason
      return undefined
    },
    {withinMs: forgottenWithinMs, everyMs: 20},
  )
  if (!isForgotten) throw notForgotten(name, {knowing, reason})
  await Promise.all(
    others.map(async ({name: other}) => {
      const entry = record.processes[other]?.process ?? null
      if (entry !== null && (await thisMachine.look(entry)) !== undefined) return
      await forgetOnDisk(path.join(instanceDirectory(directory, other), 'nodes.conf'), nodeId)
    }),
  )
}

async function forgetOnDisk(file: string, nodeId: string): Promise<void> {
  try {
    await writeFile(file, withoutNode(await readFile(file, 'utf8'), nodeId))
  } catch (error) {
    // Whose folder is gone cannot come back anyway.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

function notForgotten(
  name: string,
  {knowing, reason}: {readonly knowing: readonly PlannedInstance[]; readonly reason: unknown},
): RedislabError {
  const who = knowing.map((node) => node.name).join(' and ')
  return new RedislabError(
    'TIMED_OUT',
    `${who} did not forget ${name}: ${isError(reason) ? reason.message : 'it comes back by gossip'}`,
    {
      suggestions: [`Try again: redislab remove ${name}`, 'See how they are: redislab status'],
      details: {knowing: knowing.map((node) => node.name)},
    },
  )
}
