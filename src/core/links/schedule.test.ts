import {expect, it} from 'vitest'
import {arrivalOf} from './schedule.ts'

const piece = {bytes: 1000, now: 5000, after: 0, chance: 0.5}

it('is late by the delay', () => {
  expect(arrivalOf({delayMs: 200}, piece, {freeAt: 0})).toBe(5200)
})

it('varies by the jitter, and never arrives before it was sent', () => {
  expect(arrivalOf({delayMs: 200, jitterMs: 50}, {...piece, chance: 0}, {freeAt: 0})).toBe(5150)
  expect(arrivalOf({delayMs: 200, jitterMs: 50}, {...piece, chance: 1}, {freeAt: 0})).toBe(5250)
  expect(arrivalOf({delayMs: 10, jitterMs: 50}, {...piece, chance: 0}, {freeAt: 0})).toBe(5000)
})

it('does not overtake what was sent before', () => {
  expect(arrivalOf({jitterMs: 100}, {...piece, after: 5090, chance: 0}, {freeAt: 0})).toBe(5090)
})

it('waits for the line, which all connections share', () => {
  const line = {freeAt: 0}
  expect(arrivalOf({bytesPerSecond: 10_000}, piece, line)).toBe(5100)
  expect(arrivalOf({bytesPerSecond: 10_000}, piece, line)).toBe(5200)
  expect(arrivalOf({bytesPerSecond: 10_000, delayMs: 7}, {...piece, now: 6000}, line)).toBe(6107)
})
