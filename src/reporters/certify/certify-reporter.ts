import process from 'node:process'
import type {ScenarioResult} from '../../core/certify/result.ts'
import type {Scenario} from '../../core/certify/scenario.ts'
import {describeStep} from '../../core/lab/describe-step.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {LiveText} from '../kit/live-text.ts'
import {pad, widthOf} from '../kit/table.ts'
import {terminalWidth} from '../kit/terminal-width.ts'
import {stderrTheme, stdoutTheme} from '../kit/theme.ts'
import {cutText} from '../kit/wrap-text.ts'
import {renderScenarioHead, renderScenarioLine} from './scenario-line.ts'

interface Running {
  readonly since: number
  doing: string
}

const everyMs = 200

/** Shows scenarios while a client goes through them: who has ended goes to stdout, who runs is drawn below on stderr. */
export class CertifyReporter implements Disposable {
  readonly #running = new Map<string, Running>()
  readonly #nameWidth: number
  readonly #live = new LiveText(() => this.#render(), {stream: process.stderr, everyMs})

  constructor(ids: readonly string[]) {
    this.#nameWidth = ids.reduce((width, id) => Math.max(width, widthOf(id)), 'scenario'.length)
    process.stdout.write(renderScenarioHead(stdoutTheme, this.#nameWidth))
  }

  start({id}: Scenario): void {
    this.#running.set(id, {since: Date.now(), doing: 'starting'})
  }

  take(event: LabEvent, {id}: Scenario): void {
    const running = this.#running.get(id)
    if (running === undefined || event.kind === 'entry') return
    if (event.kind === 'step-started' && event.depth === 0) running.doing = describeStep(event.step)
    else if (event.kind === 'step-ended' && event.depth === 0) running.doing = 'watching the client'
  }

  end(result: ScenarioResult): void {
    this.#running.delete(result.id)
    this.#live.clear()
    process.stdout.write(
      renderScenarioLine(result, stdoutTheme, {width: terminalWidth() ?? 80, nameWidth: this.#nameWidth}),
    )
    this.#live.draw()
  }

  #render(): string {
    const lines = [...this.#running].map(([id, {since, doing}]) => {
      const time = formatDuration(Date.now() - since).padStart(7)
      const text = `  ${pad(id, this.#nameWidth)}  ${time}  ${makeVisible(doing)}`
      return stderrTheme.dim(cutText(text, (process.stderr.columns || 80) - 1))
    })
    return lines.join('\n')
  }

  [Symbol.dispose](): void {
    this.#live[Symbol.dispose]()
  }
}
