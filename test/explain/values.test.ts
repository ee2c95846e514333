import {expect} from 'vitest'
import {type Situation, testSituations} from './situation.ts'

/** Settings that are changed while it runs, or that the plan does not know: what is said is what was in force. */
const sentinels = ['s1', 's2', 's3']

const situations: readonly Situation[] = [
  {
    name: 'down-after by --sentinel-set',
    options: {sentinelSet: ['down-after-milliseconds=2500']},
    happens: async ({deployment}) => void (await deployment.kill('master')),
    says: [/for down-after-milliseconds \(2500 ms\)/, /n[1-5] took over/],
    never: [/1500 ms\)/],
    phases: ({details}) => expect(details.inForce.downAfterMs).toBe(2500),
  },
  {
    name: 'down-after changed at all sentinels',
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', 1700)
      await lab.deployment.kill('master')
    },
    says: [/for down-after-milliseconds \(1700 ms\)/, /n[1-5] took over/],
    never: [/\(1500 ms\)/],
  },
  {
    name: 'down-after changed at two of three sentinels',
    options: {downAfterMs: 4000},
    happens: async (lab) => {
      await lab.sendAll(['s2', 's3'], 'SENTINEL', 'SET', 'mymaster', 'down-after-milliseconds', 700)
      await lab.deployment.kill('master')
    },
    says: [/s[23] and s[23] had no valid answer.*\(700 ms\)/, /n[1-5] took over/],
    never: [/\(4000 ms\)/],
  },
  {
    name: 'quorum raised above the number of sentinels',
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'quorum', 5)
      await lab.deployment.kill('master')
      for (const name of sentinels) await lab.logged(name, /\+sdown master/)
    },
    says: [/5 sentinels must count n1 as down/, /cannot be reached/, /s1, s2 and s3|s\d, s\d and s\d did/],
    never: [/quorum of 2/, /do not hear each other/],
  },
  {
    name: 'quorum raised to all, one sentinel dead',
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'quorum', 3)
      await lab.deployment.kill('s3')
      await lab.deployment.kill('master')
      for (const name of ['s1', 's2']) await lab.logged(name, /\+sdown master/)
    },
    says: [/3 sentinels must count n1 as down, and only s\d and s\d did/, /s3 did not run/],
    never: [/do not hear each other/],
  },
  {
    name: 'quorum lowered to one',
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'quorum', 1)
      await lab.deployment.kill('master')
    },
    says: [/the quorum is 1: s\d took it/, /n[1-5] took over/],
    never: [/quorum is 2/],
  },
  {
    name: 'failover-timeout raised: the next try comes late',
    options: {sentinelSet: ['failover-timeout=2000']},
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'failover-timeout', 20_000)
      await lab.deployment.set('replicas', {'replica-priority': 0})
      await lab.hurry()
      for (const replica of ['n2', 'n3']) await lab.priorityHeard(replica, 0)
      await lab.deployment.kill('master')
      await lab.logged('s1', /Next failover delay/)
    },
    says: [/a new attempt starts 40\.0 s .* failover-timeout \(20000 ms\)/, /n2 has replica-priority 0/],
    never: [/\(2000 ms\)/, /\(5000 ms\)/],
  },
  {
    name: 'replica-priority lowered by redislab: the smallest priority decides',
    happens: async (lab) => {
      await lab.deployment.set('n3', {'replica-priority': 10})
      await lab.hurry()
      await lab.priorityHeard('n3', 10)
      await lab.deployment.kill('master')
    },
    says: [/n3 has the smallest replica-priority, 10 \(n2 100\)/],
    never: [/run id/, /All replicas have priority/],
  },
  {
    name: 'replica-priority 0 by CONFIG SET: that replica is never chosen',
    happens: async (lab) => {
      await lab.send('n2', 'CONFIG', 'SET', 'replica-priority', 0)
      await lab.hurry()
      await lab.priorityHeard('n2', 0)
      await lab.deployment.kill('master')
    },
    says: [/n3 was the only replica that could be chosen \(n2 has replica-priority 0\)/],
    never: [/run id/, /All replicas have priority/],
  },
  {
    name: 'priorities by CONFIG SET, master killed from outside: what they were is not known for sure',
    happens: async (lab) => {
      await lab.send('n2', 'CONFIG', 'SET', 'replica-priority', 20)
      await lab.hurry()
      await lab.priorityHeard('n2', 20)
      await lab.signal('n1', 'SIGKILL')
    },
    says: [/n2 took over from n1/],
    never: [/priority 100/, /run id/],
  },
  {
    name: 'priorities 0 then, 100 now: what was then is said',
    happens: async (lab) => {
      await lab.deployment.set('replicas', {'replica-priority': 0})
      await lab.hurry()
      for (const replica of ['n2', 'n3']) await lab.priorityHeard(replica, 0)
      await lab.deployment.kill('master')
      await lab.logged('s1', /-failover-abort-no-good-slave|\+new-epoch/)
      await lab.logged('s2', /Next failover delay|-failover-abort-no-good-slave/)
      await lab.send('n2', 'CONFIG', 'SET', 'replica-priority', 0)
      await lab.deployment.set('n3', {'replica-priority': 0})
    },
    says: [/n2 has replica-priority 0/, /n3 has replica-priority 0/],
    never: [/do not say which condition/],
  },
  {
    name: 'priorities alike: run ids are compared',
    happens: async ({deployment}) => void (await deployment.kill('master')),
    says: [/n[23] took over from n1/, /All replicas have priority 100|replica-priority/],
    phases: ({details, newMaster}) => {
      const {choice} = details
      if (choice?.includes('run id')) expect(choice).toContain(`that of ${newMaster}`)
    },
  },
  {
    name: 'replica-priority by --set',
    options: {set: ['replica-priority=42']},
    happens: async ({deployment}) => void (await deployment.kill('master')),
    says: [/All replicas have priority 42/],
    never: [/priority 100/],
  },
  {
    name: 'parallel-syncs changed',
    happens: async (lab) => {
      await lab.sendAll(sentinels, 'SENTINEL', 'SET', 'mymaster', 'parallel-syncs', 3)
      await lab.deployment.kill('master')
    },
    says: [/n[1-5] took over/],
    phases: ({details}) => expect(details.inForce).toMatchObject({parallelSyncs: 3}),
  },
  {
    name: 'sentinels that are not of the deployment are counted by those that are',
    options: {failoverTimeoutMs: 1500},
    happens: async (lab) => {
      for (const ghost of [1, 2, 3])
        for (const name of sentinels)
          await lab.send(
            name,
            'PUBLISH',
            '__sentinel__:hello',
            `127.0.0.1,${2 + ghost},${String(ghost).repeat(40)},0,mymaster,127.0.0.1,${lab.deployment.nodes[0]?.port},0`,
          )
      for (const name of sentinels)
        await lab.answers(name, ['SENTINEL', 'MASTER', 'mymaster'], /"num-other-sentinels","5"/)
      await lab.deployment.kill('master')
      for (const name of ['s1', 's2', 's3'])
        await lab.logged(name, /-failover-abort-not-elected|Next failover delay/)
    },
    says: [/of 6 (votes|were needed|voted)|4 of 6 were needed|4 were needed/, /3 of them|4 of 6 were needed/],
    never: [/of 3 votes/, /though 3 of 3/],
  },
  {
    name: 'down-after of 6 s, and back before that',
    options: {downAfterMs: 6000},
    happens: async ({deployment}) => {
      await deployment.kill('master')
      await deployment.start('n1')
    },
    says: [
      /No failover/,
      /No sentinel counted n1 as down: it must be silent for down-after-milliseconds \(6000 ms\)/,
    ],
  },
]

testSituations(situations)
