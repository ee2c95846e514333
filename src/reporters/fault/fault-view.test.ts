import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Fault} from '../../core/faults/faults.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderFault} from './fault-view.ts'

// Times are shown in the reader's own zone.
const {TZ} = process.env
beforeAll(() => {
  process.env['TZ'] = 'UTC'
})
afterAll(() => {
  if (TZ === undefined) delete process.env['TZ']
  else process.env['TZ'] = TZ
})

const n1 = {name: 'n1', address: '127.0.0.1:6380', role: 'master', pid: 4711} as const
const n2 = {name: 'n2', address: '127.0.0.1:6381', role: 'replica', pid: 4712} as const
const s1 = {name: 's1', address: '127.0.0.1:26380', role: 'sentinel', pid: 4713} as const
const at = '2026-11-05T12:34:56.007Z'
const render = (
  fault: Fault,
  instances: Parameters<typeof renderFault>[1]['instances'],
  options: Partial<Parameters<typeof renderFault>[2]> = {},
) =>
  renderFault(
    fault,
    {fault: fault.kind, at, instances, skipped: []},
    {healsAt: null, mode: 'sentinel', nameFlag: '', ...options},
    plainTheme,
  )

describe('fault view', () => {
  it('shows a master that was killed, and where to see who takes over', () => {
    expect(render({kind: 'kill', signal: 'SIGKILL'}, [n1])).toMatchInlineSnapshot(`
      "✖ n1  master  killed with SIGKILL  127.0.0.1:6380  pid 4711  12:34:56.007
        try next  redislab timeline --follow  see who takes over, and why
                  redislab start n1           bring it back"
    `)
  })

  it('shows until when several are paused, in a deployment of another name', () => {
    expect(
      render({kind: 'pause'}, [n2, s1], {
        healsAt: new Date('2026-11-05T12:35:01.007Z'),
        nameFlag: ' --name mine',
      }),
    ).toMatchInlineSnapshot(`
      "‖ n2  replica   paused  127.0.0.1:6381   pid 4712  12:34:56.007
      ‖ s1  sentinel  paused  127.0.0.1:26380  pid 4713  12:34:56.007
        until     12:35:01.007, then n2, s1 are resumed
        try next  redislab logs --follow --explain --name mine  see what the others make of it
                  redislab resume n2 s1 --name mine             let them go on"
    `)
  })

  it('expects nobody to take over where there are no sentinels', () => {
    expect(render({kind: 'stop'}, [n1], {mode: 'replication'})).toMatchInlineSnapshot(`
      "○ n1  master  stopped  127.0.0.1:6380  pid 4711  12:34:56.007
        try next  redislab logs --follow --explain  see what the others make of it
                  redislab start n1                 bring it back"
    `)
  })

  it('shows what was started, whose role is not known yet', () => {
    expect(render({kind: 'start'}, [{...n1, role: 'unknown'}])).toMatchInlineSnapshot(`
      "● n1  started  127.0.0.1:6380  pid 4711  12:34:56.007
        try next  redislab status  see how it is now"
    `)
  })

  it.each([
    [{kind: 'kill', signal: 'SIGSEGV'}, '✖ n1  master  killed with SIGSEGV'],
    [{kind: 'stop'}, '○ n1  master  stopped'],
    [{kind: 'start'}, '● n1  master  started'],
    [{kind: 'restart'}, '● n1  master  restarted'],
    [{kind: 'pause'}, '‖ n1  master  paused'],
    [{kind: 'resume'}, '● n1  master  resumed'],
  ] as const)('has a glyph and a word for %o', (fault, line) => {
    expect(render(fault, [n1])).toContain(line)
  })

  it('keeps commands and their reasons together, however long a note is, and wraps the note', () => {
    const lines = render({kind: 'start'}, [n1], {keepsNothing: true, width: 80}).split('\n')
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.at(-1)).toBe('  try next  redislab status  see how it is now')
    expect(lines.slice(1, -1).join(' ').replace(/\s+/g, ' ')).toContain(
      "▲ empty n1 kept nothing on disk (--persist none) and started without data; a replica copies its master's",
    )
  })

  it('says that a restarted master which kept nothing takes the data of its replicas with it', () => {
    expect(render({kind: 'restart'}, [n1], {keepsNothing: true})).toContain(
      'n1 kept nothing on disk (--persist none) and came back without data; its replicas copy that',
    )
  })

  it('says why sentinels are passed over, and in which state the others are', () => {
    const skipped = [
      {name: 'n2', state: 'dead', kind: 'redis'},
      {name: 's1', state: 'running', kind: 'sentinel'},
      {name: 's2', state: 'running', kind: 'sentinel'},
    ] as const
    const directives = [{name: 'maxmemory', value: '10mb'}]
    const text = renderFault(
      {kind: 'set', directives},
      {fault: 'set', at, instances: [n1], skipped},
      {healsAt: null, mode: 'sentinel', nameFlag: ''},
      plainTheme,
    )
    expect(text).toContain('not done  s1 and s2 are passed over: sentinels have no CONFIG SET')
    expect(text).toContain('n2 is dead')
  })
})
