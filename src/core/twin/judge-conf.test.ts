import {describe, expect, it} from 'vitest'
import {readText} from '../evidence/read-text.ts'
import {judgeConf} from './judge-conf.ts'
import type {Circumstances} from './ruling.ts'

const circumstances: Circumstances = {
  server: {flavour: 'redis', version: '7.0.15'},
  tls: false,
  factor: 1,
  passwordFor: (original) => `made for ${original}`,
  hasAcl: false,
  password: 'made for right',
  hasMasterUser: false,
}

function judge(conf: string, kind: 'redis' | 'sentinel' = 'redis', more: Partial<Circumstances> = {}) {
  const {facts} = readText('redis.conf', conf)
  const lines = facts.filter((fact) => fact.kind === 'directive')
  return judgeConf(lines, kind, {...circumstances, ...more})
}

const fates = (conf: string) => judge(conf).lines.map(({name, fate}) => `${name} ${fate}`)

describe('judgeConf', () => {
  it('keeps what decides a failover, adapts places, leaves out what cannot hold here', () => {
    expect(
      fates(
        'repl-backlog-size 16mb\nport 6379\nloadmodule /m.so\nmaxmemory 8gb\nmaxmemory-policy noeviction',
      ),
    ).toEqual([
      'repl-backlog-size kept',
      'port adapted',
      'loadmodule left out',
      'maxmemory adapted',
      'maxmemory-policy kept',
    ])
  })

  it('says which versions know what this server does not', () => {
    const [line] = judge('dual-channel-replication-enabled yes').lines
    expect(line).toMatchObject({
      fate: 'left out',
      why: 'redis 7.0.15 does not know it: Valkey 8.0 and later know it',
    })
  })

  it('of two lines that say the same the later one counts', () => {
    const {lines, settings} = judge('hz 10\nhz 20')
    expect(lines.map(({fate}) => fate)).toEqual(['left out', 'kept'])
    expect(settings).toEqual([{name: 'hz', value: '20'}])
  })

  it('a password that was wrong is wrong here, and none is shown', () => {
    const {lines, settings} = judge('masterauth wrong')
    expect(settings).toEqual([{name: 'masterauth', value: 'made for wrong'}])
    expect(judge('masterauth right').settings).toEqual([])
    expect(JSON.stringify(lines)).not.toContain('wrong')
  })

  it('shortens the timers of each master by the same factor', () => {
    const conf = 'sentinel down-after-milliseconds orders 30000\nsentinel down-after-milliseconds users 60000'
    expect(judge(conf, 'sentinel', {factor: 20}).settings).toEqual([
      {name: 'sentinel down-after-milliseconds orders', value: '1500'},
      {name: 'sentinel down-after-milliseconds users', value: '3000'},
    ])
  })
})
