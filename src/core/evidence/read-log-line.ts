import {type RecognisedEvent, recogniseEvent} from '../redis/catalogue/recognise.ts'
import type {InstanceKind} from '../words.ts'
import {recogniseEarlyLine} from './early-lines.ts'
import type {RoleLetter} from './facts.ts'
import {type LineReader, type ReadingState, streamOf} from './line-reader.ts'
import {readLogHead} from './log-head.ts'
import {inNewerWords} from './newer-words.ts'
import {readPrefix} from './prefix.ts'
import {maskSecrets} from './secrets.ts'

/** A line of a log, whatever stands in front of it. */
export const readLogLine: LineReader = ({line, text, place}, state) => {
  const head = readLogHead(line)
  if (head === undefined) return undefined
  const prefix = readPrefix(head.prefix)
  const node = underHeading(prefix.node, state) ?? state.wrapped?.node
  const viewedAt = prefix.viewedAt ?? state.wrapped?.viewedAt
  // The frame of a table goes on behind the message.
  const message = /^\s*\|/.test(line) ? head.message.replace(/\s*\|\s*$/, '') : head.message.trimEnd()
  const isQuoted = /["'`]\s*,?\s*$/.test(message) && /["'`]\s*$/.test(head.prefix)
  const clean = maskSecrets(
    isQuoted ? message.replace(/["'`]\s*,?\s*$/, '') : message.replace(/^\*\*(?=\S)/, ''),
  )
  state.info = undefined
  return [
    {
      kind: 'log',
      place,
      text,
      stream: streamOf(place.path, node ?? state.heading),
      at: head.at,
      hasYear: head.hasYear,
      pid: head.pid,
      letter: head.letter,
      mark: head.mark,
      message: clean,
      event:
        recognise(clean, head.letter) ??
        (clean.endsWith(',') ? recognise(clean.slice(0, -1), head.letter) : undefined),
      viewedAt,
    },
  ]
}

/** Of a container whose lines come under headings, as `tail` on several files prints them, each file is a node. */
function underHeading(node: string | undefined, {heading, headingIn}: ReadingState): string | undefined {
  return node !== undefined && node === headingIn ? heading : node
}

/**
 * A message of which only its head is missing: known by the catalogue, word for word. Last of all readers, since prose may
 * stand in such a line.
 */
export const readBareLine: LineReader = ({line, text, place}, state) => {
  const [, mark, rest = ''] = /^\s*(?:([.*#-]) )?(\S.*)$/.exec(line) ?? []
  const message = maskSecrets(rest.trimEnd())
  if (message.length < (mark === undefined ? shortestBare : shortestMarked)) return undefined
  const event = recognise(message, null)
  if (event === undefined) return undefined
  return [
    {
      kind: 'log',
      place,
      text,
      stream: streamOf(place.path, state.heading),
      at: null,
      hasYear: false,
      pid: null,
      letter: null,
      mark,
      message,
      event,
      viewedAt: undefined,
    },
  ]
}

/** A shorter text may be a heading. */
const shortestBare = 20
/** With the mark of a level in front it is none. */
const shortestMarked = 12

/**
 * What a message says, by the catalogue. Before 3.0 a line does not say whether a sentinel wrote it: `+sdown` can only be a sentinel's.
 */
export function recognise(message: string, letter: RoleLetter | null): RecognisedEvent | undefined {
  const writers: readonly InstanceKind[] =
    letter === 'X' ? ['sentinel'] : letter === null ? ['redis', 'sentinel'] : ['redis']
  for (const wording of [message, inNewerWords(message)]) {
    for (const writer of writers) {
      const event = recogniseEvent(wording, writer)
      if (event !== undefined) return event
    }
  }
  return recogniseEarlyLine(inNewerWords(message))
}
