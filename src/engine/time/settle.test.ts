import {setTimeout as delay} from 'node:timers/promises'
import {describe, expect, it} from 'vitest'
import {settleAll} from './settle.ts'

describe('settleAll', () => {
  it('gives all results in order, whichever came first', async () => {
    expect(await settleAll([delay(10, 'slow'), delay(1, 'quick'), Promise.resolve('now')])).toEqual([
      'slow',
      'quick',
      'now',
    ])
  })

  it('gives nothing for nothing', async () => {
    expect(await settleAll([])).toEqual([])
  })

  it('throws the first error in order, after all have ended', async () => {
    const ended: string[] = []
    const end = async (name: string, ms: number, fails: boolean) => {
      await delay(ms)
      ended.push(name)
      if (fails) throw new Error(name)
    }
    const settling = settleAll([end('a', 30, true), end('b', 1, true), end('c', 40, false)])
    await expect(settling).rejects.toThrow('a')
    expect(ended).toEqual(['b', 'a', 'c'])
  })
})
