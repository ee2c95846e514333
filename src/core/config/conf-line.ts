import {splitArguments} from '../redis/split-arguments.ts'
import {quoteLine} from './mistake.ts'

/** One directive of a conf that is to be started from. */
export interface ConfLine {
  /** In small letters; of an option of sentinel.conf with its first word: `sentinel monitor`. */
  readonly name: string
  readonly words: readonly string[]
  /** `redis.conf:3`, or `--set "dir=/x"`. */
  readonly where: string
  /** Of a line of a template. */
  readonly file?: string
  readonly line?: number
  /** The line itself, where {@link where} does not hold it already. */
  readonly quoted?: string
  /** It was written for one instance: it holds {{name}} or {{port}}, or was set for an instance by name. */
  readonly isForOneInstance: boolean
}

/** What a line says of itself, but for its words. */
export type Origin = Omit<ConfLine, 'name' | 'words' | 'quoted'>

/**
 * The directives of a conf text, as Redis reads it (loadServerConfigFromString, config.c). Lines with an open quote are
 * left out: Redis starts with none of them.
 *
 * @param originOf where a line is from, by its index
 */
export function readConfLines(text: string, originOf: (index: number) => Origin): readonly ConfLine[] {
  return text.split('\n').flatMap((line, index) => {
    if (/^\s*(#|$)/.test(line)) return []
    const found = readDirective(line)
    if (found === undefined) return []
    const origin = originOf(index)
    // A password stands in no sentence.
    const quoted = quoteLine(found.name === 'requirepass' ? 'requirepass …' : line)
    return [{...found, ...origin, ...(origin.file === undefined ? {} : {quoted})}]
  })
}

/** The name and the words of one line. */
export function readDirective(line: string): Pick<ConfLine, 'name' | 'words'> | undefined {
  const [first = '', ...rest] = splitArguments(line) ?? []
  if (first === '') return undefined
  const name = first.toLowerCase()
  if (name !== 'sentinel' || rest.length === 0) return {name, words: rest}
  const [option = '', ...words] = rest
  return {name: `sentinel ${option.toLowerCase()}`, words}
}
