import {expect, test} from 'vitest'
import type {InstanceState} from '../words.ts'
import {findMasterless, masterlessError, mendMasterless} from './masterless.ts'
import type {DeploymentStatus, MasterStatus} from './status.ts'

/** Two shards: n1 serves the first one; n2 and n3 are of the second one, whose slots are told. */
function statusWith(slots: string, slotCount: number, states: readonly InstanceState[]): DeploymentStatus {
  const shard = (own: string, count: number) => ({
    slots: own,
    slotCount: count,
    configEpoch: 1,
    open: [],
    servedBy: [],
  })
  const masters: readonly MasterStatus[] = [
    {name: 'shard-1', instance: 'n1', address: 'a', claimedBy: ['n1'], shard: shard('0-8191', 8192)},
    {name: 'shard-2', instance: null, address: null, claimedBy: [], shard: shard(slots, slotCount)},
  ]
  const instances = (['running', ...states] as const).map((state, index) => ({
    name: `n${index + 1}`,
    kind: 'redis' as const,
    role: 'unknown' as const,
    state,
    address: 'a',
    pid: null,
    masterName: index === 0 ? 'shard-1' : 'shard-2',
  }))
  return {
    deployment: 'blue',
    topology: '2m1r',
    mode: 'cluster',
    ready: false,
    notReady: [],
    directory: '/',
    server: {flavour: 'redis', version: '7.0.15', path: '/'},
    instances,
    masters,
  }
}

test.for([
  [['dead', 'dead'], 'redislab start n2'],
  [['stopped', 'paused'], 'redislab start n2'],
  [['paused', 'paused'], 'redislab resume n2'],
  [['dead', 'running'], 'redislab failover n3 --takeover'],
] as const)('a shard whose nodes are %s: %s', ([states, command]) => {
  const status = statusWith('8192-16383', 8192, states)
  expect(findMasterless(status)).toMatchObject([{shard: 'shard-2', slots: '8192-16383', slotCount: 8192}])
  const error = masterlessError(status, 9000)
  expect(error.message).toContain('The slot 9000 has no master now: shard-2 has none (n2 is')
  expect(error.suggestions[0]).toContain(command)
})

test('slots that nobody has', () => {
  const [found] = findMasterless(statusWith('', 0, ['dead', 'dead']))
  expect(found).toEqual({slots: '8192-16383', slotCount: 8192, shard: null, instances: []})
  expect(found && mendMasterless(found)).toContain('redislab cli n1 -- CLUSTER ADDSLOTS 8192')
})
