import {Expression, type Scope, type Value} from '../core/lab/expression.ts'
import {fillIn} from '../core/lab/fill-in.ts'
import {instanceValues} from '../core/lab/instance-values.ts'
import {type Lab, valuesOf} from '../core/lab/lab.ts'
import type {LabEvent} from '../core/lab/lab-event.ts'
import type {Reply} from '../core/lab/reply.ts'
import type {LockOutcome} from '../core/lab/schema/lock-steps.ts'
import {pastFaults} from '../core/lab/schema/words.ts'
import type {Shown} from '../core/lab/verdicts.ts'
import type {LoadReport} from '../core/load/report.ts'
import type {ServerInfo} from '../core/words.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import type {DeploymentObserver} from '../engine/observe/observe-deployment.ts'
import type {Load} from '../load/load.ts'
import type {LabClients} from './clients.ts'
import {mainOf, type Recorder} from './recorder.ts'

/** What happened when a client did something with a lock: the outcome, and more in words. */
export interface LockOperation {
  readonly outcome: LockOutcome
  readonly detail?: string
  readonly fence?: number
}

export interface StageSettings {
  readonly lab: Lab
  readonly deployment: Deployment
  readonly server: ServerInfo
  readonly recorder: Recorder
  readonly clients: LabClients
  readonly observer: DeploymentObserver
  readonly isThorough: boolean
  readonly signal: AbortSignal
  readonly emit: (event: LabEvent) => void
}

/** Where a lab plays: its deployment, its clients, and everything that its steps have left behind so far. */
export class Stage {
  readonly lab: Lab
  readonly deployment: Deployment
  readonly server: ServerInfo
  readonly recorder: Recorder
  readonly clients: LabClients
  readonly observer: DeploymentObserver
  readonly signal: AbortSignal
  readonly emit: (event: LabEvent) => void
  /** Moments that steps can measure from, in milliseconds since 1970. */
  readonly marks = new Map<string, number>()
  readonly loads = new Map<string, Load>()
  readonly reports = new Map<string, LoadReport>()
  /** Commands whose reply has not come yet, by client. */
  readonly pending = new Map<string, {readonly reply: Promise<Reply>; readonly since: number}>()
  /** What clients that lock are at. */
  readonly operations = new Map<string, Promise<LockOperation>>()
  readonly shown = new Map<string, Shown>()
  /** What must be undone outside of the deployment, last first. */
  readonly undo: (() => Promise<void>)[] = []
  readonly #values = new Map<string, Value>()
  /** Whom the last fault of each kind was done to. */
  readonly #past = new Map<string, readonly string[]>()

  constructor(settings: StageSettings) {
    const {lab, isThorough} = settings
    this.lab = lab
    this.deployment = settings.deployment
    this.server = settings.server
    this.recorder = settings.recorder
    this.clients = settings.clients
    this.observer = settings.observer
    this.signal = settings.signal
    this.emit = settings.emit
    this.marks.set('start', Date.now())
    for (const [name, value] of Object.entries(valuesOf(lab, {isThorough}))) this.#values.set(name, value)
  }

  /** Keeps a measured value, for expressions and placeholders. */
  keep(name: string, value: Value): void {
    this.#values.set(name, value)
    this.emit({kind: 'measured', name, value})
  }

  /** Everything that expressions can read now. */
  get scope(): Scope {
    const {failovers} = this.recorder
    const mainFailover = mainOf(failovers)
    const {flavour, version} = this.server
    return {
      server: {flavour, version},
      locks: this.clients.locks.view(),
      ...instanceValues(this.deployment.record.plan),
      ...(mainFailover === undefined
        ? {}
        : {phases: {...mainFailover.phases}, failover: describe(mainFailover)}),
      failovers: failovers.map(describe),
      ...Object.fromEntries(
        [...this.loads].map(([name, load]) => [name, {...load.snapshot()} as unknown as Value]),
      ),
      ...Object.fromEntries([...this.reports].map(([name, report]) => [name, report as unknown as Value])),
      ...Object.fromEntries(this.#values),
    }
  }

  /** The values that steps gave names to. */
  get measured(): Readonly<Record<string, Value>> {
    return Object.fromEntries(this.#values)
  }

  /** A step with what was measured so far in place of `${name}`: done once, before it is run. */
  filled<Part>(part: Part): Part {
    let scope: Scope | undefined
    return fillIn(part, () => {
      scope ??= this.scope
      return scope
    })
  }

  /** What a condition is now, and what was measured of what it reads. */
  evaluate(text: string): {readonly value: Value; readonly described: string} {
    const expression = Expression.parse(text)
    const {scope} = this
    return {value: expression.evaluate(scope), described: expression.describe(scope)}
  }

  /** The moment from which a step measures: a mark, else the last fault, else the beginning. */
  since(mark: string | undefined): number {
    return this.marks.get(mark ?? 'fault') ?? this.marks.get('start') ?? 0
  }

  rememberFault(kind: string, names: readonly string[], at: number): void {
    this.#past.set(kind, names)
    this.marks.set('fault', at)
  }

  /** Targets as the engine knows them: `killed` and the like become the names that they stand for. */
  targets(targets: string | readonly string[]): readonly string[] {
    return [targets]
      .flat()
      .flatMap((text) => String(text).split(','))
      .map((word) => word.trim())
      .flatMap((word) => {
        if (!(pastFaults as readonly string[]).includes(word)) return [word]
        return this.#past.get(faultOfPast[word as (typeof pastFaults)[number]]) ?? [word]
      })
  }

  /** The names of the instances that targets mean now. */
  async names(targets: string | readonly string[]): Promise<readonly string[]> {
    const wanted = this.targets(targets)
    const known = new Set(this.deployment.record.plan.instances.map(({name}) => name))
    if (wanted.every((name) => known.has(name))) return wanted
    return (await this.deployment.resolve(wanted, {signal: this.signal})).map(({name}) => name)
  }
}

const faultOfPast: Readonly<Record<(typeof pastFaults)[number], string>> = {
  killed: 'kill',
  stopped: 'stop',
  restarted: 'restart',
  paused: 'pause',
  partitioned: 'partition',
}

function describe(failover: Recorder['failovers'][number]): Value {
  const {masterName, outcome, oldMaster, newMaster, phases, details} = failover
  const {attempts, choice} = details
  return {
    masterName,
    outcome,
    oldMaster,
    newMaster,
    choice,
    attempts: attempts.length,
    leader: attempts.findLast(({leader}) => leader !== null)?.leader ?? null,
    votes: attempts.at(-1)?.votes.length ?? 0,
    epoch: attempts.at(-1)?.epoch ?? null,
    result: attempts.at(-1)?.result ?? null,
    ...phases,
  }
}
