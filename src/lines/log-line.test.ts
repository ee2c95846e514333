import {describe, expect, it} from 'vitest'
import {parseLogLine} from './log-line.ts'

describe('parseLogLine', () => {
  it('reads pid, UTC time, role, level and message', () => {
    expect(parseLogLine('8212:S 16 Apr 2020 20:20:29.108 * Connecting to MASTER 127.0.0.1:6380')).toEqual({
      pid: 8212,
      at: Date.UTC(2020, 3, 16, 20, 20, 29, 108),
      roleLetter: 'S',
      level: 'notice',
      message: 'Connecting to MASTER 127.0.0.1:6380',
    })
  })

  it.each([
    ['1:X 01 Jan 2026 00:00:00.000 # +tilt #tilt mode entered', 'X', 'warning'],
    ['1:M 01 Jan 2026 00:00:00.000 - Accepted 127.0.0.1:5000', 'M', 'verbose'],
    ['4194304:C 31 Dec 2026 23:59:59.999 . x', 'C', 'debug'],
  ])('knows the roles and levels: %s', (text, roleLetter, level) => {
    expect(parseLogLine(text)).toMatchObject({roleLetter, level})
  })

  it('keeps an empty message, and whatever the message holds', () => {
    expect(parseLogLine('1:M 01 Jan 2026 00:00:00.000 * ')?.message).toBe('')
    expect(parseLogLine('1:M 01 Jan 2026 00:00:00.000 * a:b * # é\x1b[2J')?.message).toBe('a:b * # é\x1b[2J')
  })

  const at = Date.UTC(2026, 10, 30, 2, 45, 55, 63)
  it.each([
    ['1:M 2026-11-30T02:45:55.063+00:00 * a "b" \\c', 'a "b" \\c'],
    ['1:M 2026-11-30T04:15:55.063+01:30 * x', 'x'],
    [`1:M ${at} * x`, 'x'],
    ['pid=1 role=primary timestamp="30 Nov 2026 02:45:55.063" level=notice message="x"', 'x'],
    ['pid=1 role=primary timestamp="2026-11-30T02:45:55.063+00:00" level=notice message="it\'s x"', "it's x"],
    [`pid=1 role=primary timestamp="${at}" level=notice message=""`, ''],
    [`pid=1 role=primary timestamp="${at}" level=notice message="cut sho`, 'cut sho'],
    [
      `{"pid":1,"role":"primary","timestamp":"${at}","level":"notice","message":"a \\"b\\" \\\\c é"}`,
      'a "b" \\c é',
    ],
    ['{"pid":1,"role":"primary","timestamp":"30 Nov 2026 02:45:55.063","level":"notice","message":"x"}', 'x'],
  ])('reads the forms that Valkey writes on demand: %s', (text, message) => {
    expect(parseLogLine(text)).toEqual({pid: 1, at, roleLetter: 'M', level: 'notice', message})
  })

  it.each([
    ['sentinel', 'X', 'warning'],
    ['replica', 'S', 'debug'],
    ['RDB/AOF', 'C', 'info'],
  ])('knows the roles and levels of logfmt: %s', (role, roleLetter, level) => {
    const text = `pid=1 role=${role} timestamp="${at}" level=${level} message="x"`
    expect(parseLogLine(text)).toMatchObject({roleLetter, level: level === 'info' ? 'verbose' : level})
  })

  it('reads lines written inside a signal handler', () => {
    expect(parseLogLine('77:signal-handler (1587068022) Received SIGTERM scheduling shutdown...')).toEqual({
      pid: 77,
      at: 1_587_068_022_000,
      roleLetter: undefined,
      level: 'warning',
      message: 'Received SIGTERM scheduling shutdown...',
    })
  })

  it.each([
    '',
    ':',
    '------ STACK TRACE ------',
    '/usr/bin/redis-server *:6380(+0x4a8f)[0x55d]',
    '1:M 16 Foo 2020 20:20:29.108 * x',
    '1:M 16 Apr 2020 20:20:29.108 ? x',
    '1:M 16 Apr 2020 20:20',
    '1:Q 16 Apr 2020 20:20:29.108 * x',
    '1:signal-handler (soon) x',
    'pid=1 role=primary timestamp=1 level=notice message="x"',
    'pid=1 role=nobody timestamp="1" level=notice message="x"',
    'pid=1 role=primary timestamp="soon" level=notice message="x"',
    '{"pid":1,"role":"primary"}',
    '1:M 1606702755063 ? x',
    '   `-._`-._        _.-`_.-`   ',
    '...........................',
  ])('leaves what is not a log line alone: %s', (text) => {
    expect(parseLogLine(text)).toBeUndefined()
  })
})
