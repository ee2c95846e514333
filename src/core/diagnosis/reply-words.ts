import type {AnswerFact, CommandFact} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'

/** One word of a reply, without its place in lists. */
export interface ReplyWord {
  readonly word: string
  readonly stated: AnswerFact
}

/** What one instance answered to a command, word by word. */
export interface Reply {
  readonly name: string
  readonly stream: string
  readonly command: CommandFact
  readonly words: readonly ReplyWord[]
}

/** The last reply of each instance to a command, as redis-cli prints it on a terminal or into a pipe. */
export function repliesTo(evidence: Case, ...command: readonly string[]): readonly Reply[] {
  const wanted = command.join(' ')
  const answers = evidence
    .facts('answer')
    .filter((it) => bare(it.command?.words ?? []).toUpperCase() === wanted)
  return [...groupBy(answers, ({stream}) => stream)].flatMap(([stream, own]): readonly Reply[] => {
    const last = own.at(-1)?.command
    if (last === undefined) return []
    const words = own
      .filter((it) => it.command === last)
      .flatMap((stated) => {
        const word = wordIn(stated.text)
        return word === undefined ? [] : [{word, stated}]
      })
    return [{name: instanceNameOf(stream), stream, command: last, words}]
  })
}

/** A command without the options of redis-cli in front of it. */
function bare(words: readonly string[]): string {
  const first = words.findIndex((word) => /^(?:cluster|sentinel)$/i.test(word))
  return words.slice(Math.max(0, first)).join(' ')
}

/** `1)  3) "port"`, `(integer) 7001`, and the same without numbers. */
function wordIn(text: string): string | undefined {
  const value = text.trim().replace(/^(?:\d+\)\s*)+/, '')
  if (value === '' || /^\((?:nil|empty \w+|error)/.test(value)) return undefined
  return /^"(.*)"$/.exec(value)?.[1] ?? value.replace(/^\((?:integer|double)\) /, '')
}
