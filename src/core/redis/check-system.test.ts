import {expect, it} from 'vitest'
import {parseSystemCheck} from './check-system.ts'

it('reads what redis-server 7.0.15 says', () => {
  const results = parseSystemCheck(`[slow-clocksource]...OK
[xen-clocksource]...skipped
[overcommit]...WARNING:
Memory overcommit must be enabled!
[THP]...OK
`)
  expect([...results]).toEqual([
    ['slow-clocksource', {verdict: 'ok', message: ''}],
    ['xen-clocksource', {verdict: 'skipped', message: ''}],
    ['overcommit', {verdict: 'warning', message: 'Memory overcommit must be enabled!'}],
    ['THP', {verdict: 'ok', message: ''}],
  ])
})

it('finds nothing in the words of a server that does not know the option', () => {
  expect(parseSystemCheck("*** FATAL CONFIG FILE ERROR\n>>> 'check-system'\n").size).toBe(0)
})
