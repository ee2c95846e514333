import type {PlannedInstance} from '../topology/plan.ts'

/** The files of an instance, inside its own folder. */
export function filesOf({kind}: Pick<PlannedInstance, 'kind'>) {
  return kind === 'redis'
    ? ({conf: 'redis.conf', log: 'redis.log', pid: 'redis.pid', output: 'output.log'} as const)
    : ({conf: 'sentinel.conf', log: 'sentinel.log', pid: 'sentinel.pid', output: 'output.log'} as const)
}
