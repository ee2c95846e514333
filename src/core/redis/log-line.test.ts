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
    '   `-._`-._        _.-`_.-`   ',
    '...........................',
  ])('leaves what is not a log line alone: %s', (text) => {
    expect(parseLogLine(text)).toBeUndefined()
  })
})
