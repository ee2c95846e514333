import type {Lab} from '../lab/lab.ts'
import type {CertifyBlock} from '../lab/schema/certify.ts'

export const suites = ['sentinel', 'cluster', 'all'] as const
export type Suite = (typeof suites)[number]

/** A scenario: a lab that says what is about the client beside which it runs. */
export interface Scenario {
  /** The name of its file, without the ending: it stays. */
  readonly id: string
  readonly lab: Lab
  readonly certify: CertifyBlock
}

/** The scenarios of a suite, in the order of their numbers. */
export function scenariosOf(all: readonly Scenario[], suite: Suite): readonly Scenario[] {
  return all.filter(({certify}) => suite === 'all' || certify.suite === suite)
}
