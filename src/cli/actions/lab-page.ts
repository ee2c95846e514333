import {EventEmitter} from 'node:events'
import {LabStory} from '../../core/contract/lab-story.ts'
import type {PageData} from '../../core/contract/page-json.ts'
import type {Lab, Step} from '../../core/lab/lab.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import type {Language} from '../../core/lab/languages.ts'
import {explainIncident} from '../../core/timeline/explain.ts'
import type {IncidentTracker} from '../../core/timeline/tracker.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {ServerInfo} from '../../core/words.ts'
import {PageRecorder} from '../../engine/page/page-recorder.ts'
import type {PageEvents, PageSource} from '../../engine/page/page-source.ts'
import {writePage} from './write-page.ts'

interface Stage {
  readonly plan: Plan
  readonly tracker: IncidentTracker
  readonly recorder: PageRecorder
}

type PageEventMap = {[Name in keyof PageEvents]: PageEvents[Name]}

/** How often a page is made at most, and how often it is told that nothing has changed. */
const makeEveryMs = 200

/**
 * Takes in what happens in a lab, whose deployment is gone when it ends, and makes pages of it: one while it happens, and
 * one of it all in a file.
 */
export class LabPage extends EventEmitter<PageEventMap> implements PageSource {
  readonly #server: ServerInfo
  readonly #story: LabStory
  #lab: Lab | undefined
  #stage: Stage | undefined
  #result: Extract<LabEvent, {readonly kind: 'lab-ended'}>['result'] | undefined
  #data: PageData | undefined
  #isStale = false

  constructor(server: ServerInfo, language: Language) {
    super()
    this.setMaxListeners(0)
    this.#server = server
    this.#story = new LabStory(server, language)
  }

  /** The newest page. */
  get data(): PageData | undefined {
    return this.#data
  }

  take(event: LabEvent): void {
    this.#isStale = true
    this.#story.take(event)
    if (event.kind === 'lab-started') this.#lab = event.lab
    else if (event.kind === 'deployment-ready') {
      const {plan, tracker} = event
      this.#stage = {plan, tracker, recorder: new PageRecorder(plan, this.#server)}
    } else if (event.kind === 'entry')
      this.#stage?.recorder.push(event.entry, this.#stage.tracker.originOf(event.entry))
    else if (event.kind === 'lab-ended') this.#result = event.result
  }

  /** A step waits until it is asked for; undefined when none does any more. */
  await(step: Step | undefined): void {
    this.#story.await(step)
    this.#isStale = true
  }

  /** Tells of what happens until disposed of. */
  follow(): Disposable {
    const timer = setInterval(() => this.#tell(), makeEveryMs)
    return {[Symbol.dispose]: () => clearInterval(timer)}
  }

  /**
   * Writes the page; nothing where the lab was skipped.
   *
   * @throws RedislabError OPTION_INVALID when it cannot be written
   */
  async write(file: string): Promise<void> {
    if (this.#stage === undefined || this.#result === undefined) return
    await writePage(file, this.#describe(this.#stage))
  }

  #tell(): void {
    const {data} = this
    if (this.#isStale) {
      this.#isStale = false
      this.#data = this.#stage === undefined ? this.#describeBefore() : this.#describe(this.#stage)
      if (this.#data !== undefined) this.emit('change')
    } else if (data !== undefined && this.#stage !== undefined && this.#result === undefined)
      this.emit('tick', Date.now() - Date.parse(data.period.from))
  }

  /** Before there is a deployment: the story alone. */
  #describeBefore(): PageData | undefined {
    const lab = this.#lab
    if (lab === undefined) return undefined
    const now = Date.now()
    const mode = lab.options.cluster ? 'cluster' : 'sentinel'
    const plan = {name: lab.name, topology: lab.topology, mode, masters: [], instances: []} as const
    const recorder = new PageRecorder(plan, this.#server)
    return recorder.describe([], {to: now, madeAt: now}, {lab: this.#story.describe()})
  }

  #describe({plan, tracker, recorder}: Stage): PageData {
    const explanations = tracker.incidents.map((incident) =>
      explainIncident(incident, {plan, names: tracker.names}),
    )
    const now = Date.now()
    const {load, loads = {}} = this.#result ?? {}
    const all = Object.values(loads)
    const to = this.#result === undefined ? now : (recorder.lastAt ?? now)
    return recorder.describe(
      explanations,
      {to, madeAt: now},
      {
        lab: this.#story.describe(),
        loads: all.length > 0 ? all : load === undefined ? [] : [load],
      },
    )
  }
}
