import {describeStep} from '../lab/describe-step.ts'
import {fillIn} from '../lab/fill-in.ts'
import {type Lab, type Step, valuesOf} from '../lab/lab.ts'
import type {LabEvent} from '../lab/lab-event.ts'
import type {Language} from '../lab/languages.ts'
import type {ClaimResult} from '../lab/result.ts'
import {appliesTo} from '../lab/verdicts.ts'
import type {ServerInfo} from '../words.ts'
import type {PageData} from './page-json.ts'

type LabOfPage = NonNullable<PageData['lab']>
type Told = LabOfPage['story'][number]

/** Folds what happens in a lab into its story, as a page tells it: what the terminal tells, step by step. */
export class LabStory {
  readonly #server: ServerInfo
  readonly #language: Language
  #lab: Lab | undefined
  readonly #story: Told[] = []
  readonly #claims = new Map<string, ClaimResult>()
  #next: string | null = null
  #ended: Extract<LabEvent, {readonly kind: 'lab-ended'}>['result'] | undefined

  constructor(server: ServerInfo, language: Language) {
    this.#server = server
    this.#language = language
  }

  take(event: LabEvent): void {
    if (event.kind === 'lab-started') this.#lab = event.lab
    else if (event.kind === 'step-started') this.#begin(event)
    else if (event.kind === 'step-ended') this.#end(event)
    else if (event.kind === 'claim') this.#claims.set(event.claim.id, event.claim)
    else if (event.kind === 'lab-ended') this.#ended = event.result
  }

  /** Notes that a step waits until it is asked for; undefined when none does. */
  await(step: Step | undefined): void {
    this.#next = step === undefined ? null : describeStep(this.#filled(step))
  }

  /** The lab so far; null before it has begun. */
  describe(): PageData['lab'] {
    const lab = this.#lab
    if (lab === undefined) return null
    const {title, about = null, claims, steps} = lab
    return {
      title,
      outcome: this.#ended?.outcome ?? 'running',
      steps: [...(this.#ended?.steps ?? [])],
      claims: [...this.#claims.values()],
      about: about === null ? null : about.trim(),
      language: this.#language,
      story: [...this.#story],
      asserted: claims.filter(({when}) => appliesTo(when, this.#server)).map(({id, text}) => ({id, text})),
      length: steps.length,
      next: this.#next,
    }
  }

  #begin({step, depth, round}: Extract<LabEvent, {readonly kind: 'step-started'}>): void {
    if (round > 1) return
    this.#story.push({...tellOf(step, depth), status: 'running', result: null})
  }

  #end({step, result, depth, round}: Extract<LabEvent, {readonly kind: 'step-ended'}>): void {
    if (round > 1) return
    const told = {
      ...tellOf(step, depth),
      status: result.status,
      result: result.problem?.seen ?? result.result,
    }
    const at = this.#story.findLastIndex(
      (one) => one.status === 'running' && one.number === step.number && one.depth === depth,
    )
    // One that is left out never begins.
    if (at < 0) this.#story.push(told)
    else this.#story[at] = told
    this.#decide(step, result.status, `${result.text}${told.result === null ? '' : ` → ${told.result}`}`)
  }

  /** What a step shows stands at once; the same is judged once more when all steps are over. */
  #decide({shows, refutes}: Step, status: Told['status'], evidence: string): void {
    const id = shows ?? refutes
    const claim = this.#lab?.claims.find((one) => one.id === id)
    if (claim === undefined || status === 'skipped') return
    const isShown = (shows !== undefined) === (status === 'passed')
    const verdict = isShown ? 'confirmed' : 'refuted'
    const because = claim.because === undefined ? {} : {because: claim.because}
    this.#claims.set(claim.id, {
      id: claim.id,
      text: claim.text,
      verdict,
      expected: null,
      evidence,
      ...because,
    })
  }

  #filled(step: Step): Step {
    const lab = this.#lab
    return lab === undefined ? step : fillIn(step, () => valuesOf(lab, {isThorough: false}))
  }
}

function tellOf(step: Step, depth: number): Omit<Told, 'status' | 'result'> {
  return {
    number: step.number,
    depth,
    say: step.say?.trim() ?? null,
    text: describeStep(step),
    shows: step.shows ?? step.refutes ?? null,
  }
}
