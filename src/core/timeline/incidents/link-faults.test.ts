import {expect, test} from 'vitest'
import {entryOfJournal} from '../entries/entry.ts'
import {LinkFaults} from './link-faults.ts'

const both = [
  {from: 'n1', to: 'n2'},
  {from: 'n2', to: 'n1'},
]

function fault(kind: string, links: readonly {from: string; to: string}[]) {
  const entry = {kind: 'fault-injected', fault: kind, instances: ['n1'], links} as const
  return entryOfJournal({at: 0, entry}, {instances: []})
}

test('a cut is in force until all of its links are healed', () => {
  const faults = new LinkFaults()
  const cut = fault('partition', both)
  faults.push(cut)
  faults.push(fault('heal', both.slice(0, 1)))
  expect(faults.inForce).toEqual([cut])
  faults.push(fault('heal', both))
  expect(faults.inForce).toEqual([])
})

test('what is done to no link is none of its business', () => {
  const faults = new LinkFaults()
  faults.push(fault('kill', []))
  expect(faults.inForce).toEqual([])
})
