import {activityOf, workOfSign, worksTooSeldom} from '../core/certify/activity.ts'
import {type Judgement, judge} from '../core/certify/judge.ts'
import type {ScenarioResult} from '../core/certify/result.ts'
import type {Scenario} from '../core/certify/scenario.ts'
import {type Sight, settleMs} from '../core/certify/sight.ts'
import type {Step} from '../core/lab/lab.ts'
import type {Deployment} from '../engine/deployment/deployment.ts'
import {sleepUnlessAborted} from '../engine/time/wait.ts'
import {evidenceOf} from './evidence.ts'
import {Fronts} from './fronts.ts'
import {Program} from './program.ts'
import {Watch} from './watch.ts'

const lookEveryMs = 200
/** So long the client is watched before the first fault, once it works. */
const warmMs = 1500
/** So many questions and connections in the last seconds are a sign of life; sentinels and replicas have their own. */
const livelySigns = 8
const livelyMs = 4000
/** A client that ends with this exit code before it has done anything says that it cannot do what the scenario asks for. */
const cannotDo = 77

export type Found = Omit<
  ScenarioResult,
  | 'id'
  | 'number'
  | 'title'
  | 'suite'
  | 'outcome'
  | 'passed'
  | 'known'
  | 'advice'
  | 'bugs'
  | 'durationMs'
  | 'server'
>

interface Settings {
  readonly deployment: Deployment
  readonly scenario: Scenario
  readonly command: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly waitMs: number
  readonly signal: AbortSignal
}

/** One client in one scenario: starts it, watches it, and judges it once nothing can change any more. */
export class Examination {
  readonly #settings: Settings
  readonly #watch: Watch
  readonly #fronts: Fronts | undefined
  readonly #over = new AbortController()
  #program: Program | undefined
  #faultAt: number | undefined
  #stepsEndedAt: number | undefined
  /** Those of redislab itself, as many as there were before the client. */
  #ownConnections = 0
  #connectionsBefore = 0
  readonly result: Promise<Found>
  #resolve: (found: Found) => void = () => {}

  private constructor(settings: Settings, watch: Watch, fronts: Fronts | undefined) {
    this.#settings = settings
    this.#watch = watch
    this.#fronts = fronts
    this.result = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  static async begin(settings: Settings): Promise<Examination> {
    const {deployment, scenario} = settings
    const {fronts: front} = scenario.certify
    const fronts =
      front === undefined ? undefined : await Fronts.open(deployment.record.plan.instances, front)
    return new Examination(settings, new Watch(deployment, scenario), fronts)
  }

  /** Called before each step: starts the client before the one that the scenario names. */
  async before(step: Step): Promise<void> {
    await this.#startBefore(step)
    if (step.id !== undefined) await this.#fronts?.at(step.id)
  }

  async #startBefore(step: Step): Promise<void> {
    const {starts} = this.#settings.scenario.certify
    const isStart = starts === undefined ? step.number === 1 : step.id === starts
    if (!isStart || this.#program !== undefined) return
    await this.#watch.sampler.hasLooked
    this.#ownConnections = this.#watch.sampler.clients
    this.#program = await Program.start(this.#settings.command, this.#settings.env)
    // Faults that were there before it are what it is about.
    if (starts !== undefined && this.#isLastStep(step)) this.#faultAt = this.#program.startedAt
    await this.#warmUp()
    this.#connectionsBefore = this.#clients
    this.#watch.masters.reset()
    this.#faultAt ??= Date.now()
  }

  #isLastStep(step: Step): boolean {
    return step.number === this.#settings.scenario.lab.steps.at(-1)?.number
  }

  /** Waits until the client works, and a little longer; not for ever for one that does not. */
  async #warmUp(): Promise<void> {
    const {waitMs, signal, scenario} = this.#settings
    const program = this.#program as Program
    const {starts, fronts} = scenario.certify
    let since: number | undefined
    // What keeps a client from starting is undone by the steps that follow. What relays do comes after its start.
    const isWell = starts === undefined || fronts !== undefined
    const patience = isWell ? Math.min(15_000, waitMs) : 3000
    while (program.exit === undefined && !signal.aborted) {
      const now = Date.now()
      const {everWorked} = activityOf(this.#sight(now))
      if (everWorked) since ??= now
      if (since !== undefined && now - since >= warmMs) return
      if (since === undefined && now - program.startedAt > patience) return
      await sleepUnlessAborted(50, AbortSignal.any([signal, this.#over.signal]))
    }
  }

  /** How many connections the client has. */
  get #clients(): number {
    return Math.max(0, this.#watch.sampler.clients - this.#ownConnections)
  }

  stepsEnded(): void {
    this.#stepsEndedAt ??= Date.now()
  }

  /** There is nothing to judge: the client could not be started, or a step could not even be tried. */
  abandon(): void {
    this.#over.abort()
  }

  /** Watches until the judgement is final; then ends the client. */
  async end(): Promise<void> {
    const signal = AbortSignal.any([this.#settings.signal, this.#over.signal])
    try {
      let judgement: Judgement | undefined
      while (!signal.aborted) {
        await sleepUnlessAborted(lookEveryMs, signal)
        if (this.#program === undefined) {
          // A step before its start went wrong.
          if (this.#stepsEndedAt !== undefined) break
          continue
        }
        const sight = this.#sight(Date.now())
        judgement = judge(sight)
        if (judgement.isFinal && (this.#faultAt !== undefined || this.#program.exit !== undefined)) {
          this.#resolve(await this.#conclude(sight, judgement))
          return
        }
      }
      this.#resolve(await this.#conclude(this.#sight(Date.now()), judgement))
    } finally {
      this.#over.abort()
      await this.#program?.[Symbol.asyncDispose]()
      await this.#watch[Symbol.asyncDispose]()
      await this.#fronts?.[Symbol.asyncDispose]()
    }
  }

  #sight(now: number): Sight {
    const {sampler, masters, record} = this.#watch
    const program = this.#program
    const startedAt = program?.startedAt ?? now
    const faultAt = this.#faultAt ?? now
    return {
      record,
      certify: this.#settings.scenario.certify,
      now,
      startedAt,
      contactAt: program?.contactAt ?? startedAt,
      faultAt,
      stepsEndedAt: this.#stepsEndedAt,
      waitMs: this.#settings.waitMs,
      floors: masters.floors,
      agreement: masters.agreement,
      lastSignAt: this.#lastSignAt(now, startedAt),
      exit: program?.exit,
      storms: sampler.storms({startedAt, faultAt}),
      connections: {before: this.#connectionsBefore, after: this.#clients},
    }
  }

  #lastSignAt(now: number, startedAt: number): number {
    const {sampler, lastCommandAt} = this.#watch
    const isLively = now - startedAt > livelyMs && sampler.during(now - livelyMs, now) > livelySigns
    return Math.max(this.#program?.lastOutputAt ?? 0, lastCommandAt, isLively ? now : 0)
  }

  async #conclude(sight: Sight, judgement: Judgement | undefined): Promise<Found> {
    const {certify} = this.#settings.scenario
    const {record, ledger, sampler} = this.#watch
    const program = this.#program
    const {reasons = [], verdict = null, recovered = false, outageMs = null, floorMs = 0} = judgement ?? {}
    const {silentMs = 0, silentWrites = 0} = judgement ?? {}
    const usage = (await program?.usage()) ?? {cpuMs: null, descriptors: null}
    const lost = Math.max(silentWrites, await this.#watch.countLost())
    const never = this.#neverDid(judgement)
    return {
      verdict: never === undefined ? verdict : null,
      reasons: never === undefined ? reasons : [],
      skipped: never ?? null,
      recovered,
      outageMs,
      floorMs,
      silentMs,
      silentWrites,
      acknowledged: ledger.executed,
      lost,
      errors: sampler.errors,
      reported: program?.operations.reported ?? null,
      storms: sight.storms,
      connections: sight.connections,
      process: {exitCode: program?.exit?.exitCode ?? null, signal: program?.exit?.signal ?? null, ...usage},
      evidence: evidenceOf({record, certify, sight, tail: program?.tail ?? []}),
    }
  }

  /** Why nothing can be said of a client that does not do what the scenario is about; undefined for one that does. */
  #neverDid(judgement: Judgement | undefined): string | undefined {
    const {counts = 'writes'} = this.#settings.scenario.certify
    const program = this.#program
    if (program?.exit?.exitCode === cannotDo && this.#watch.record.events.length === 0)
      return `the client cannot do this: ${program.tail.at(-1) ?? `it ended with exit code ${cannotDo}`}`
    if (judgement === undefined || judgement.verdict === 'crashes') return undefined
    const {events} = this.#watch.record
    if (!judgement.recovered && worksTooSeldom(events, workOfSign[counts]))
      return `the client works less than once in ${settleMs / 2000} s: too seldom to be judged`
    if (counts === 'writes') return undefined
    const work = {reads: 'read', subscription: 'heard', pops: 'popped'}[counts]
    const isOtherwiseBusy = events.some((event) => event.work === 'write')
    if (!isOtherwiseBusy || events.some((event) => event.work === work)) return undefined
    const what = {reads: 'reads nothing', subscription: 'subscribes to nothing', pops: 'blocks at no queue'}[
      counts
    ]
    return `the client ${what}`
  }
}
