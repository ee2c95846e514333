import {textOf} from '../text/text-of.ts'
import type {Evidence} from './facts.ts'
import {TextReader, type TextReaderOptions} from './text-reader.ts'
import {type Unwrapped, unwrapRecord} from './unwrap.ts'

/** An export is not nested more deeply. */
const maxDepth = 8

/**
 * Reads an export of a log viewer that is one JSON text: an array of records, a reply of Loki or Elasticsearch; undefined when
 * it holds no line.
 */
export function readExport(path: string, text: string, options: TextReaderOptions): Evidence | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // It is a text of lines that begins so.
    return undefined
  }
  const reader = new TextReader(path, options)
  let line = 1
  let at = 0
  let count = 0
  for (const record of recordsIn(value, 0)) {
    // A record stands where its line does: an export that is not in one row shows in which row that is.
    const found = text.indexOf(JSON.stringify(record.line.slice(0, 80)).slice(1, -1), at)
    if (found >= 0) {
      for (let next = text.indexOf('\n', at); next >= 0 && next < found; next = text.indexOf('\n', next + 1))
        line++
      at = found
    }
    reader.readRow(record.line, line, record)
    count++
  }
  return count === 0 ? undefined : reader.finish()
}

function* recordsIn(value: unknown, depth: number): Generator<Unwrapped> {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return
  if (Array.isArray(value)) {
    for (const one of value) yield* recordsIn(one, depth + 1)
    return
  }
  const {stream, values} = value as {stream?: unknown; values?: unknown}
  // Loki: the labels of a stream, and its lines with their times.
  if (typeof stream === 'object' && Array.isArray(values)) {
    for (const value of values) {
      const [time, line] = Array.isArray(value) ? value : []
      const record = unwrapRecord({...stream, time: textOf(time), line: textOf(line)})
      if (record !== undefined) yield record
    }
    return
  }
  const record = holdsRows(value, depth) ? undefined : unwrapRecord(value)
  if (record !== undefined) yield record
  else for (const one of Object.values(value)) yield* recordsIn(one, depth + 1)
}

/** Whether there is a list of objects in it: then it is none of the records. */
function holdsRows(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return false
  return Object.values(value).some((it) =>
    Array.isArray(it) ? it.some((one) => typeof one === 'object') : holdsRows(it, depth + 1),
  )
}
