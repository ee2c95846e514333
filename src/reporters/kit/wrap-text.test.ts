import {describe, expect, it} from 'vitest'
import {widthOf} from './table.ts'
import {cutText, wrapText} from './wrap-text.ts'

describe('wrapText', () => {
  it.each([
    ['', 10, ['']],
    ['short', 10, ['short']],
    ['one two three', 7, ['one two', 'three']],
    ['abcdefghij kl', 4, ['abcd', 'efgh', 'ij', 'kl']],
    ['a  b', 10, ['a  b']],
    ['日本語 日本', 6, ['日本語', '日本']],
    ['一个 sentinel 看不到主库，', 18, ['一个 sentinel 看不', '到主库，']],
    ['看不到主库，不换', 10, ['看不到主', '库，不换']],
    ['从库（s1）好', 6, ['从库', '（s1）', '好']],
  ])('%s in %i columns', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines)
  })
})

describe('cutText', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['主节点选举', 10, '主节点选举'],
    ['主节点选举', 9, '主节点选…'],
    ['主节点选举', 8, '主节点…'],
    ['', 0, ''],
  ])('%s in %i columns is %s', (text, width, cut) => {
    expect(cutText(text, width)).toBe(cut)
    expect(widthOf(cut)).toBeLessThanOrEqual(width)
  })
})
