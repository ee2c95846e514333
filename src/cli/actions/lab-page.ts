import type {LabEvent} from '../../core/lab/lab-event.ts'
import {explainIncident} from '../../core/timeline/explain.ts'
import type {IncidentTracker} from '../../core/timeline/tracker.ts'
import type {Plan} from '../../core/topology/plan.ts'
import type {ServerInfo} from '../../core/words.ts'
import {PageRecorder} from '../../engine/page/page-recorder.ts'
import {writePage} from './write-page.ts'

interface Stage {
  readonly plan: Plan
  readonly tracker: IncidentTracker
  readonly recorder: PageRecorder
}

/** Takes in what happens in a lab, whose deployment is gone when it ends, and writes a page of it. */
export class LabPage {
  readonly #server: ServerInfo
  #stage: Stage | undefined
  #result: Extract<LabEvent, {readonly kind: 'lab-ended'}>['result'] | undefined

  constructor(server: ServerInfo) {
    this.#server = server
  }

  take(event: LabEvent): void {
    if (event.kind === 'deployment-ready') {
      const {plan, tracker} = event
      this.#stage = {plan, tracker, recorder: new PageRecorder(plan, this.#server)}
    } else if (event.kind === 'entry')
      this.#stage?.recorder.push(event.entry, this.#stage.tracker.originOf(event.entry))
    else if (event.kind === 'lab-ended') this.#result = event.result
  }

  /**
   * Writes the page; nothing where the lab was skipped.
   *
   * @throws RedislabError OPTION_INVALID when it cannot be written
   */
  async write(file: string): Promise<void> {
    const result = this.#result
    if (this.#stage === undefined || result === undefined) return
    const {plan, tracker, recorder} = this.#stage
    const explanations = tracker.incidents.map((incident) =>
      explainIncident(incident, {plan, names: tracker.names}),
    )
    const now = Date.now()
    const loads = Object.values(result.loads ?? {})
    const extras = {lab: result, loads: loads.length > 0 ? loads : result.load ? [result.load] : []}
    await writePage(file, recorder.describe(explanations, {to: recorder.lastAt ?? now, madeAt: now}, extras))
  }
}
