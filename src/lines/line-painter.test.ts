import {Chalk} from 'chalk'
import {describe, expect, it} from 'vitest'
import {openLineMemory} from '../engine/logs/open-line-memory.ts'
import {formatClock} from '../reporters/kit/clock-time.ts'
import {makeTheme, plainTheme, type Theme} from '../reporters/kit/theme.ts'
import {renderLogRecord} from '../reporters/timeline/log-view.ts'
import {FoundLines} from './found-lines.ts'
import type {LineMemory} from './line-memory.ts'
import {type LineLook, LinePainter} from './line-painter.ts'
import {LineScan} from './line-scan.ts'

const start = Date.parse('2026-11-22T20:33:27.007Z')
const nameWidth = 3

/** Lines that stand in a memory. */
function makeBlock(memory: LineMemory, messages: readonly string[]): FoundLines {
  const found = new FoundLines({instance: 'n1', index: 0}, memory)
  const scan = new LineScan(memory, undefined)
  for (const [line, message] of messages.entries()) {
    const length = new TextEncoder().encode(message).length
    const from = memory.allocate(length)
    new TextEncoder().encodeInto(message, memory.bytes.subarray(from))
    const [letter, mark] = ['MSC\0X', '*#-.\0'].map((all) => all.charCodeAt(line % 5)) as [number, number]
    scan.take(found, start + line * 617, from, from + length, letter, mark)
  }
  return found
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
    const lines = Array.from({length: 4000}, () => messages).flat()
    const memory = openLineMemory()
    const block = makeBlock(memory, lines)
    const render: LineLook['render'] = (record, line) => renderLogRecord(record, theme, {nameWidth, ...line})
    const painter = new LinePainter({render, clock: formatClock}, memory)
    let painted = ''
    let rooms = 0
    for (let line = 0; line < block.count; rooms++) {
      line = painter.paint({block, from: 0, to: block.count}, line)
      painted += new TextDecoder().decode(painter.release())
    }
    const rendered = lines.map((_, line) => {
      const record = block.recordOf(line)
      return render(record, {severity: record.known?.entry.severity, clock: formatClock})
    })
    expect(painted.split('\n')).toEqual(rendered.join('').split('\n'))
    expect(rooms).toBeGreaterThan(2)
  })
})
