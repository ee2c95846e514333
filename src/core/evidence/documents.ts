import type {Evidence} from './facts.ts'
import {readCompose} from './services.ts'
import type {TextReaderOptions} from './text-reader.ts'

/** Reads a text that has to be read as a whole: a compose file; undefined when it is a text of lines. */
export function readDocument(path: string, text: string, {onFact}: TextReaderOptions): Evidence | undefined {
  const facts = readCompose(text, path)
  if (facts === undefined) return undefined
  if (onFact !== undefined) for (const fact of facts) onFact(fact)
  const lines = text.split('\n').filter((row) => row.trim() !== '').length
  return {path, lines, read: lines, unread: [], facts: onFact === undefined ? facts : []}
}

/** Whether a text that begins so has to be read as a whole. */
export function looksLikeDocument(beginning: string): boolean {
  return /^services:\s*$/m.test(beginning)
}
