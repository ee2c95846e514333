import {EventEmitter} from 'node:events'
import type {PageData} from '../../core/contract/page-json.ts'
import type {Finding} from '../../core/diagnosis/finding.ts'
import {hasErrorCode} from '../../core/errors/errors.ts'
import {type Sighting, sightingOf} from '../../core/picture/sighting.ts'
import type {Deployment} from '../deployment/deployment.ts'
import type {DeploymentObserver} from '../observe/observe-deployment.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {requireRecord} from '../state/require-record.ts'
import {sleep} from '../time/wait.ts'
import {explainRead} from '../timeline/explain-last.ts'
import {type OpenTimeline, openTimeline} from '../timeline/open-timeline.ts'
import {deedsOf} from './deeds.ts'
import {findFindings} from './find-findings.ts'
import type {LoadDesk, RunningLoad} from './load-desk.ts'
import {PageRecorder} from './page-recorder.ts'
import type {PageEvents, PageSource} from './page-source.ts'

/** How often the instances are asked. */
const lookEveryMs = 250
/** The same of instances that run elsewhere. */
const lookElsewhereEveryMs = 1000
/** How often a page is made at most; of long timelines less often, so that making them takes a part of the time only. */
const makeEveryMs = 250
const mostShare = 0.2
/** The findings come from whole files: they are looked for when nothing has happened for this long. */
const quietMs = 1500
/**
 * Settings of what runs elsewhere change without a line: it is asked once more after this long, and after so many times as long as
 * asking took.
 */
const judgeElsewhereEveryMs = 5000
const judgeRestFactor = 3

type PageEventMap = {[Name in keyof PageEvents]: PageEvents[Name]}

interface Followed {
  readonly timeline: OpenTimeline
  readonly recorder: PageRecorder
}

/**
 * The page of a deployment while things happen to it. Emits `change` when there is a newer one, and `tick` with the moment
 * until which nothing has changed.
 */
export class LivePage extends EventEmitter<PageEventMap> implements PageSource {
  readonly #deployment: Deployment
  readonly #signal: AbortSignal
  readonly #loads: LoadDesk | undefined
  #followed: Followed | undefined
  #data: PageData | undefined
  #isStale = true
  #findings: readonly Finding[] = []
  #changedAt = 0
  #judgeAt = 0
  #lastSeen = ''
  #running: readonly RunningLoad[] = []
  #reported = 0

  /** @param loads what starts loads; undefined where none can be started */
  constructor(
    deployment: Deployment,
    {signal, loads}: {readonly signal: AbortSignal; readonly loads?: LoadDesk | undefined},
  ) {
    super()
    this.#deployment = deployment
    this.#signal = signal
    this.#loads = loads
  }

  /** The newest page; undefined until the first one is made. */
  get data(): PageData | undefined {
    return this.#data
  }

  /** Follows the deployment until aborted. @throws the reason of the abort, and what reading its files throws */
  async follow(): Promise<void> {
    using observer = this.#deployment.observer()
    while (true) {
      // An instance that is added or removed makes another plan, and another picture.
      const ended = new AbortController()
      const signal = AbortSignal.any([this.#signal, ended.signal])
      const {plan} = await this.#readRecord()
      const names = plan.instances.map(({name}) => name).join(' ')
      const reading = this.#read(signal)
      reading.catch(() => undefined)
      try {
        await this.#look(observer, names)
      } finally {
        ended.abort()
        await reading.catch((error: unknown) => {
          if (!signal.aborted) throw error
        })
      }
    }
  }

  #readRecord(): Promise<DeploymentRecord> {
    const {home, name, access} = this.#deployment
    return requireRecord(home, name, {evenIfLive: access !== undefined})
  }

  async #read(signal: AbortSignal): Promise<void> {
    const deployment = this.#deployment
    await deployment.status({signal})
    const timeline = await openTimeline(deployment, {everything: true, follow: true, signal})
    const {plan, server} = deployment.record
    const recorder = new PageRecorder(plan, server)
    this.#followed = {timeline, recorder}
    for await (const batch of timeline.batches) {
      for (const entry of batch) recorder.push(entry, timeline.tracker.originOf(entry))
      this.#change()
    }
  }

  /** Asks the instances again and again, and makes pages. @returns when the instances are others */
  async #look(observer: DeploymentObserver, names: string): Promise<void> {
    let madeAt = 0
    let tookMs = 0
    while (true) {
      this.#signal.throwIfAborted()
      const record = await this.#readRecord()
      if (record.plan.instances.map(({name}) => name).join(' ') !== names) return
      const observations = await observer.observe({...record, ...this.#deployment.access})
      this.#see(sightingOf(record.plan, observations, Date.now()))
      this.#lookAtLoads()
      const now = Date.now()
      if (this.#isStale && now - madeAt >= Math.max(makeEveryMs, tookMs / mostShare)) {
        this.#isStale = false
        await this.#make(observer)
        madeAt = Date.now()
        tookMs = madeAt - now
        // Offsets change all the time where somebody works: nothing would be asked if that had to stand still.
        if (this.#deployment.access !== undefined) await this.#lookForFindings()
      } else if (this.#data !== undefined) {
        await this.#lookForFindings()
        this.emit('tick', now - Date.parse(this.#data.period.from))
      }
      await sleep(this.#deployment.access === undefined ? lookEveryMs : lookElsewhereEveryMs, this.#signal)
    }
  }

  /** A load that has begun or ended makes another page; how one goes on is told by itself. */
  #lookAtLoads(): void {
    const running = this.#loads?.look() ?? []
    const reported = this.#loads?.reports.length ?? 0
    if (running.length !== this.#running.length || reported !== this.#reported) this.#isStale = true
    else if (running.length > 0) this.emit('load', running)
    this.#running = running
    this.#reported = reported
  }

  #see(sighting: Sighting): void {
    const {instances, views} = sighting
    const seen = JSON.stringify([instances, views])
    if (this.#followed === undefined || seen === this.#lastSeen) return
    this.#lastSeen = seen
    this.#followed.recorder.see(sighting)
    this.#isStale = true
  }

  #change(): void {
    this.#isStale = true
    this.#changedAt = Date.now()
  }

  async #make(observer: DeploymentObserver): Promise<void> {
    const followed = this.#followed
    if (followed === undefined) {
      this.#isStale = true
      return
    }
    const {timeline, recorder} = followed
    if (timeline.tracker.incidents.length > 0)
      await this.#deployment.statusBy(observer, {signal: this.#signal})
    const {explanations} = await explainRead(this.#deployment, timeline, {isForAll: true})
    const now = Date.now()
    this.#data = recorder.describe(
      explanations,
      {to: now, madeAt: now},
      {
        findings: this.#findings,
        loads: this.#loads?.reports,
        running: this.#running,
        actions: [...deedsOf(this.#deployment.record), ...(this.#loads === undefined ? [] : ['load'])],
      },
    )
    this.emit('change')
  }

  async #lookForFindings(): Promise<void> {
    const now = Date.now()
    const hasSettled = this.#changedAt !== 0 && now - this.#changedAt >= quietMs
    const isElsewhere = this.#deployment.access !== undefined
    if (isElsewhere ? now < this.#judgeAt : !hasSettled) return
    this.#changedAt = 0
    const findings = await this.#findFindings()
    const tookMs = Date.now() - now
    this.#judgeAt = Date.now() + Math.max(judgeElsewhereEveryMs, tookMs * judgeRestFactor)
    if (JSON.stringify(findings) === JSON.stringify(this.#findings)) return
    this.#findings = findings
    this.#isStale = true
  }

  /** While nobody answers, which the picture shows, the last findings stay. */
  async #findFindings(): Promise<readonly Finding[]> {
    try {
      return await findFindings(this.#deployment, this.#signal)
    } catch (error) {
      const isSilent = this.#deployment.access !== undefined && hasErrorCode(error, 'SOURCE_UNREADABLE')
      if (!isSilent) throw error
      return this.#findings
    }
  }
}
