import {readDocument} from './documents.ts'
import type {Evidence} from './facts.ts'
import {TextReader, type TextReaderOptions} from './text-reader.ts'

/**
 * Finds out what a text says: lines of logs in any form that people have them in, confs, replies, compose files, and
 * several of these in one paste.
 *
 * @param path how the text is named in findings
 */
export function readText(path: string, text: string, options: TextReaderOptions = {}): Evidence {
  const document = readDocument(path, text, options)
  if (document !== undefined) return document
  const reader = new TextReader(path, options)
  for (const [index, row] of text.split('\n').entries()) {
    reader.readRow(row, index + 1)
    if (reader.isStopped) break
  }
  return reader.finish()
}
