import {RedislabError} from '../../core/errors/errors.ts'
import {doesEndServer} from '../../core/faults/ending-signals.ts'
import type {Fault} from '../../core/faults/faults.ts'
import type {InstanceStatus} from '../../core/status/status.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {InstanceState} from '../../core/words.ts'
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
  const isPossible = ({state, kind}: InstanceStatus) =>
    possible[fault.kind].includes(state) && (kind === 'redis' || hints[fault.kind] === undefined)
  const able = instances.filter((instance) => isPossible(instance) || !optional?.has(instance.name))
  for (const instance of able.length > 0 ? able : instances) {
    checkKind(fault, instance, record.plan)
    checkState(fault, instance, nameFlagOf(record.plan.name))
  }
  const skipped = instances.filter((instance) => !able.includes(instance))
  return {able, skipped: skipped.map(({name, state, kind}) => ({name, state, kind}))}
}

/** In which states a fault can be done, and what to say in the others. */
const possible: Readonly<Record<Fault['kind'], readonly InstanceState[]>> = {
  kill: ['running', 'paused'],
  stop: ['running', 'paused'],
  start: ['dead', 'stopped'],
  restart: ['running', 'paused', 'dead', 'stopped'],
  pause: ['running'],
  resume: ['paused'],
  // The master may be gone: that is for the sentinels to judge.
  failover: ['running', 'paused', 'dead', 'stopped'],
  sleep: ['running'],
  disconnect: ['running'],
  set: ['running'],
  fill: ['running'],
}

/** What cannot be done to a sentinel, which knows neither CONFIG nor DEBUG and holds no data; and what to do instead. */
const hints: Readonly<
  Partial<
    Record<Fault['kind'], readonly [cannot: string, instead: (name: string, masterName: string) => string]>
  >
> = {
  sleep: ['be put to sleep', (name) => `Freeze it instead: redislab pause ${name}`],
  set: [
    'be set this way',
    (name, masterName) =>
      `Its options are set by: redislab cli ${name} -- SENTINEL SET ${masterName} down-after-milliseconds 500`,
  ],
  fill: ['be filled', () => 'Name a data instance: n1, master, replicas.'],
}

function checkKind({kind}: Fault, {name, kind: what}: InstanceStatus, {masters}: Plan): void {
  const hint = hints[kind]
  if (what !== 'sentinel' || hint === undefined) return
  throw new RedislabError('OPTION_INVALID', `${name} is a sentinel and cannot ${hint[0]}.`, {
    suggestions: [hint[1](name, masters[0]?.name ?? '')],
    details: {instance: name, fault: kind},
  })
}

function checkState({kind}: Fault, {name, state}: InstanceStatus, flag: string): void {
  if (possible[kind].includes(state)) return
  const [message, suggestion] = {
    resume: [
      `${name} is not paused: it is ${state}.`,
      state === 'running' ? `Pause it first: redislab pause ${name}${flag}` : hintOf(name + flag, state),
    ],
    start: [
      `${name} is ${state === 'paused' ? 'paused, not ended' : 'already running'}.`,
      hintOf(name + flag, state),
    ],
    pause: [
      `${name} cannot be paused: it is ${state === 'paused' ? 'already paused' : state}.`,
      hintOf(name + flag, state),
    ],
    kill: [`${name} cannot be killed: it is ${state}.`, hintOf(name + flag, state)],
    stop: [
      `${name} cannot be stopped: it is ${state === 'stopped' ? 'already stopped' : state}.`,
      hintOf(name + flag, state),
    ],
    restart: [`${name} cannot be restarted: it is ${state}.`, hintOf(name + flag, state)],
    failover: [`${name} cannot be failed over: it is ${state}.`, hintOf(name + flag, state)],
    sleep: [`${name} cannot be put to sleep: it is ${state}.`, hintOf(name + flag, state)],
    disconnect: [`${name} cannot be disconnected: it is ${state}.`, hintOf(name + flag, state)],
    set: [`${name} cannot be set: it is ${state}.`, hintOf(name + flag, state)],
    fill: [`${name} cannot be filled: it is ${state}.`, hintOf(name + flag, state)],
  }[kind] as [string, string]
  throw new RedislabError('WRONG_STATE', message, {
    suggestions: [suggestion],
    details: {instance: name, state, fault: kind},
  })
}

function hintOf(name: string, state: InstanceState): string {
  return {
    running: `Restart it: redislab restart ${name}`,
    paused: `Let it go on: redislab resume ${name}`,
    dead: `Bring it back: redislab start ${name}`,
    stopped: `Bring it back: redislab start ${name}`,
  }[state]
}
