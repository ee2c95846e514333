import {describe, expect, it} from 'vitest'
import {recogniseRecord} from '../../../test/support/recognise.ts'
import {describeLogRecord} from '../../core/contract/log-json.ts'
import {explainRecord} from '../../core/redis/explain-record.ts'
import type {LogRecord} from '../../core/redis/log-record.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import {formatClock, makeClock} from '../kit/clock-time.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderLogRecord} from './log-view.ts'
import {RecentMeanings} from './recent-meanings.ts'

// In the time zone of the machine that runs the tests.
const at = new Date(2026, 3, 16, 20, 33, 27, 85).getTime()
const refused: LogRecord = {
  at,
  instance: 'n2',
  index: 1,
  roleLetter: 'S',
  level: 'warning',
  message: 'Error condition on socket for SYNC: Connection refused',
}

function render(
  record: LogRecord,
  {width, explain = true}: {width?: number; explain?: boolean} = {},
): string {
  const event = explainRecord(recogniseRecord(record))
  const explained = explain ? event : undefined
  return renderLogRecord(record, plainTheme, {severity: event?.severity, explained, nameWidth: 3, width})
}

describe('renderLogRecord', () => {
  it('writes a line in columns', () => {
    expect(render(refused, {explain: false})).toBe(
      '20:33:27.085  n2  S ! Error condition on socket for SYNC: Connection refused\n',
    )
  })

  it('explains beneath, in a column of its own', () => {
    expect(render(refused, {width: 80})).toBe(`\
20:33:27.085  n2  S ! Error condition on socket for SYNC: Connection refused
                    ╰ Nothing listens at the address of the master: it is down,
                      or the port is wrong. The replica tries again every second
                      and never gives up; meanwhile it serves the data it has.
                    → Start the master, or point the replica at the right
                      address with REPLICAOF host port.
`)
  })

  it.each([80, 120])('keeps to %i columns', (width) => {
    const lines = render({...refused, message: `${'word '.repeat(40)}${'x'.repeat(300)}`}, {width}).split(
      '\n',
    )
    expect(Math.max(...lines.map(({length}) => length))).toBeLessThanOrEqual(width)
    expect(lines.slice(1, -1).every((line) => line.startsWith(' '.repeat(22)))).toBe(true)
  })

  it('wraps nothing in a pipe', () => {
    expect(render(refused).trimEnd().split('\n')).toHaveLength(3)
  })

  it('lets weight decide the glyph, not the level that the server chose', () => {
    const markOf = (record: Partial<LogRecord>) =>
      render({...refused, ...record}, {explain: false}).charAt(20)
    expect(markOf({roleLetter: 'X', message: '+new-epoch 1'})).toBe(' ')
    expect(markOf({roleLetter: 'X', message: '+odown master m 127.0.0.1 1 #quorum 2/2'})).toBe('✖')
    expect(markOf({roleLetter: 'X', message: '+switch-master m 127.0.0.1 1 127.0.0.1 2'})).toBe('•')
    expect(markOf({message: 'Never heard of'})).toBe('!')
    expect(markOf({level: 'notice', message: 'Never heard of'})).toBe(' ')
    expect(markOf({level: 'debug', message: 'Never heard of'})).toBe('·')
    expect(markOf({level: 'raw', roleLetter: undefined, message: 'frame 1'})).toBe('│')
  })

  it('shows no time that a line does not have', () => {
    const stampOf = (record: Partial<LogRecord>) =>
      render({...refused, ...record}, {explain: false}).slice(0, 14)
    const whole = stampOf({})
    expect(whole).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}$/)
    expect(stampOf({level: 'raw', roleLetter: undefined})).toBe(' '.repeat(14))
    expect(stampOf({level: 'warning', roleLetter: undefined})).toBe(`${whole.slice(0, 8)}      `)
  })

  it('lets no control character through', () => {
    expect(render({...refused, message: 'a\x1b[2Jb\rc'})).toContain('a\\x1b[2Jb\\rc')
  })
})

describe('describeLogRecord', () => {
  it('is the line of the JSON contract', () => {
    const record: LogRecord = {
      ...refused,
      at: Date.UTC(2026, 3, 16, 18, 0, 0, 5),
      roleLetter: 'X',
      message: '+switch-master mymaster 127.0.0.1 6380 127.0.0.1 6381',
    }
    expect(describeLogRecord(record, explainRecord(recogniseRecord(record)))).toEqual({
      at: '2026-04-16T18:00:00.005Z',
      instance: 'n2',
      role: 'sentinel',
      level: 'warning',
      message: '+switch-master mymaster 127.0.0.1 6380 127.0.0.1 6381',
      event: {
        kind: '+switch-master',
        severity: 'notice',
        masterName: 'mymaster',
        oldIp: '127.0.0.1',
        oldPort: 6380,
        newIp: '127.0.0.1',
        newPort: 6381,
      },
      meaning:
        'From now on this sentinel tells clients that mymaster is at 127.0.0.1:6381, no longer at 127.0.0.1:6380.',
    })
  })

  it('has no event where nothing is known, and escapes what terminals obey', () => {
    const record: LogRecord = {...refused, roleLetter: undefined, level: 'raw', message: 'x\x9b2J'}
    const line = stringifyVisible(describeLogRecord(record, explainRecord(recogniseRecord(record))))
    expect(line).toContain('x\\u009b2J')
    expect(JSON.parse(line)).toMatchObject({role: 'unknown', level: 'raw', message: 'x\x9b2J'})
    expect(JSON.parse(line)).not.toHaveProperty('event')
  })
})

describe('RecentMeanings', () => {
  it('does not tell a meaning again while it is on the screen', () => {
    const recent = new RecentMeanings()
    expect(['a', 'b', 'a', 'b', 'a'].map((meaning) => recent.isNew(meaning))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    for (let line = 0; line < 15; line++) expect(recent.isNew(undefined)).toBe(false)
    expect(recent.isNew('b')).toBe(false)
    expect(recent.isNew('a')).toBe(true)
  })
})

it('a clock that is asked again and again tells the same as one that is asked once', () => {
  const clock = makeClock()
  const start = new Date(2026, 3, 16, 23, 58, 59, 1).getTime()
  for (const ms of [0, 1, 998, 999, 1000, 60_999, 61_000, 61_001, 3_600_000, 5000, 90_000_000])
    expect(clock(start + ms)).toBe(formatClock(start + ms))
  expect(formatClock(start)).toBe('23:58:59.001')
})
