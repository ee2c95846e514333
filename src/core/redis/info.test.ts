import {describe, expect, it} from 'vitest'
import {addressOf, parseInfo, parseReplication} from './info.ts'

/** What redis-server 7.0.15 said (offsets set apart); lines end with CR LF, as they do on the wire. */
const wire = (text: string) => text.replaceAll('\n', '\r\n')

const master = wire(`# Replication
role:master
connected_slaves:2
slave0:ip=127.0.0.1,port=47102,state=online,offset=157,lag=1
slave1:ip=::1,port=47103,state=wait_bgsave,offset=0,lag=1
master_failover_state:no-failover
master_replid:b42e8f602fba0548aed3ff918f7d70350f3df4da
master_replid2:0000000000000000000000000000000000000000
master_repl_offset:158
second_repl_offset:-1
repl_backlog_active:1
repl_backlog_size:1048576
repl_backlog_first_byte_offset:1
repl_backlog_histlen:158
`)

const replica = wire(`# Replication
role:slave
master_host:127.0.0.1
master_port:47101
master_link_status:up
master_last_io_seconds_ago:2
master_sync_in_progress:0
slave_read_repl_offset:160
slave_repl_offset:157
slave_priority:100
slave_read_only:1
replica_announced:1
connected_slaves:0
master_failover_state:no-failover
master_replid:b42e8f602fba0548aed3ff918f7d70350f3df4da
master_replid2:0000000000000000000000000000000000000000
master_repl_offset:150
second_repl_offset:-1
`)

const replicaWithoutLink = wire(`# Replication
role:slave
master_host:::1
master_port:47999
master_link_status:down
master_last_io_seconds_ago:-1
master_sync_in_progress:0
slave_read_repl_offset:1
slave_repl_offset:1
master_link_down_since_seconds:-1
slave_priority:100
connected_slaves:0
master_replid:fd7fd8caff0d6b1495ea086c7a0531923388a267
master_repl_offset:0
`)

describe('parseReplication', () => {
  it('reads a master and the replicas it lists, IPv6 in brackets', () => {
    expect(parseReplication(master)).toEqual({
      role: 'master',
      offset: 158,
      replicationId: 'b42e8f602fba0548aed3ff918f7d70350f3df4da',
      replicas: [
        {address: '127.0.0.1:47102', state: 'online', offset: 157},
        {address: '[::1]:47103', state: 'wait_bgsave', offset: 0},
      ],
    })
  })

  it('reads a replica whose link is up', () => {
    expect(parseReplication(replica)).toEqual({
      role: 'replica',
      offset: 157,
      replicationId: 'b42e8f602fba0548aed3ff918f7d70350f3df4da',
      replicaOf: '127.0.0.1:47101',
      linkUp: true,
      replicas: [],
    })
  })

  it('reads a replica whose link is down, of a master with an IPv6 address', () => {
    expect(parseReplication(replicaWithoutLink)).toMatchObject({
      role: 'replica',
      replicaOf: '[::1]:47999',
      linkUp: false,
    })
  })

  it.each([
    // A file, as 7.0.15 says it.
    ['master_sync_total_bytes:900\nmaster_sync_read_bytes:400', {receivedBytes: 400, totalBytes: 900}],
    // From memory, the writes over a second connection: valkey 9.1.2 and redis 8.6.3.
    [
      'master_sync_total_bytes:0\nmaster_sync_read_bytes:4096\nreplicas_repl_buffer_size:20464',
      {receivedBytes: 4096, keptBytes: 20464},
    ],
    [
      'master_sync_total_bytes:-1\nmaster_sync_read_bytes:0\nreplica_full_sync_buffer_size:77',
      {receivedBytes: 0, keptBytes: 77},
    ],
  ])('reads how far a full copy is: %j', (lines, fullSync) => {
    const text = `${replicaWithoutLink}${wire(`${lines}\n`)}`
    expect(parseReplication(text)?.fullSync).toBeUndefined()
    const copying = text.replace('master_sync_in_progress:0', 'master_sync_in_progress:1')
    expect(parseReplication(copying)?.fullSync).toEqual(fullSync)
  })

  it('reads how often a replica without a link has asked, and of one with a link nothing', () => {
    const attempts = 'master_current_sync_attempts:7\r\n'
    expect(parseReplication(replicaWithoutLink + attempts)?.syncAttempts).toBe(7)
    expect(parseReplication(replica + attempts)?.syncAttempts).toBeUndefined()
  })

  it('lists the replicas of a replica', () => {
    const middle = replica.replace(
      'connected_slaves:0',
      'connected_slaves:1\r\nslave0:ip=127.0.0.1,port=1,state=online,offset=9,lag=0',
    )
    expect(parseReplication(middle)?.replicas).toEqual([{address: '127.0.0.1:1', state: 'online', offset: 9}])
  })

  it.each(['', '# Server\r\nredis_version:7.0.15\r\n', 'NOAUTH Authentication required.'])(
    'finds no replication in %j',
    (text) => {
      expect(parseReplication(text)).toBeUndefined()
    },
  )
})

describe('parseInfo', () => {
  it('reads fields, whatever their values hold, and skips headings', () => {
    expect([
      ...parseInfo('# Server\r\nos:Linux 6.1 x86_64\r\nexecutable:/a:b\r\n\r\n# Empty:\r\nx:\r\n'),
    ]).toEqual([
      ['os', 'Linux 6.1 x86_64'],
      ['executable', '/a:b'],
      ['x', ''],
    ])
  })
})

describe('addressOf', () => {
  it.each([
    ['127.0.0.1', 6380, '127.0.0.1:6380'],
    ['::1', '6380', '[::1]:6380'],
    ['redis.example', 6380, 'redis.example:6380'],
  ])('writes %s and %s as one', (host, port, address) => {
    expect(addressOf(host, port)).toBe(address)
  })
})
