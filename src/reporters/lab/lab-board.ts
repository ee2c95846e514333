import process from 'node:process'
import {createLogUpdate} from 'log-update'
import {describeStep} from '../../core/lab/describe-step.ts'
import type {LabEvent} from '../../core/lab/lab-event.ts'
import type {LabResult} from '../../core/lab/result.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatDuration} from '../../core/time/duration.ts'
import {stderrTheme, stdoutTheme} from '../kit/theme.ts'
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
export class LabBoard implements Disposable {
  readonly #running = new Map<unknown, Running>()
  readonly #nameWidth: number
  readonly #update = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined
  readonly #timer: NodeJS.Timeout | undefined

  constructor(names: readonly string[]) {
    this.#nameWidth = names.reduce((width, name) => Math.max(width, name.length), 0)
    this.#timer = this.#update === undefined ? undefined : setInterval(() => this.#draw(), everyMs)
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
    this.#update?.clear()
    const width = process.stdout.isTTY ? process.stdout.columns : undefined
    process.stdout.write(renderLabLine(result, stdoutTheme, {width, nameWidth: this.#nameWidth}))
    this.#draw()
  }

  #draw(): void {
    const columns = process.stderr.columns ?? 80
    const lines = [...this.#running.values()].map(({name, since, doing}) => {
      const time = formatDuration(Date.now() - since).padStart(7)
      const text = `  ${name.padEnd(this.#nameWidth)}  ${time}  ${makeVisible(doing)}`
      return stderrTheme.dim(text.length < columns ? text : `${text.slice(0, columns - 2)}…`)
    })
    this.#update?.(lines.join('\n'))
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#update?.clear()
    this.#update?.done()
  }
}
