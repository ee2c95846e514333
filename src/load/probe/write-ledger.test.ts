import {expect, it} from 'vitest'
import {WriteLedger} from './write-ledger.ts'

/** One that has had writes acknowledged, at these times in seconds. */
function written(...seconds: readonly number[]): WriteLedger {
  const ledger = new WriteLedger()
  seconds.forEach((second, index) => {
    ledger.send(index + 1)
    ledger.acknowledge(index + 1, second * 1000)
  })
  return ledger
}

it('counts what is above the number that is there, once the server takes a write', () => {
  const ledger = written(1, 2, 3)
  ledger.look('1', 4000)
  expect(ledger.lostAt).toEqual([])
  ledger.send(4)
  ledger.acknowledge(4, 4001)
  expect(ledger.lostAt).toEqual([2000, 3000])
})

it('does not believe a server that refuses the write after the look', () => {
  const ledger = written(1, 2, 3)
  ledger.look('3', 4000)
  ledger.send(4)
  expect(ledger.fail(4, {wasRefused: true})).toBe('refused')
  ledger.look('1', 5000)
  ledger.settle()
  expect(ledger.lostAt).toEqual([2000, 3000])
})

it('a write without an answer that is there does not stand for those before it', () => {
  const ledger = written(1, 2, 3)
  ledger.look('1', 4000)
  ledger.send(4)
  expect(ledger.fail(4, {wasRefused: false})).toBe('unknown')
  ledger.look('4', 5000)
  ledger.settle()
  expect(ledger.lostAt).toEqual([2000, 3000])
  expect(ledger.unknownSurviving).toBe(1)
})

it('says nothing of what may have expired, though the last write was just now', () => {
  const ledger = written(1, 30, 60, 99)
  ledger.look(null, 100_000)
  ledger.settle()
  expect(ledger.hasExpired).toBe(true)
  expect(ledger.lostAt).toEqual([])
})

it('a key that is gone and cannot have expired is a loss', () => {
  const ledger = written(1, 2)
  ledger.look(null, 3000)
  ledger.settle()
  expect(ledger.hasExpired).toBe(false)
  expect(ledger.lostAt).toEqual([1000, 2000])
})
