import {RedislabError} from '../../core/errors/errors.ts'
import {messageOf} from '../../core/errors/message-of.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {waitFor} from '../../engine/time/wait.ts'
import {awaitReady} from './awaiting.ts'
import {askedFailoverWithinMs} from './case-options.ts'

/**
 * Has a master replaced as an operator would: by a sentinel, or in a cluster by its replica (CLUSTER FAILOVER).
 *
 * @returns what is missing when the time is over
 */
export async function failOver(
  master: string,
  deployment: Deployment,
  signal: AbortSignal,
): Promise<string | undefined> {
  const {plan} = deployment.record
  const group = plan.masters.find(({instance}) => instance === master)
  const replica = plan.instances.find(({replicaOf}) => replicaOf === master)?.name ?? master
  try {
    await deployment.inject({kind: 'failover'}, [plan.mode === 'cluster' ? replica : master], {signal})
  } catch (error) {
    if (!(error instanceof RedislabError)) throw error
    return messageOf(error)
  }
  using observer = deployment.observer()
  const within = askedFailoverWithinMs(plan)
  const isOver = await waitFor(
    async () => {
      const {ready, masters} = await deployment.statusBy(observer, {signal})
      const now = masters.find(({name}) => name === group?.name)?.instance
      return (ready && now !== null && now !== master) || undefined
    },
    {withinMs: within, everyMs: 100, signal},
  )
  return isOver === undefined ? `it was not over within ${within} ms` : undefined
}

/**
 * Restarts replicas and sentinels first; a master is replaced before it is restarted, where somebody can replace it.
 *
 * @returns what is missing, and after whom
 */
export async function restartAll(deployment: Deployment, signal: AbortSignal): Promise<string | undefined> {
  const {plan} = deployment.record
  const masters = plan.masters.map(({instance}) => instance)
  const others = plan.instances.filter(({name}) => !masters.includes(name))
  for (const {name} of others) {
    await deployment.inject({kind: 'restart'}, [name], {signal})
    const problem = await awaitReady(deployment, signal)
    if (problem !== undefined) return `after ${name}: ${problem}`
  }
  for (const master of masters) {
    const canFailOver =
      (plan.mode === 'sentinel' || plan.mode === 'cluster') &&
      others.some(({replicaOf}) => replicaOf === master)
    const problem = canFailOver ? await failOver(master, deployment, signal) : undefined
    if (problem !== undefined) return `failover of ${master}: ${problem}`
    await deployment.inject({kind: 'restart'}, [master], {signal})
    const unready = await awaitReady(deployment, signal)
    if (unready !== undefined) return `after ${master}: ${unready}`
  }
  return undefined
}
