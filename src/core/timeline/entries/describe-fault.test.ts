import {expect, test} from 'vitest'
import {linksBetween} from '../../links/link.ts'
import {describeFault} from './describe-fault.ts'
import type {FaultEntry} from './journal-entry.ts'

const both = (a: string[], b: string[]) => [...linksBetween(a, b), ...linksBetween(b, a)]

test.for<[string, Omit<FaultEntry, 'kind'>]>([
  ['n1 killed', {fault: 'kill', instances: ['n1'], signal: 'SIGKILL'}],
  [
    'n1 and n2 killed with SIGSEGV, for 5.00 s',
    {fault: 'kill', instances: ['n1', 'n2'], signal: 'SIGSEGV', forMs: 5000},
  ],
  ['n1 put to sleep for 3.00 s', {fault: 'sleep', instances: ['n1'], durationMs: 3000}],
  [
    'n2 set: replica-priority 0',
    {fault: 'set', instances: ['n2'], directives: [{name: 'replica-priority', value: '0'}]},
  ],
  ['n2 resumed, as planned', {fault: 'resume', instances: ['n2'], heal: true}],
  [
    'n1 and s1 partitioned from n2, n3 and s2, for 200 ms',
    {
      fault: 'partition',
      instances: ['n1', 's1'],
      links: both(['n1', 's1'], ['n2', 'n3', 's2']),
      cut: 'stall',
      forMs: 200,
    },
  ],
  [
    'n1 and n2 partitioned from each other',
    {fault: 'partition', instances: ['n1', 'n2'], links: both(['n1'], ['n2'])},
  ],
  ['clients partitioned from n1', {fault: 'partition', instances: [], links: both(['n1'], ['clients'])}],
  [
    'n1 delayed to n2: 200 ms ± 50 ms late',
    {fault: 'delay', instances: ['n1'], links: [{from: 'n1', to: 'n2'}], delayMs: 200, jitterMs: 50},
  ],
  ['all links healed', {fault: 'heal', instances: [], links: both(['n1'], ['n2'])}],
  ['2 links healed, as planned', {fault: 'heal', instances: [], links: both(['n1'], ['n2']), heal: true}],
])('%s', ([text, entry]) => {
  expect(describeFault({kind: 'fault-injected', ...entry})).toBe(text)
})
