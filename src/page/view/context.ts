import type {Live} from '../live.ts'
import type {Model} from '../model.ts'
import type {State} from '../state.ts'
import type {Texts} from '../texts/en.ts'

/** What every part of the page is drawn from. */
export interface Context {
  readonly model: Model
  readonly state: State
  readonly texts: Texts
  readonly set: (change: Partial<State>) => void
  readonly live: Live | undefined
}

/** From which moment times are counted: the beginning of the chosen incident, else of the period. */
export function zeroOf({model, state}: Pick<Context, 'model' | 'state'>): number {
  return model.incidents[state.incident]?.ms ?? 0
}
