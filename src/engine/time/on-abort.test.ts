import {getEventListeners} from 'node:events'
import {describe, expect, it} from 'vitest'
import {onAbort} from './on-abort.ts'
import {sleep, sleepUnlessAborted} from './wait.ts'

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('onAbort', () => {
  it('acts once for each that waits, the same function twice', () => {
    const controller = new AbortController()
    let count = 0
    const act = () => {
      count += 1
    }
    onAbort(controller.signal, act)
    onAbort(controller.signal, act)
    controller.abort()
    expect(count).toBe(2)
  })

  it('does not act for one that no longer waits', () => {
    const controller = new AbortController()
    const acted: string[] = []
    const listening = onAbort(controller.signal, () => acted.push('first'))
    onAbort(controller.signal, () => acted.push('second'))
    listening[Symbol.dispose]()
    controller.abort()
    expect(acted).toEqual(['second'])
  })

  it('acts at once where the signal is aborted already', () => {
    let acted = false
    onAbort(AbortSignal.abort(), () => {
      acted = true
    })
    expect(acted).toBe(true)
  })
})

describe('a hundred that sleep by one signal', () => {
  it('have one listener between them, and all wake', async () => {
    const controller = new AbortController()
    const {signal} = controller
    const sleeps = Array.from({length: 100}, () => sleepUnlessAborted(60_000, signal))
    const throwing = sleep(60_000, signal)
    expect(listenersOf(signal)).toBe(1)
    controller.abort(new Error('over'))
    await Promise.all(sleeps)
    await expect(throwing).rejects.toThrow('over')
  })

  it('leave no listener behind: a signal of several is kept alive by one', async () => {
    const {signal} = new AbortController()
    for (let round = 0; round < 30; round += 1) await sleep(0, signal)
    expect(listenersOf(signal)).toBe(0)
  })
})
