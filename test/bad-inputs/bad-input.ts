import type {ErrorCode} from '../../src/core/errors.ts'

/** What is there when something is typed. */
export type StageName = 'nothing' | 'sentinels' | 'groups' | 'cluster' | 'links' | 'broken'

/** What is typed after `redislab`, as for a shell; and the code of the error that must come. */
export type BadInput = readonly [typed: string, code: ErrorCode]

/** What is typed on one stage. */
export interface BadInputs {
  readonly stage: StageName
  readonly inputs: readonly BadInput[]
}

/** The words of a command line: quotes hold blanks together. */
export function wordsOf(typed: string): readonly string[] {
  return (typed.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) => word.replaceAll("'", ''))
}
