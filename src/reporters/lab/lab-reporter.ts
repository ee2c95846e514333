import {allFaultKinds} from '../../core/faults/kinds.ts'
import {describeStep} from '../../core/lab/describe-step.ts'
import type {Lab, Step} from '../../core/lab/lab.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import type {Language} from '../../core/lab/languages.ts'
import type {ClaimResult, ExpectationResult, LabResult, StepResult} from '../../core/lab/result.ts'
import {isAsExpected} from '../../core/lab/verdicts.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import type {TimelineEntry} from '../../core/timeline/entries/entry.ts'
import {pad} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'
import {wrapText} from '../kit/wrap-text.ts'
import {TimelineReporter} from '../timeline/timeline-reporter.ts'
import {type LabWords, labWords} from './lab-words.ts'

export interface LabReporterOptions {
  readonly theme?: Theme
  /** The columns of the terminal. Undefined for a file or a pipe: nothing is wrapped. */
  readonly width?: number | undefined
  /** Of the words around the lab. @default 'en' */
  readonly language?: Language | undefined
  /** Each step waits for Enter: it is said how, and how to look around meanwhile. */
  readonly isStepped?: boolean | undefined
}

/** Steps during which the timeline tells what happens: they are written before it, the others when they are done. */
const slowSteps: ReadonlySet<Step['kind']> = new Set([
  ...allFaultKinds,
  'wait',
  'await',
  'never',
  'repeat',
  'together',
  'load',
  'end',
  'reshard',
  'answer',
])

const indent = 6

/** Turns the events of one lab into text for people, as they come: what is done, what happens, and what it shows. */
export class LabReporter {
  readonly #theme: Theme
  readonly #width: number | undefined
  readonly #words: LabWords
  #timeline: TimelineReporter | undefined
  #topology = ''
  #hasBegun = false
  readonly #isStepped: boolean
  /** What a person waits for now: the start, or the step that is under way. */
  awaited: string | undefined
  /** The heading of what is being told since the steps are over. */
  #section: string | undefined

  constructor({theme = stdoutTheme, width, language = 'en', isStepped = false}: LabReporterOptions = {}) {
    this.#isStepped = isStepped
    this.#words = labWords[language]
    this.#theme = theme
    this.#width = width
  }

  render(event: LabEvent): string {
    switch (event.kind) {
      case 'lab-started':
        this.awaited = this.#words.starting(event.lab.topology)
        return this.#renderStart(event.lab)
      case 'deployment-ready': {
        this.#timeline = new TimelineReporter(event.tracker, event.plan, {
          theme: this.#theme,
          briefly: true,
          tellsProgress: true,
        })
        this.awaited = undefined
        return this.#renderReady(event)
      }
      case 'entry':
        return this.#renderEntry(event.entry)
      case 'step-started':
        if (event.depth === 0) this.awaited = makeVisible(describeStep(event.step))
        return (
          this.#renderSay(event.step, event.round) +
          (slowSteps.has(event.step.kind) && event.round === 1 ? this.#renderStep(event.step, event) : '')
        )
      case 'step-ended':
        if (event.depth === 0) this.awaited = undefined
        return this.#renderEnd(event)
      case 'measured':
        return ''
      case 'claim':
        return this.#renderClaim(event.claim)
      case 'expectation':
        return this.#renderExpectation(event.expectation)
      case 'lab-ended':
        return this.#renderResult(event.result)
    }
  }

  #renderReady({readyMs, plan}: Extract<LabEvent, {kind: 'deployment-ready'}>): string {
    const {dim} = this.#theme
    const {ready, howToStep, howToLook} = this.#words
    const lines = [
      ready(this.#topology, formatDuration(readyMs)),
      ...(this.#isStepped ? [howToStep, howToLook(`redislab status --name ${plan.name}`)] : []),
    ]
    return `${lines
      .flatMap((line) => this.#wrap(line, 0))
      .map(dim)
      .join('\n')}\n\n`
  }

  /** How the deployment came up is no part of the story. */
  #renderEntry(entry: TimelineEntry): string {
    if (this.#hasBegun) return this.#timeline?.render([entry]) ?? ''
    this.#hasBegun = entry.kind === 'deployment-started'
    return ''
  }

  /** What is due by the clock although nothing happens. */
  expire(now: number): string {
    return this.#timeline?.expire(now) ?? ''
  }

  #renderStart({name, title, about, topology}: Lab): string {
    const {strong, dim} = this.#theme
    this.#topology = topology
    const told = about === undefined ? '' : `\n${this.#wrap(about.trim(), 0).join('\n')}\n`
    return `${strong(title)}  ${dim(name)}\n${told}\n`
  }

  #renderSay({say}: Step, round: number): string {
    if (say === undefined || round > 1) return ''
    return `\n${this.#wrap(say.trim(), 2)
      .map((line) => `  ${line}`)
      .join('\n')}\n`
  }

  #renderStep(step: Step, {depth}: {depth: number}, text = describeStep(step)): string {
    const {dim, command} = this.#theme
    const number = depth === 0 ? String(step.number).padStart(3) : '   '
    const lines = this.#wrap(makeVisible(text), indent + 2 * depth)
    return `${lines
      .map((line, index) => `${index === 0 ? dim(number) : '   '}  ${' '.repeat(2 * depth)}${command(line)}`)
      .join('\n')}\n`
  }

  #renderEnd({step, result, depth, round}: Extract<LabEvent, {kind: 'step-ended'}>): string {
    const {dim, good, bad} = this.#theme
    if (result.status === 'failed') return this.#renderProblem(step, result, {depth})
    if (step.kind === 'say' || round > 1) return ''
    if (result.status === 'skipped')
      return `${this.#renderStep(step, {depth}, result.text).trimEnd() + dim(`  ${this.#words.leftOut(result.result ?? '')}`)}\n`
    const isWritten = slowSteps.has(step.kind)
    const outcome = result.result === null ? '' : makeVisible(result.result)
    const claim = step.shows ?? step.refutes
    const shown =
      claim === undefined ? '' : `  ${step.shows === undefined ? bad('✘') : good('✔')} ${dim(claim)}`
    if (!isWritten) {
      return (
        this.#renderStep(step, {depth}).trimEnd() +
        this.#renderOutcome(outcome, result.text.length + indent + 2 * depth) +
        shown +
        '\n'
      )
    }
    if (outcome === '' && shown === '') return ''
    return `${' '.repeat(indent - 1 + 2 * depth)}${dim('→')} ${this.#wrap(outcome, indent + 2 + 2 * depth).join(`\n${' '.repeat(indent + 1 + 2 * depth)}`)}${shown}\n`
  }

  #renderOutcome(outcome: string, used: number): string {
    if (outcome === '') return ''
    const {dim} = this.#theme
    if (this.#width === undefined || used + outcome.length + 6 < this.#width)
      return `  ${dim('→')} ${outcome}`
    const lines = this.#wrap(outcome, indent + 2)
    const told =
      lines.length > 8 ? [...lines.slice(0, 7), dim(this.#words.moreLines(lines.length - 7))] : lines
    return `\n${' '.repeat(indent - 1)}${dim('→')} ${told.join(`\n${' '.repeat(indent + 1)}`)}`
  }

  #renderProblem(step: Step, {problem, text}: StepResult, {depth}: {depth: number}): string {
    const {bad, dim} = this.#theme
    if (problem === undefined) return ''
    const head = slowSteps.has(step.kind) ? '' : this.#renderStep(step, {depth}, text)
    const {awaited, seen} = this.#words
    const lines = [
      ...this.#wrap(`${pad(awaited, 8)}  ${makeVisible(problem.expected)}`, indent + 2),
      ...this.#wrap(`${pad(seen, 8)}  ${makeVisible(problem.seen)}`, indent + 2),
    ]
    const log = problem.log.map((line) => dim(`${' '.repeat(indent + 2)}${makeVisible(line)}`))
    return `${head}${lines.map((line, index) => `${' '.repeat(indent - 1)}${index === 0 ? bad('✖') : ' '} ${line}`).join('\n')}\n${log.map((line) => `${line}\n`).join('')}`
  }

  /** Once for all that stand beneath it. */
  #heading(title: string): string {
    if (this.#section === title) return ''
    const rest = this.#endOfTimeline()
    this.#section = title
    return `${rest}\n${this.#theme.strong(title)}\n`
  }

  /** What the timeline has yet to tell when the steps are over. */
  #endOfTimeline(): string {
    return this.#section === undefined ? (this.#timeline?.end() ?? '') : ''
  }

  #renderClaim(claim: ClaimResult): string {
    const {good, bad, warn, dim} = this.#theme
    const {claims, verdicts, wasExpected} = this.#words
    const head = this.#heading(claims)
    const glyph = {confirmed: good('✔'), refuted: bad('✘'), 'not-shown': warn('?')}[claim.verdict]
    const width = 12
    const [first = '', ...rest] = this.#wrap(claim.text, width + 4)
    const space = ' '.repeat(width + 4)
    const notes = [claim.evidence, ...(claim.because === undefined ? [] : [claim.because])].flatMap((note) =>
      this.#wrap(makeVisible(note), width + 4),
    )
    const surprise = isAsExpected(claim)
      ? []
      : [bad(wasExpected(claim.expected === null ? 'shown' : verdicts[claim.expected]))]
    return `${head}  ${glyph} ${pad(verdicts[claim.verdict], width)}${[first, ...rest, ...surprise, ...notes.map(dim)].join(`\n${space}`)}\n`
  }

  #renderExpectation({text, passed, measured}: ExpectationResult): string {
    const {good, bad, dim} = this.#theme
    const head = this.#heading(this.#words.expectations)
    const lines = [
      ...this.#wrap(makeVisible(text), 4),
      ...this.#wrap(makeVisible(measured), 4).map((line) => dim(line)),
    ]
    return `${head}  ${passed ? good('✔') : bad('✖')} ${lines.join('\n    ')}\n`
  }

  #renderResult({outcome, reason, durationMs, server, kept}: LabResult): string {
    const {good, bad, warn, dim, command} = this.#theme
    const rest = this.#endOfTimeline()
    const {outcomes, ranOn, stillRuns} = this.#words
    const on = dim(ranOn(`${server.flavour} ${server.version}`, formatDuration(durationMs)))
    const left = kept === null ? '' : `  ${stillRuns} ${command(`redislab status --name ${kept}`)}\n`
    if (outcome === 'passed') return `${rest}\n${good(`✔ ${outcomes.passed}`)}${on}\n${left}`
    if (outcome === 'skipped') return `${rest}${warn(`○ ${outcomes.skipped}`)}: ${reason}${on}\n`
    const why = this.#wrap(makeVisible(reason ?? ''), 2).map((line) => `  ${line}`)
    return `${rest}\n${bad(`✖ ${outcomes.failed}`)}${on}\n${why.join('\n')}\n${left}`
  }

  #wrap(text: string, used: number): readonly string[] {
    return text
      .split('\n')
      .flatMap((line) =>
        this.#width === undefined
          ? [line]
          : wrapText(line, Math.max(24, Math.min(this.#width, 120) - used - 1)),
      )
  }
}
