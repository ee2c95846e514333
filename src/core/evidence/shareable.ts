import {isReadOnly} from '../redis/read-only-commands.ts'
import type {Evidence} from './facts.ts'

/** What stands in the place of a line that nobody else is to see. */
export const lineLeftOut = '# left out'

/**
 * The lines of a text that are logs, confs, or replies about a deployment: others may hold data. What is left out keeps its place,
 * so that lines keep their numbers.
 *
 * @param text without its secrets
 * @returns undefined where no line is left
 */
export function shareableText(
  text: string,
  {facts, unread}: Pick<Evidence, 'facts' | 'unread'>,
): string | undefined {
  const hidden = new Set(unread.map(({place}) => place.line))
  for (const fact of facts) {
    if (fact.kind !== 'answer') continue
    const {command} = fact
    const words = command?.program === 'redis-cli' ? withoutOptions(command.words) : []
    // Replies without a command above them are judged by what they look like: a quoted text may be a value.
    const isOpen = words.length === 0 ? /"/.test(fact.text) : !isReadOnly(words)
    if (isOpen && !/NOQUORUM|usable Sentinels/.test(fact.text)) hidden.add(fact.place.line)
  }
  const rows = text.split('\n')
  // A file of which more is listed than can be is not read to its end.
  if (rows.length > 1 && unread.some(({text: row, place}) => row === '' && place.line > 0)) return undefined
  const kept = rows.map((row, index) => (hidden.has(index + 1) ? lineLeftOut : row))
  return kept.some((row) => row.trim() !== '' && row !== lineLeftOut) ? kept.join('\n') : undefined
}

/** The command behind `-h HOST -p PORT` and the like. */
function withoutOptions(words: readonly string[]): readonly string[] {
  const start = words.findIndex(
    (word, index) => !word.startsWith('-') && !/^-[hpanu]$/.test(words[index - 1] ?? ''),
  )
  return start === -1 ? [] : words.slice(start)
}
