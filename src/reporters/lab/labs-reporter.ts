import process from 'node:process'
import {describeStep} from '../../core/lab/describe-step.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {LiveText} from '../kit/live-text.ts'
import {pad, widthOf} from '../kit/table.ts'
import {terminalWidth} from '../kit/terminal-width.ts'
import {stderrTheme, stdoutTheme} from '../kit/theme.ts'
import {cutText} from '../kit/wrap-text.ts'
import {renderLabLine} from './lab-summary-view.ts'

interface Running {
  readonly name: string
  readonly since: number
  doing: string
}

const everyMs = 200

/**
 * Shows several labs that run at the same time: who has ended goes to stdout, a line each; who runs, and at which step,
 * is drawn again and again below on stderr, where that is a terminal.
 */
export class LabsReporter implements Disposable {
  readonly #running = new Map<unknown, Running>()
  readonly #nameWidth: number
  readonly #live = new LiveText(() => this.#render(), {stream: process.stderr, everyMs})

  constructor(names: readonly string[]) {
    this.#nameWidth = names.reduce((width, name) => Math.max(width, widthOf(name)), 0)
  }

  /** @param run what tells one run from another */
  take(event: LabEvent, run: unknown): void {
    switch (event.kind) {
      case 'lab-started':
        this.#running.set(run, {name: event.lab.name, since: Date.now(), doing: 'starting'})
        break
      case 'step-started': {
        const running = this.#running.get(run)
        if (running !== undefined && event.depth === 0) running.doing = describeStep(event.step)
        break
      }
      case 'lab-ended':
        this.#running.delete(run)
        this.#write(event.result)
        break
      default:
    }
  }

  #write(result: LabResult): void {
    this.#live.clear()
    process.stdout.write(
      renderLabLine(result, stdoutTheme, {width: terminalWidth(), nameWidth: this.#nameWidth}),
    )
    this.#live.draw()
  }

  #render(): string {
    const lines = [...this.#running.values()].map(({name, since, doing}) => {
      const time = formatDuration(Date.now() - since).padStart(7)
      const text = `  ${pad(name, this.#nameWidth)}  ${time}  ${makeVisible(doing)}`
      return stderrTheme.dim(cutText(text, (process.stderr.columns || 80) - 1))
    })
    return lines.join('\n')
  }

  [Symbol.dispose](): void {
    this.#live[Symbol.dispose]()
  }
}
