import {describe, expect, it} from 'vitest'
import {formatHello, helloChannel, parseSentinelMaster, parseSentinelViews} from './sentinel-reply.ts'

/** Replies of redis-sentinel 7.0.15. */
const master =
  `name mymaster ip 127.0.0.1 port 47101 runid 2170452a1cf75734a8b094584ca8b4561d687f0a flags master
link-pending-commands 0 link-refcount 1 last-ping-sent 0 last-ok-ping-reply 815 last-ping-reply 815
down-after-milliseconds 1000 info-refresh 4031 role-reported master role-reported-time 4042 config-epoch 7 num-slaves 2
num-other-sentinels 1 quorum 1 failover-timeout 180000 parallel-syncs 1`.split(/\s/)

const replica = `name [::1]:47103 ip ::1 port 47103 runid 9c7d962c912a5caa27e4357e08a02aaca19756bf flags slave
link-pending-commands 0 link-refcount 1 last-ping-sent 0 last-ok-ping-reply 823 last-ping-reply 823
down-after-milliseconds 1000 info-refresh 3983 role-reported slave role-reported-time 4042 master-link-down-time 0
master-link-status ok master-host ::1 master-port 47101 slave-priority 100 slave-repl-offset 0 replica-announced 1`.split(
  /\s/,
)

const sentinel = `name aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ip 127.0.0.1 port 47111 runid
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa flags s_down,sentinel,disconnected link-pending-commands 2 link-refcount 1
last-ping-sent 4060 last-ok-ping-reply 4060 last-ping-reply 4060 s-down-time 2965 down-after-milliseconds 1000
last-hello-message 4060 voted-leader ? voted-leader-epoch 0`.split(/\s/)

describe('parseSentinelMaster', () => {
  it('reads a master with its quorum and epoch', () => {
    expect(parseSentinelMaster(master)).toEqual({
      view: {
        name: 'mymaster',
        address: '127.0.0.1:47101',
        runId: '2170452a1cf75734a8b094584ca8b4561d687f0a',
        flags: ['master'],
        linkUp: false,
      },
      quorum: 1,
      configEpoch: 7,
      downAfterMs: 1000,
      failoverTimeoutMs: 180_000,
      parallelSyncs: 1,
      otherSentinels: 1,
    })
  })

  it('reads numbers that come as numbers', () => {
    expect(parseSentinelMaster(['ip', '::1', 'port', 6380, 'quorum', 2])).toMatchObject({
      view: {address: '[::1]:6380'},
      quorum: 2,
    })
  })
})

describe('parseSentinelViews', () => {
  it('reads replicas, IPv6 in brackets, and whether their link is up', () => {
    expect(parseSentinelViews([replica])).toEqual([
      {
        name: '[::1]:47103',
        address: '[::1]:47103',
        runId: '9c7d962c912a5caa27e4357e08a02aaca19756bf',
        flags: ['slave'],
        linkUp: true,
        priority: 100,
      },
    ])
    const down = replica.map((word) => (word === 'ok' ? 'err' : word))
    expect(parseSentinelViews([down])[0]?.linkUp).toBe(false)
  })

  it('reads the flags of a sentinel that is gone', () => {
    expect(parseSentinelViews([sentinel])[0]?.flags).toEqual(['s_down', 'sentinel', 'disconnected'])
  })

  it('keeps the run id of an instance that has told none yet empty', () => {
    const [view] = parseSentinelViews([
      ['name', 'x', 'ip', '127.0.0.1', 'port', '1', 'runid', '', 'flags', ''],
    ])
    expect(view).toMatchObject({runId: '', flags: []})
  })

  it.each([[null], [undefined], ['OK'], [[]]])('reads %j as nothing', (reply) => {
    expect(parseSentinelViews(reply)).toEqual([])
  })
})

describe('formatHello', () => {
  // sentinel.c, sentinelProcessHelloMessage: eight fields between commas.
  it('is written as sentinels write it', () => {
    const hello = formatHello(
      {host: '127.0.0.1', port: 26_380, sentinelId: 'a'.repeat(40)},
      {name: 'mymaster', host: '127.0.0.1', port: 6380},
    )
    expect(hello).toBe(`127.0.0.1,26380,${'a'.repeat(40)},0,mymaster,127.0.0.1,6380,0`)
    expect(helloChannel).toBe('__sentinel__:hello')
  })

  it('says since which epoch the master is there', () => {
    const hello = formatHello(
      {host: '127.0.0.1', port: 26_380, sentinelId: 'a'.repeat(40), currentEpoch: 8},
      {name: 'mymaster', host: '127.0.0.1', port: 6380, configEpoch: 7},
    )
    expect(hello).toBe(`127.0.0.1,26380,${'a'.repeat(40)},8,mymaster,127.0.0.1,6380,7`)
  })
})

it('takes what is neither text nor number for nothing', () => {
  expect(parseSentinelMaster([{toString: false}, 'x', 'quorum', 2])).toMatchObject({quorum: 2})
})
