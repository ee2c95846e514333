import {RedislabError} from '../errors/errors.ts'
import {shorten} from '../text/shorten.ts'

/** Something in a template or a `--set` with which nothing may be started. */
export interface Mistake {
  /** `redis.conf:3`, or `--set "dir=/x"`; of something that is missing, the file. */
  readonly where: string
  /** What is wrong, as the rest of a sentence without its full stop. */
  readonly problem: string
  /** What to write instead, a sentence. */
  readonly remedy: string
  readonly file?: string
  /** From 1. */
  readonly line?: number
}

/** So many mistakes are told. */
const most = 30

/**
 * All mistakes as one error: the first is its sentence, the others follow its remedy.
 *
 * @throws RedislabError TEMPLATE_INVALID, or DIRECTIVE_INVALID when no template is at fault; nothing for no mistakes
 */
export function refuseMistakes(mistakes: readonly Mistake[]): void {
  const [first, ...others] = distinct(mistakes)
  if (first === undefined) return
  const isOfTemplate = [first, ...others].some(({file}) => file !== undefined)
  const told = others.slice(0, most - 1).map((one) => `${sentenceOf(one)} ${one.remedy}`)
  throw new RedislabError(isOfTemplate ? 'TEMPLATE_INVALID' : 'DIRECTIVE_INVALID', sentenceOf(first), {
    suggestions: [
      first.remedy,
      ...told,
      ...(others.length >= most ? [`… and ${others.length - most + 1} more.`] : []),
    ],
    details: {
      ...(first.file === undefined ? {} : {file: first.file}),
      ...(first.line === undefined ? {} : {line: first.line}),
      mistakes: [first, ...others].slice(0, most),
    },
  })
}

/** A line of a template stands in the confs of many instances, and is wrong once. */
function distinct(mistakes: readonly Mistake[]): readonly Mistake[] {
  const byText = new Map(mistakes.map((one) => [`${one.where}\n${one.problem}`, one]))
  return [...byText.values()].toSorted(
    (a, b) => compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sentenceOf({where, problem, line}: Mistake): string {
  // Of something that is missing the file is the subject of the sentence.
  return `${where}${line === undefined && !where.startsWith('--') ? ' ' : ': '}${problem}.`
}

/** A line as it may stand in a sentence. */
export function quoteLine(text: string): string {
  return `"${shorten(text.trim(), 80)}"`
}
