import {randomUUID} from 'node:crypto'
import {messageOf} from '../core/errors/message-of.ts'
import {makeVisible} from '../core/text/visible.ts'

/** What `GET /action/ID` answers. */
export interface ActionState {
  readonly action_id: string
  readonly type: string
  readonly status: 'running' | 'success' | 'failed'
  readonly output: unknown
  readonly error: string | null
}

/** The actions that were begun, and how each stands. One after the other: two at once would be a fault that nobody asked for. */
export class ActionLog {
  readonly #states = new Map<string, ActionState>()
  #last: Promise<void> = Promise.resolve()

  get(id: string): ActionState | undefined {
    return this.#states.get(id)
  }

  /** @returns its id, at once */
  begin(type: string, run: () => Promise<unknown>): string {
    const id = randomUUID()
    const begun: ActionState = {action_id: id, type, status: 'running', output: null, error: null}
    this.#states.set(id, begun)
    this.#last = this.#last.then(async () => {
      try {
        this.#states.set(id, {...begun, status: 'success', output: (await run()) ?? {}})
      } catch (error) {
        this.#states.set(id, {...begun, status: 'failed', error: makeVisible(messageOf(error))})
      }
    })
    return id
  }

  /** Settles when everything that was begun has ended. */
  async ended(): Promise<void> {
    await this.#last
  }
}
