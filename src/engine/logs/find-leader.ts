import type {DeploymentRecord} from '../state/record-schema.ts'
import {logSourcesOf} from './log-source.ts'
import {readLogs} from './read-logs.ts'

/** The sentinel that led the last failover, from the sentinels' logs: who else was elected is not kept in memory. */
export async function findLeader(directory: string, {plan}: DeploymentRecord): Promise<string | undefined> {
  const sentinels = plan.instances.filter(({kind}) => kind === 'sentinel')
  for await (const {instance} of readLogs(logSourcesOf(directory, sentinels), {
    tail: 1,
    grep: /^\+elected-leader /,
  })) {
    return instance
  }
  return undefined
}
