import type {DirectiveFact} from '../evidence/facts.ts'
import {instanceNameOf} from '../evidence/instance-name.ts'
import type {Case} from './case.ts'
import {groupBy} from './group-by.ts'

/** The conf of one process. */
export interface Conf {
  readonly stream: string
  readonly name: string
  readonly isSentinel: boolean
  /** Else it is made of what a sentinel replied, which leaves its passwords and TLS out: nothing follows from what it lacks. */
  readonly isWhole: boolean
  readonly directives: readonly DirectiveFact[]
}

export function findConfs(evidence: Case): readonly Conf[] {
  const asked = new Set(evidence.facts('asked').map(({stream}) => stream))
  return [...groupBy(evidence.facts('directive'), ({stream}) => stream)].map(([stream, directives]) => ({
    stream,
    name: instanceNameOf(stream),
    isSentinel: directives.some(({name}) => name.startsWith('sentinel ')),
    isWhole: !asked.has(stream),
    directives,
  }))
}

/** The last line of a directive, which is the one that counts. */
export function lastOf({directives}: Conf, ...names: readonly string[]): DirectiveFact | undefined {
  return directives.findLast(({name}) => names.includes(name))
}

/** The value of a directive of one word, in small letters. */
export function wordOf(conf: Conf, ...names: readonly string[]): string | undefined {
  return lastOf(conf, ...names)?.words[0]?.toLowerCase()
}

/** The line of a sentinel's option for a master: `sentinel down-after-milliseconds mymaster 5000`. */
export function optionOf({directives}: Conf, option: string, masterName: string): DirectiveFact | undefined {
  return directives.findLast(({name, words}) => name === `sentinel ${option}` && words[0] === masterName)
}
