import os from 'node:os'
import {failoverManners} from '../core/faults/faults.ts'
import {loadKinds} from '../core/load/report.ts'
import type {LoadOptions} from '../load/load.ts'
import type {Parameter} from './check-arguments.ts'
import {
  abortSignal,
  anyTargets,
  count,
  either,
  is,
  lockStrategy,
  milliseconds,
  moment,
  oneOf,
  optional,
  options,
  target,
  targets,
  text,
  texts,
  yesOrNo,
} from './checks.ts'
import type {CloseOptions, ResetOptions} from './deployment/ending.ts'
import type {
  DisconnectOptions,
  FailoverOptions,
  FaultOptions,
  KillOptions,
  StopOptions,
} from './deployment/faults.ts'
import type {DelayOptions, PartitionOptions} from './deployment/links.ts'
import type {AddOptions, RemoveOptions, ReshardOptions} from './deployment/members.ts'
import type {LogOptions, TimelineOptions} from './deployment/views.ts'
import type {AwaitFailoverOptions} from './deployment/waits.ts'
import type {Abortable, MasterNameOptions} from './options.ts'

const abortable = {signal: abortSignal}
const fault = {...abortable, forMs: milliseconds}
const signalName = is("a signal by its name, such as 'SIGKILL'", (value) =>
  Object.hasOwn(os.constants.signals, value as string),
)
const settings = is("directives and their values, such as {maxmemory: '64mb'}", (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const values = Object.values(value)
  return values.length > 0 && values.every((it) => typeof it === 'string' || typeof it === 'number')
})

const forTargets: Parameter = {name: 'targets', check: targets}
const forAnyTargets: Parameter = {name: 'targets', check: anyTargets, isOptional: true}
const withFaultOptions = [forTargets, optional(options<FaultOptions>(fault))]
const withAbortable = optional(options<Abortable>(abortable))
const withMasterName = optional(options<MasterNameOptions>({masterName: text}))

/** What the methods of a deployment take. */
export const methodParameters = {
  status: [withAbortable],
  master: [{name: 'masterName', check: text, isOptional: true}, withAbortable],
  url: [optional(options<MasterNameOptions & Abortable>({masterName: text, ...abortable}))],
  ioredisOptions: [withMasterName],
  nodeRedisOptions: [withMasterName],
  env: [withAbortable],
  kill: [forTargets, optional(options<KillOptions>({...fault, by: signalName}))],
  stop: [
    {...forTargets, hint: 'To end the whole deployment: deployment.close()'},
    optional(options<StopOptions>({...fault, failover: yesOrNo})),
  ],
  start: withFaultOptions,
  restart: withFaultOptions,
  pause: withFaultOptions,
  resume: withFaultOptions,
  sleep: [forTargets, {name: 'durationMs', check: milliseconds}, withAbortable],
  disconnect: [forTargets, optional(options<DisconnectOptions>({...abortable, types: texts}))],
  set: [forTargets, {name: 'settings', check: settings}, optional(options<FaultOptions>(fault))],
  fill: withFaultOptions,
  failover: [
    forAnyTargets,
    optional(options<FailoverOptions>({...abortable, manner: oneOf(...failoverManners)})),
  ],
  partition: [
    forTargets,
    optional(
      options<PartitionOptions>({
        ...fault,
        from: targets,
        oneWay: yesOrNo,
        cut: oneOf('stall', 'reset', 'refuse'),
      }),
    ),
  ],
  delay: [
    forTargets,
    {
      name: 'options',
      check: options<DelayOptions>({
        ...fault,
        to: targets,
        delayMs: milliseconds,
        jitterMs: count,
        bytesPerSecond: count,
      }),
    },
  ],
  heal: [forAnyTargets, withAbortable],
  awaitFailover: [
    optional(options<AwaitFailoverOptions>({...abortable, masterName: text, withinMs: milliseconds})),
  ],
  timeline: [optional(options<TimelineOptions>({...abortable, sinceMs: moment, everything: yesOrNo}))],
  phases: [optional(options<MasterNameOptions & Abortable>({masterName: text, ...abortable}))],
  explain: [withAbortable],
  logs: [
    forAnyTargets,
    optional(
      options<LogOptions>({
        ...abortable,
        sinceMs: moment,
        tail: count,
        grep: is('a regular expression', (value) => value instanceof RegExp),
      }),
    ),
  ],
  add: [optional(options<AddOptions>({...abortable, replicaOf: target, withinMs: milliseconds}))],
  remove: [
    {name: 'target', check: target},
    optional(options<RemoveOptions>({...abortable, reshard: yesOrNo})),
  ],
  reshard: [
    {
      name: 'options',
      check: options<ReshardOptions>({
        ...abortable,
        slots: text,
        to: target,
        from: target,
        count,
        keys: count,
        finish: yesOrNo,
        atomic: yesOrNo,
        wait: yesOrNo,
        withinMs: milliseconds,
      }),
    },
  ],
  cancelReshard: [withAbortable],
  startLoad: [
    {
      name: 'options',
      check: options<LoadOptions>(
        {
          ...abortable,
          kind: oneOf(...loadKinds),
          rate: either(
            'a number of operations a second above 0, or null',
            milliseconds,
            is('', (value) => value === null),
          ),
          concurrency: count,
          strategy: lockStrategy,
          masterName: text,
          at: target,
          beginsDown: yesOrNo,
        },
        {required: ['kind']},
      ),
    },
  ],
  reset: [optional(options<ResetOptions>({...abortable, withinMs: milliseconds}))],
  close: [optional(options<CloseOptions>({...abortable, keep: yesOrNo}))],
} satisfies Readonly<Record<string, readonly Parameter[]>>
