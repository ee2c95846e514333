import {expect} from 'vitest'
import {type Situation, testSituations} from './situation.ts'

/** Sentinels that are dead, frozen, cut off, late, or cannot log in; and replicas that cannot be chosen. */
const sentinels = ['s1', 's2', 's3']

const situations: readonly Situation[] = [
  {
    name: 'the master and a sentinel cut off: it still sends clients to the old master',
    options: {links: true},
    happens: async (lab) => {
      await lab.deployment.partition(['master', 's1'])
      for (const name of ['s2', 's3']) await lab.logged(name, /\+switch-master/)
    },
    says: [/n[23] took over from n1/, /s1, cut off, still sends clients to n1/],
    never: [/every sentinel that runs/],
    phases: ({phases, details}) => {
      expect(phases.agreedMs).toBeNull()
      expect(details).toMatchObject({behind: ['s1']})
    },
  },
  {
    name: 'the same, healed: s1 heard of it late',
    options: {links: true},
    happens: async (lab) => {
      await lab.deployment.partition(['master', 's1'])
      for (const name of ['s2', 's3']) await lab.logged(name, /\+switch-master/)
      await lab.deployment.heal()
      await lab.logged('s1', /\+switch-master/)
    },
    says: [/n[23] took over from n1/, /every sentinel that runs named it/],
    never: [/still sends/],
  },
  {
    name: 'a sentinel cut off from the master alone: it votes late, or not at all',
    options: {links: true},
    happens: async (lab) => {
      await lab.deployment.partition('s1', {from: ['n1', 's2', 's3']})
      await lab.deployment.kill('n1')
      for (const name of ['s2', 's3']) await lab.logged(name, /\+switch-master/)
      await lab.deployment.heal()
      await lab.logged('s1', /\+switch-master/)
    },
    says: [/was elected by s[23] and s[23];/],
    never: [/elected by .*s1/],
  },
  {
    name: 'a sentinel cut off from everybody',
    options: {links: true},
    happens: async (lab) => {
      await lab.deployment.partition('s1')
      await lab.deployment.kill('n1')
      for (const name of ['s2', 's3']) await lab.logged(name, /\+switch-master/)
    },
    says: [/n[23] took over from n1/, /s1, cut off, still sends clients to n1/],
    never: [/every sentinel that runs/],
  },
  {
    name: 'two of three sentinels dead: no quorum',
    happens: async (lab) => {
      await lab.deployment.kill(['s2', 's3'])
      await lab.deployment.kill('master')
      await lab.logged('s1', /\+sdown master/)
    },
    says: [/2 sentinels must count n1 as down, and only s1 did/, /s2 and s3 did not run/],
    never: [/disagree/],
  },
  {
    name: 'two of three sentinels dead at first, then back',
    happens: async (lab) => {
      await lab.deployment.kill(['s2', 's3'])
      await lab.deployment.kill('master')
      await lab.logged('s1', /\+sdown master/)
      await lab.deployment.start(['s2', 's3'])
    },
    says: [/n[23] took over from n1/, /s2 and s3 did not run at first; s2 and s3 came back after/],
  },
  {
    name: 'all sentinels dead',
    happens: async (lab) => {
      await lab.deployment.kill(sentinels)
      await lab.deployment.kill('master')
    },
    says: [/No failover/, /No sentinel ran while n1 was away|s1, s2 and s3 did not run/],
    never: [/must be silent/],
  },
  {
    name: 'everything killed and started: no sentinel ran meanwhile',
    options: {persist: 'aof'},
    happens: async (lab) => {
      await lab.deployment.kill('all')
      await lab.deployment.start('all')
    },
    says: [/No failover/, /No sentinel ran while n1 was away/],
    never: [/must be silent/, /came back empty/],
  },
  {
    name: 'two sentinels frozen by redislab',
    happens: async (lab) => {
      await lab.deployment.pause(['s2', 's3'])
      await lab.deployment.kill('master')
      await lab.logged('s1', /\+sdown master/)
    },
    says: [/only s1 did/, /s2 and s3 did not run/],
  },
  {
    name: 'a sentinel without a majority: quorum 1, two dead',
    options: {quorum: 1},
    happens: async (lab) => {
      await lab.deployment.kill(['s2', 's3'])
      await lab.deployment.kill('master')
      await lab.logged('s1', /-failover-abort-not-elected/)
    },
    says: [/No majority: in round 1 s1 got 1 of 3 votes, and 2 were needed: s2 and s3 were down/],
  },
  {
    name: 'wrong password at two sentinels: the instances answer, and cannot be used',
    options: {password: 'right'},
    happens: async (lab) => {
      for (const name of ['s1', 's2']) {
        await lab.send(name, 'SENTINEL', 'SET', 'mymaster', 'auth-pass', 'wrong')
        await lab.logged(name, /\+sdown master/)
      }
    },
    says: [
      /password that s1(?: and s2|.*)logs in with was changed|password that s[12] and s[12] logs? in with was changed/,
      /NOAUTH or WRONGPASS/,
    ],
    never: [/heard nothing/, /is down itself/],
  },
  {
    name: 'wrong password at one sentinel: a failover that worked is still explained',
    options: {password: 'right'},
    happens: async (lab) => {
      await lab.deployment.kill('master')
      await lab.deployment.awaitFailover()
      await lab.send('s1', 'SENTINEL', 'SET', 'mymaster', 'auth-pass', 'wrong')
      await lab.logged('s1', /\+set[\s\S]*\+sdown master/)
    },
    says: [/n[23] took over from n1/],
    never: [/is down itself/],
  },
  {
    name: 'no replica runs',
    happens: async (lab) => {
      await lab.deployment.kill('replicas')
      for (const name of sentinels) await lab.logged(name, /\+sdown slave[\s\S]*\+sdown slave/)
      await lab.deployment.kill('master')
      await lab.logged('s1', /-failover-abort-no-good-slave|Next failover delay/)
    },
    says: [/found no replica fit/, /n2 is down itself/, /n3 is down itself/],
  },
  {
    name: 'no replica at all',
    topology: '1m3s',
    happens: async (lab) => {
      await lab.deployment.kill('master')
      await lab.logged('s1', /-failover-abort-no-good-slave|Next failover delay/)
    },
    says: [/found no replica fit/, /n1 has no replica/],
  },
  {
    name: 'a replica frozen: the other one is chosen',
    happens: async (lab) => {
      await lab.deployment.pause('n2')
      for (const name of sentinels) await lab.logged(name, /\+sdown slave/)
      await lab.deployment.kill('master')
    },
    says: [/n3 took over from n1/, /n3 was the only replica that could be chosen/],
    never: [/run id/],
  },
  {
    name: 'the only replica left was cut off from its master before',
    options: {links: true},
    happens: async (lab) => {
      await lab.deployment.partition('n2', {from: 'n1'})
      await lab.deployment.kill('n3')
      for (const name of sentinels) await lab.logged(name, /\+sdown slave/)
      await lab.deployment.kill('n1')
    },
    says: [/n2 took over from n1/, /n2 was the only replica/, /n2 was cut off from n1 .* before/],
  },
  {
    name: 'a chain: the middle one takes over',
    topology: '1m2r3s',
    options: {chain: true},
    happens: async ({deployment}) => void (await deployment.kill('n1')),
    says: [/n[23] took over from n1/],
  },
  {
    name: 'two masters: one is hit',
    topology: '2m2r3s',
    happens: async ({deployment}) => void (await deployment.kill('n1')),
    says: [/n3 took over from n1/, /n3 was the only replica that could be chosen/],
    never: [/from n2/],
  },
  {
    name: 'a pause of the master, and it resumes',
    happens: async (lab) => {
      await lab.deployment.pause('n1')
      for (const name of sentinels) await lab.logged(name, /\+switch-master/)
      await lab.deployment.resume('n1')
    },
    says: [/n[23] took over from n1/, /n1 paused/],
    never: [/killed/],
  },
  {
    name: 'a blink of the master: nobody misses it',
    options: {downAfterMs: 6000},
    happens: async (lab) => {
      await lab.deployment.pause('n1')
      await lab.deployment.resume('n1')
    },
    says: [/No failover/, /must be silent for down-after-milliseconds \(6000 ms\)/],
    never: [/came back empty/],
  },
  {
    name: 'a slow command on the master',
    happens: async (lab) => void (await lab.deployment.sleep('n1', 5000)),
    says: [/n[23] took over from n1/],
  },
  {
    name: 'a restart of the master without persistence: all data is gone',
    options: {downAfterMs: 8000},
    happens: async (lab) => {
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.deployment.restart('n1')
      await lab.logged('n2', /Connection with (?:master|primary) lost[\s\S]*Finished with success/i)
    },
    says: [/n1 came back empty/, /copied that \(full resync\)/, /gone from all of them/],
  },
  {
    name: 'a kill and a start of the master without persistence: all data is gone',
    options: {downAfterMs: 8000},
    happens: async (lab) => {
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.deployment.kill('n1')
      await lab.deployment.start('n1')
      await lab.logged('n2', /Connection with (?:master|primary) lost[\s\S]*Finished with success/i)
    },
    says: [/n1 came back empty/, /gone from all of them/],
  },
  {
    name: 'a restart of the master that keeps its data',
    options: {downAfterMs: 8000, persist: 'rdb'},
    happens: async (lab) => {
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.send('n1', 'SAVE')
      await lab.deployment.restart('n1')
      await lab.logged('n1', /DB loaded/)
    },
    says: [/No sentinel counted n1 as down/],
    never: [/came back empty/],
  },
  {
    name: 'a restart of the master with an append-only file',
    options: {downAfterMs: 8000, persist: 'aof'},
    happens: async (lab) => {
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.deployment.restart('n1')
      await lab.logged('n1', /DB loaded/)
    },
    says: [/No sentinel counted n1 as down/],
    never: [/came back empty/],
  },
  {
    name: 'a replica killed: the master goes on',
    happens: async (lab) => void (await lab.deployment.kill('n2')),
    says: [/n1 is still the master/, /n1 keeps running/],
    never: [/n[1-5] took over/],
  },
  {
    name: 'a sentinel killed: the master goes on',
    happens: async (lab) => void (await lab.deployment.kill('s1')),
    says: [/The master of mymaster was not touched: n1 keeps running/],
    never: [/n[1-5] took over/],
  },
  {
    name: 'a restart of a replica',
    happens: async (lab) => void (await lab.deployment.restart('n2')),
    says: [/n1 keeps running/],
    never: [/n[1-5] took over/, /n1 came back empty/],
  },
  {
    name: 'a stop of the master in order',
    happens: async (lab) => void (await lab.deployment.stop('n1')),
    says: [/n[23] took over from n1 after .*\(n1 stopped\)/],
  },
  {
    name: 'redislab failover',
    happens: async (lab) => void (await lab.deployment.failover()),
    says: [/was asked to fail over \(SENTINEL FAILOVER\)/, /n[23] took over from n1/],
    never: [/had no valid answer/],
  },
  {
    name: 'disconnect of the master: clients come back at once',
    happens: async (lab) => void (await lab.deployment.disconnect('n1')),
    says: [/No failover/],
    never: [/n[23] took over/],
  },
  {
    name: 'quorum of all three, and all there',
    options: {quorum: 3},
    happens: async (lab) => void (await lab.deployment.kill('n1')),
    says: [/3 sentinels agreed, and the quorum is 3/, /3 of 3 votes were needed/],
  },
  {
    name: 'five sentinels, two dead',
    topology: '1m2r5s',
    happens: async (lab) => {
      await lab.deployment.kill(['s4', 's5'])
      await lab.deployment.kill('n1')
    },
    says: [/n[23] took over from n1/, /3 of 5 votes were needed/],
    never: [/elected by .*s[45]/],
  },
]

testSituations(situations)
