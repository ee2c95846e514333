import {z} from 'zod/mini'
import {clientTypes} from '../../faults/faults.ts'
import {loadKinds} from '../../load/report.ts'
import {clusterStepSchemas} from './cluster-steps.ts'
import {eventKind} from './event-kinds.ts'
import {lockStepSchemas} from './lock-steps.ts'
import {machineStepSchemas} from './machine-steps.ts'
import {wanted} from './wanted.ts'
import {
  count,
  duration,
  expression,
  id,
  regexSource,
  serverCondition,
  targets,
  text,
  valueName,
  wantedError,
} from './words.ts'

/** What every step may have beside its own words. */
export const commonKeys = {
  say: z.exactOptional(text.check(z.describe('Told before the step.'))),
  id: z.exactOptional(id.check(z.describe('How claims and fails-without point at this step.'))),
  when: z.exactOptional(serverCondition.check(z.describe('Only with such a server.'))),
  shows: z.exactOptional(id.check(z.describe('The claim that is confirmed when this step goes as it says.'))),
  refutes: z.exactOptional(id.check(z.describe('The claim that is refuted when this step goes as it says.'))),
  mark: z.exactOptional(valueName.check(z.describe('Names the moment at which this step begins.'))),
}

const measured = {
  measure: z.exactOptional(
    valueName.check(z.describe('Keeps the milliseconds from the last fault, or from `since`, to this.')),
  ),
  since: z.exactOptional(z.string().check(z.describe('A mark, or start. Else: since the last fault.'))),
}

const answered = {
  reply: z.exactOptional(wanted.check(z.describe('What Redis must reply.'))),
  error: z.exactOptional(
    wantedError.check(z.describe('How the error that must come begins, or /a pattern/.')),
  ),
  within: z.exactOptional(duration),
  field: z.exactOptional(z.string().check(z.describe('The field of the reply that is meant.'))),
  save: z.exactOptional(valueName.check(z.describe('Keeps the reply under this name.'))),
  measure: z.exactOptional(valueName.check(z.describe('Keeps the milliseconds that the reply took.'))),
}

const forTime = {for: z.exactOptional(duration.check(z.describe('Undone after this time.')))}

/** Each kind of step, known by its first word. `command` and `alone` are those without a word of their own. */
export const stepSchemas = {
  wait: z.strictObject({wait: duration}),
  await: z.strictObject({
    await: z.unknown(),
    within: z.exactOptional(duration),
    ...measured,
  }),
  never: z.strictObject({
    never: z.unknown(),
    for: duration,
    since: z.exactOptional(z.string()),
  }),
  kill: z.strictObject({kill: targets, signal: z.exactOptional(z.string()), ...forTime}),
  stop: z.strictObject({
    stop: targets,
    failover: z.exactOptional(
      z
        .boolean()
        .check(z.describe('Of a master of a cluster of Valkey 9: it hands over to a replica first.')),
    ),
    ...forTime,
  }),
  start: z.strictObject({start: targets}),
  restart: z.strictObject({restart: targets, ...forTime}),
  pause: z.strictObject({pause: targets, ...forTime}),
  resume: z.strictObject({resume: targets}),
  failover: z.strictObject({
    failover: targets,
    force: z.exactOptional(z.boolean().check(z.describe('Of a cluster: without asking the master.'))),
    takeover: z.exactOptional(z.boolean().check(z.describe('Of a cluster: without asking anybody.'))),
    coordinated: z.exactOptional(
      z.boolean().check(z.describe('Of sentinels of Valkey 9: the master hands over, and loses no write.')),
    ),
  }),
  sleep: z.strictObject({sleep: targets, for: duration}),
  disconnect: z.strictObject({
    disconnect: targets,
    types: z.exactOptional(z.array(z.enum(clientTypes))),
  }),
  set: z.strictObject({
    set: targets,
    to: z.record(z.string(), z.union([z.string(), z.number()])),
    ...forTime,
  }),
  fill: z.strictObject({fill: targets, ...forTime}),
  partition: z.strictObject({
    partition: targets,
    from: z.exactOptional(targets),
    'one-way': z.exactOptional(z.boolean()),
    cut: z.exactOptional(z.enum(['stall', 'reset', 'refuse'])),
    ...forTime,
  }),
  delay: z.strictObject({
    delay: targets,
    to: z.exactOptional(targets),
    by: z.exactOptional(duration),
    jitter: z.exactOptional(duration),
    bandwidth: z.exactOptional(z.string()),
    ...forTime,
  }),
  heal: z.strictObject({heal: targets}),
  load: z.strictObject({
    load: z.enum(loadKinds),
    as: valueName,
    rate: z.exactOptional(z.number()),
    concurrency: z.exactOptional(z.int()),
    master: z.exactOptional(z.string()),
    at: z.exactOptional(
      z.string().check(z.describe('An instance to stay at, instead of following the master.')),
    ),
  }),
  end: z.strictObject({end: valueName.check(z.describe('The load that ends here; its report is kept.'))}),
  answer: z.strictObject({
    answer: z.string().check(z.describe('A client whose command blocked.')),
    ...answered,
  }),
  close: z.strictObject({close: z.string().check(z.describe('A client whose connection is closed.'))}),
  observe: z.strictObject({
    observe: z.unknown(),
    as: valueName,
    since: z.exactOptional(z.string()),
  }),
  note: z.strictObject({
    note: expression.check(z.describe('A calculation over what was measured, kept under a name.')),
    as: valueName,
  }),
  check: z.strictObject({
    check: expression.check(z.describe('A condition on what was measured that must hold here.')),
  }),
  ...clusterStepSchemas,
  ...lockStepSchemas,
  ...machineStepSchemas,
  edit: z.strictObject({
    edit: targets.check(z.describe('Instances that do not run: their conf files are changed.')),
    without: z.exactOptional(
      z.array(z.string()).check(z.describe('Directives whose lines are left out, such as sentinel myid.')),
    ),
    lines: z.exactOptional(z.array(z.string()).check(z.describe('Lines that are put at the end.'))),
  }),
  repeat: z.strictObject({repeat: count, steps: z.array(z.unknown())}),
  each: z.strictObject({
    each: targets.check(z.describe('Instances, one after the other; the steps call each of them `it`.')),
    steps: z.array(z.unknown()),
  }),
  together: z.strictObject({
    together: z.array(z.unknown()).check(z.describe('Steps that begin at the same time.')),
  }),
} as const

export const commandSchema = z.strictObject({
  command: z.union([
    z.string().check(z.minLength(1, {message: 'the command is empty'})),
    z.array(z.union([z.string(), z.number()])).check(z.minLength(1, {message: 'the command is empty'})),
  ]),
  blocks: z.exactOptional(duration.check(z.describe('No reply comes within this time; see answer.'))),
  'may-be-lost': z.exactOptional(
    z.boolean().check(z.describe('The reply may be lost, since the instance may end before it sends it.')),
  ),
  times: z.exactOptional(count.check(z.describe('Sent so many times, one after the other.'))),
  ...answered,
})

/** Narration by itself. */
export const sayAloneSchema = z.strictObject({})

/** What is counted in what has happened. */
export const observedSchemas = {
  event: z.strictObject({
    event: eventKind,
    of: z.exactOptional(targets),
    fields: z.exactOptional(z.record(z.string(), wanted)),
  }),
  log: z.strictObject({log: regexSource, of: z.exactOptional(targets)}),
  message: z.strictObject({message: regexSource, of: z.string()}),
} as const

export type StepKind = keyof typeof stepSchemas
export const stepKinds = Object.keys(stepSchemas) as readonly StepKind[]
