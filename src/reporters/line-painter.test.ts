import {Chalk} from 'chalk'
import {describe, expect, it} from 'vitest'
import {isPrintable} from '../core/printable.ts'
import {weighRecord} from '../core/redis/explain-record.ts'
import type {LineBlock} from '../core/redis/line-block.ts'
import {letterOf, levelOf} from '../core/redis/line-head.ts'
import {LinePainter} from './line-painter.ts'
import {renderLogRecord} from './log-view.ts'
import {makeTheme, plainTheme, type Theme} from './theme.ts'

const start = Date.parse('2026-11-22T20:33:27.007Z')
const nameWidth = 3

/** Lines that stand in a memory behind a room. */
function makeBlock(memory: Uint8Array, roomBytes: number, messages: readonly string[]): LineBlock {
  let position = roomBytes
  const places = messages.map((message) => {
    const from = position
    position += new TextEncoder().encodeInto(message, memory.subarray(position)).written
    return {from, to: position}
  })
  const block: LineBlock = {
    instance: 'n1',
    index: 0,
    count: messages.length,
    bytes: memory,
    at: Float64Array.from(messages, (_, line) => start + line * 617),
    from: Uint32Array.from(places, ({from}) => from),
    to: Uint32Array.from(places, ({to}) => to),
    letter: Uint8Array.from(messages, (_, line) => 'MSC\0X'.charCodeAt(line % 5)),
    mark: Uint8Array.from(messages, (_, line) => '*#-.\0'.charCodeAt(line % 5)),
    isPlain: (line) => isPrintable(memory, places[line]?.from ?? 0, places[line]?.to ?? 0),
    recordOf: (line) => ({
      at: block.at[line] as number,
      instance: 'n1',
      index: 0,
      roleLetter: letterOf(block.letter[line] as number),
      level: levelOf(block.mark[line] as number),
      message: messages[line] as string,
    }),
  }
  return block
}

const messages = [
  'DB saved on disk',
  'Error condition on socket for SYNC: Connection refused',
  '',
  'a message \x1b[31m that paints',
  'a name from 日本',
  '+sdown master mymaster 127.0.0.1 6380',
  'MESSAGE HH:MM:SS.mmm MESSAGE',
  'FATAL: everything',
  'nothing that anybody knows',
]

describe('LinePainter', () => {
  it.each([
    ['plain', plainTheme],
    ['coloured', makeTheme(new Chalk({level: 1}))],
  ])('writes what renderLogRecord writes, line by line: %s', (_, theme: Theme) => {
    const lines = Array.from({length: 40}, () => messages).flat()
    const roomBytes = 8192
    const memory = new Uint8Array(roomBytes + 40_000)
    const block = makeBlock(memory, roomBytes, lines)
    const painter = new LinePainter(theme, {nameWidth, room: memory, roomBytes})
    let painted = ''
    let rooms = 0
    for (let line = 0; line < block.count; rooms++) {
      line = painter.paint({block, from: 0, to: block.count}, line)
      painted += new TextDecoder().decode(painter.release())
    }
    const rendered = lines.map((_, line) => {
      const record = block.recordOf(line)
      return renderLogRecord(record, theme, {nameWidth, severity: weighRecord(record)})
    })
    expect(painted.split('\n')).toEqual(rendered.join('').split('\n'))
    expect(rooms).toBeGreaterThan(4)
  })
})
