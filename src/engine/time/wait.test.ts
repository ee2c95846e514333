import {describe, expect, it} from 'vitest'
import {sleepUnlessAborted, waitFor} from './wait.ts'

const quick = {withinMs: 60, everyMs: 5}

describe('waitFor', () => {
  it('returns the first answer, and asks no more', async () => {
    let asked = 0
    const answer = await waitFor(async () => {
      asked += 1
      return asked === 3 ? 'yes' : undefined
    }, quick)
    expect([answer, asked]).toEqual(['yes', 3])
  })

  it.each([null, false, 0, ''])('takes %j for an answer', async (value) => {
    expect(await waitFor(async () => value, quick)).toBe(value)
  })

  it('gives up when the time is over', async () => {
    const started = performance.now()
    expect(await waitFor(async () => undefined, quick)).toBeUndefined()
    expect(performance.now() - started).toBeGreaterThanOrEqual(55)
  })

  it('asks once even when there is no time at all', async () => {
    let asked = 0
    await waitFor(
      async () => {
        asked += 1
        return undefined
      },
      {withinMs: 0, everyMs: 5},
    )
    expect(asked).toBe(1)
  })

  it('asks once more after the time is over, so that one slow question is not the last', async () => {
    let asked = 0
    const answer = await waitFor(
      async () => {
        asked += 1
        if (asked === 1) await new Promise((resolve) => setTimeout(resolve, 30))
        return asked === 2 ? 'yes' : undefined
      },
      {withinMs: 10, everyMs: 1},
    )
    expect(answer).toBe('yes')
  })

  it('throws what the question throws', async () => {
    await expect(waitFor(() => Promise.reject(new Error('broken')), quick)).rejects.toThrow('broken')
  })

  it('asks nothing when it is aborted already', async () => {
    let asked = 0
    const waiting = waitFor(async () => (asked += 1), {...quick, signal: AbortSignal.abort(new Error('why'))})
    await expect(waiting).rejects.toThrow('why')
    expect(asked).toBe(0)
  })

  it('ends at once, with the reason, when it is aborted between two questions', async () => {
    const controller = new AbortController()
    const started = performance.now()
    const waiting = waitFor(async () => undefined, {
      withinMs: 60_000,
      everyMs: 60_000,
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(new Error('why')), 10)
    await expect(waiting).rejects.toThrow('why')
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('sleepUnlessAborted', () => {
  it('returns at once when it is aborted, and throws nothing', async () => {
    const started = performance.now()
    await sleepUnlessAborted(10_000, AbortSignal.timeout(5))
    await sleepUnlessAborted(10_000, AbortSignal.abort())
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
