import {once} from 'node:events'
import process from 'node:process'
import {hasErrorCode} from '../../core/errors/errors.ts'
import type {Step} from '../../core/lab/lab.ts'
import {serveSource} from '../../engine/page/serve-page.ts'
import {sleep} from '../../engine/time/wait.ts'
import type {LabPage} from './lab-page.ts'
import type {StepAsker} from './stepper.ts'

interface ServeLabOptions {
  /** Where the narration goes: the address stands in front of it, or beside it. */
  readonly output: 'people' | 'jsonl' | 'none'
  readonly signal: AbortSignal
}

export interface ServedLab extends AsyncDisposable {
  /** Settles when somebody has opened the page. */
  readonly opened: Promise<unknown>
  readonly steps: StepAsker
  /** Until Ctrl-C, which is how one leaves a page. */
  readonly untilInterrupted: () => Promise<void>
}

/** Serves the page of a lab while it runs and afterwards, and prints its address. */
export async function serveLab(page: LabPage, {output, signal}: ServeLabOptions): Promise<ServedLab> {
  const clicks = new EventTarget()
  const following = page.follow()
  const served = await serveSource(page, {
    signal,
    deeds: {
      offers: (action) => action === 'next',
      perform: async () => {
        clicks.dispatchEvent(new Event('next'))
        return ''
      },
    },
  })
  const out = output === 'people' ? process.stdout : process.stderr
  out.write(`${served.url}\n`)
  if (process.stderr.isTTY) process.stderr.write('Open it in a browser: the lab begins when you do.\n')
  const opened = Promise.race([served.opened, aborted(signal)])
  return {
    opened,
    steps: {
      ask: async (step: Step, until: AbortSignal) => {
        page.await(step)
        await Promise.race([
          new Promise((resolve) => clicks.addEventListener('next', resolve, {once: true})),
          aborted(until),
        ])
        page.await(undefined)
      },
    },
    untilInterrupted: async () => {
      if (process.stderr.isTTY) process.stderr.write('The page stays until Ctrl-C.\n')
      try {
        while (true) await sleep(86_400_000, signal)
      } catch (error) {
        if (!hasErrorCode(error, 'INTERRUPTED')) throw error
      }
    },
    [Symbol.asyncDispose]: async () => {
      following[Symbol.dispose]()
      await served[Symbol.asyncDispose]()
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
