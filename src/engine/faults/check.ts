import {RedislabError} from '../../core/errors/errors.ts'
import {doesEndServer} from '../../core/faults/ending-signals.ts'
import type {Fault} from '../../core/faults/faults.ts'
import {traitsOf} from '../../core/faults/kinds.ts'
import type {InstanceStatus} from '../../core/status/status.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {notEnding} from '../instances/process-faults.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

export interface Sorting {
  readonly record: DeploymentRecord
  /** Instances that were not named but meant by a plural (`replicas`, `all`): those that cannot be are passed over. */
  readonly optional?: ReadonlySet<string> | undefined
}

/**
 * Those of the instances to which a fault can be done.
 *
 * @throws RedislabError WRONG_STATE when one that was named is not among them, or nobody is; OPTION_INVALID when it can
 * never be done to it
 */
export function sortOut(fault: Fault, instances: readonly InstanceStatus[], {record, optional}: Sorting) {
  if (fault.kind === 'kill' && !doesEndServer(fault.signal, record.server)) {
    throw notEnding(fault.signal, record.server)
  }
  const traits = traitsOf(fault.kind)
  const isPossible = ({state, kind}: InstanceStatus) =>
    traits.in.includes(state) && (kind === 'redis' || traits.notForSentinels === undefined)
  const able = instances.filter((instance) => isPossible(instance) || !optional?.has(instance.name))
  for (const instance of able.length > 0 ? able : instances) {
    checkKind(fault, instance, record.plan)
    checkState(fault, instance, nameFlagOf(record.plan.name))
  }
  const skipped = instances.filter((instance) => !able.includes(instance))
  return {able, skipped: skipped.map(({name, state, kind}) => ({name, state, kind}))}
}

function checkKind({kind}: Fault, {name, kind: what}: InstanceStatus, {masters}: Plan): void {
  const {done, notForSentinels: refusal} = traitsOf(kind)
  if (what !== 'sentinel' || refusal === undefined) return
  throw new RedislabError('OPTION_INVALID', `${name} cannot be ${done}: ${refusal.why}.`, {
    suggestions: [refusal.instead(name, masters[0]?.name ?? '')],
    details: {instance: name, fault: kind},
  })
}

function checkState({kind}: Fault, {name, state}: InstanceStatus, flag: string): void {
  const {done, in: possible, leaves} = traitsOf(kind)
  if (possible.includes(state)) return
  const already = state === leaves ? 'already ' : ''
  const next = {
    running: kind === 'resume' ? 'Pause it first: redislab pause' : 'Restart it: redislab restart',
    paused: 'Let it go on: redislab resume',
    dead: 'Bring it back: redislab start',
    stopped: 'Bring it back: redislab start',
    unreachable: 'Look where it runs, and at the way to it: redislab status',
  }[state]
  throw new RedislabError('WRONG_STATE', `${name} cannot be ${done}: it is ${already}${state}.`, {
    suggestions: [`${next} ${name}${flag}`],
    details: {instance: name, state, fault: kind},
  })
}
