import {describe, expect, it} from 'vitest'
import {formatForGithub, githubMasks} from './github-variables.ts'

describe('formatForGithub', () => {
  it('puts each value between two lines of its own', () => {
    const text = formatForGithub({REDIS_PORT: '6380', REDIS_PASSWORD: 'one\ntwo=EOF'}, 'EOF_7')
    expect(text).toBe('REDIS_PORT<<EOF_7\n6380\nEOF_7\nREDIS_PASSWORD<<EOF_7\none\ntwo=EOF\nEOF_7\n')
  })
})

describe('githubMasks', () => {
  it('hides nothing where there is no password', () => {
    expect(githubMasks({REDIS_URL: 'redis://127.0.0.1:6380'})).toEqual([])
  })

  it('hides a password in both of its spellings, escaped for the runner', () => {
    expect(githubMasks({REDIS_PASSWORD: 'plain'})).toEqual(['::add-mask::plain'])
    expect(githubMasks({REDIS_PASSWORD: 'a/b%'})).toEqual(['::add-mask::a/b%25', '::add-mask::a%252Fb%2525'])
  })

  it('hides that of the sentinels, once where it is the same', () => {
    expect(githubMasks({REDIS_PASSWORD: 'a', REDIS_SENTINEL_PASSWORD: 'b'})).toEqual([
      '::add-mask::a',
      '::add-mask::b',
    ])
    expect(githubMasks({REDIS_PASSWORD: 'a', REDIS_SENTINEL_PASSWORD: 'a'})).toEqual(['::add-mask::a'])
  })
})
