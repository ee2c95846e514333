import {expect} from 'vitest'
import {type Situation, testSituations} from './situation.ts'

/** What happens to shards of a cluster. */
const cluster = {topology: '3m3r', options: {cluster: true}} as const
const quick = {cluster: true, downAfterMs: 2000}

const situations: readonly Situation[] = [
  {
    ...cluster,
    options: quick,
    name: 'cluster: a master killed',
    happens: async (lab) => void (await lab.deployment.kill('n1')),
    says: [/n4 took over from n1/, /asked the masters for their votes/],
    phases: ({details}) => {
      const [attempt] = details.attempts.filter(({result}) => result === 'promoted')
      for (const {ms} of attempt?.votes ?? []) expect(ms).toBeLessThanOrEqual(attempt?.electedMs ?? 0)
    },
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: a master killed from outside',
    happens: (lab) => lab.signal('n1', 'SIGKILL'),
    says: [/n4 took over from n1/],
    never: [/after 0 ms/],
    phases: ({phases}) => expect(phases.promotedMs).toBeGreaterThan(1500),
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: a master shut down by a client',
    happens: async (lab) => void (await lab.send('n1', 'SHUTDOWN', 'NOSAVE').catch(String)),
    says: [/n4 took over from n1/, /n1 was asked to shut down/],
    never: [/after 0 ms/],
    phases: ({phases}) => expect(phases.promotedMs).toBeGreaterThan(1500),
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: no failover allowed by CONFIG SET of redislab',
    happens: async (lab) => {
      await lab.deployment.set('n4', {'cluster-replica-no-failover': 'yes'})
      await lab.deployment.kill('n1')
      await lab.logged('n2', /FAIL message received|Marking node/)
    },
    says: [/cluster-replica-no-failover is yes: n4 may not take over/],
    never: [/n4 took over/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: no failover allowed by CONFIG SET by hand',
    happens: async (lab) => {
      await lab.send('n4', 'CONFIG', 'SET', 'cluster-replica-no-failover', 'yes')
      await lab.deployment.kill('n1')
      await lab.logged('n2', /FAIL message received|Marking node/)
    },
    says: [/cluster-replica-no-failover is yes: n4 may not take over/],
    never: [/n4 took over/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: no failover allowed by --set',
    happens: async (lab) => {
      await lab.deployment.set('replicas', {'cluster-replica-no-failover': 'yes'})
      await lab.deployment.set('replicas', {'cluster-replica-no-failover': 'no'})
      await lab.deployment.kill('n1')
    },
    says: [/n4 took over from n1/],
    never: [/may not take over/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: node timeout changed while it runs',
    happens: async (lab) => {
      await lab.deployment.set('all', {'cluster-node-timeout': 3500})
      await lab.deployment.kill('n1')
    },
    says: [/n4 took over from n1/],
    never: [/\(2000 ms\)/],
    phases: ({details}) => expect(details.inForce.downAfterMs).toBe(3500),
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: the replica dead too',
    happens: async (lab) => {
      await lab.deployment.kill(['n1', 'n4'])
      await lab.logged('n2', /FAIL message received|Marking node/)
    },
    says: [/No replica of shard-1 was there: n4 was down/],
    never: [/took over the/],
  },
  {
    topology: '3m',
    options: quick,
    name: 'cluster: no replica at all',
    happens: async (lab) => {
      await lab.deployment.kill('n1')
      await lab.logged('n2', /FAIL message received|Marking node/)
    },
    says: [/shard-1 has no replica/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: two of three masters dead',
    happens: async (lab) => void (await lab.deployment.kill(['n1', 'n2'])),
    says: [/Only n3 of the 3 masters was left/],
    never: [/n[45] took/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: CLUSTER FAILOVER by a client',
    happens: async (lab) => void (await lab.send('n4', 'CLUSTER', 'FAILOVER')),
    says: [/n4 was asked to take over \(CLUSTER FAILOVER\)/, /n4 took over from n1/],
    never: [/had no answer/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: CLUSTER FAILOVER TAKEOVER by a client',
    happens: async (lab) => void (await lab.send('n4', 'CLUSTER', 'FAILOVER', 'TAKEOVER')),
    says: [/CLUSTER FAILOVER TAKEOVER/, /n4 took over from n1/],
    never: [/had no answer/],
  },
  {
    ...cluster,
    options: quick,
    name: 'cluster: failover by redislab, by force',
    happens: async (lab) => void (await lab.deployment.failover('n4', {manner: 'force'})),
    says: [/CLUSTER FAILOVER FORCE/, /n4 took over from n1/],
    never: [/had no answer/],
  },
  {
    ...cluster,
    options: {cluster: true, downAfterMs: 5000},
    name: 'cluster: a blink of a master',
    happens: async (lab) => {
      await lab.deployment.pause('n1')
      await lab.deployment.resume('n1')
    },
    says: [/No failover/, /must not answer for cluster-node-timeout \(5000 ms\)/],
    never: [/n4 took over/],
  },
]

testSituations(situations)
