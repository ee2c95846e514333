import {beginReading, type ReadingState} from './line-reader.ts'

/** A text that names more is no output of containers. */
const maxContainers = 200

/**
 * What is known while the lines of several containers come mixed, as `docker compose logs` prints them: each container has its
 * own name, and its own reply that goes on in its next line.
 */
export class StatesOfContainers {
  readonly #own: ReadingState
  readonly #states = new Map<string, ReadingState>()

  /** @param own of lines that name no container */
  constructor(own: ReadingState) {
    this.#own = own
  }

  /** The state for the next line. @param name that stood in front of the line, or in the export around it */
  of(name: string | undefined): ReadingState {
    const own = this.#own
    const {wrapped} = own
    // journald names a machine, on which several programs may write.
    const container = name ?? (wrapped?.program === undefined ? wrapped?.node : undefined)
    // Under the heading of a file in a container its lines are of that file.
    if (container === undefined || container === own.headingIn) return own
    const state = this.#states.get(container) ?? startOf(container, own)
    if (this.#states.size < maxContainers) this.#states.set(container, state)
    state.wrapped = wrapped
    return state
  }
}

function startOf(container: string, {path, confLists, wrapped}: ReadingState): ReadingState {
  return {...beginReading(path, container), confLists, wrapped}
}
