import {expect} from 'vitest'
import {type Situation, testSituations} from './situation.ts'

/** Masters end, freeze and hand over without redislab having a part in it: their own logs know. */
const wholeTime = (least: number) => (failover: {phases: {promotedMs: number | null}}) =>
  expect(failover.phases.promotedMs).toBeGreaterThan(least)

const situations: readonly Situation[] = [
  {
    name: 'kill -9 by pid',
    happens: (lab) => lab.signal('n1', 'SIGKILL'),
    says: [
      /connection of n[23](?: and n[23])? to n1 broke/,
      /n[23] took over from n1/,
      /the first after \d{4} ms/,
    ],
    never: [/after 0 ms/],
    phases: wholeTime(1000),
  },
  {
    name: 'SHUTDOWN NOSAVE by a client',
    happens: async (lab) => void (await lab.send('n1', 'SHUTDOWN', 'NOSAVE').catch(String)),
    says: [/n1 was asked to shut down/, /n[23] took over from n1/],
    never: [/after 0 ms/],
    phases: wholeTime(1000),
  },
  {
    name: 'SIGTERM by pid',
    happens: (lab) => lab.signal('n1', 'SIGTERM'),
    says: [/n1 was asked to end by SIGTERM/, /n[23] took over from n1/],
    never: [/after 0 ms/],
    phases: wholeTime(1000),
  },
  {
    name: 'DEBUG SEGFAULT',
    happens: async (lab) => void (await lab.send('n1', 'DEBUG', 'SEGFAULT').catch(String)),
    says: [/n1 crashed \(signal \d+\)/, /n[23] took over from n1/],
    never: [/after 0 ms/],
    phases: wholeTime(1000),
  },
  {
    name: 'CLIENT PAUSE: it does not answer, and does not end',
    happens: async (lab) => void (await lab.send('n1', 'CLIENT', 'PAUSE', 6000, 'ALL')),
    says: [/No log says when n1 stopped answering/, /n[23] took over from n1/],
    never: [/after 0 ms/, /crashed|shut down|broke/],
    phases: wholeTime(1000),
  },
  {
    name: 'SIGSTOP by pid, and SIGCONT: a false alarm as far as it knows',
    happens: async (lab) => {
      await lab.signal('n1', 'SIGSTOP')
      await lab.logged('s1', /\+switch-master/)
      await lab.signal('n1', 'SIGCONT')
    },
    says: [
      /No log says when n1 stopped answering/,
      /n[23] took over from n1/,
      /n1 did not end, its log goes on/,
    ],
    never: [/after 0 ms/],
  },
  {
    name: 'DEBUG SLEEP by a client',
    happens: async (lab) => void (await lab.send('n1', 'DEBUG', 'SLEEP', 4).catch(String)),
    says: [/n[23] took over from n1/, /No log says when/],
    never: [/after 0 ms/],
  },
  {
    name: 'the master is killed from outside long after a replica was by redislab',
    happens: async (lab) => {
      await lab.deployment.kill('n3')
      await lab.logged('s1', /\+sdown slave/)
      await lab.signal('n1', 'SIGKILL')
    },
    says: [/n2 took over from n1 after/],
    never: [/n3 killed\)/],
  },
  {
    name: 'a sentinel killed from outside, then the master by redislab',
    happens: async (lab) => {
      await lab.signal('s3', 'SIGKILL')
      await lab.deployment.kill('master')
      for (const name of ['s1', 's2']) await lab.logged(name, /\+switch-master/)
    },
    says: [/n[23] took over from n1/, /every sentinel that runs named it/],
    never: [/elected by .*s3/],
  },
  {
    name: 'a sentinel shut down by a client, then the master by redislab',
    happens: async (lab) => {
      await lab.send('s3', 'SHUTDOWN').catch(String)
      await lab.deployment.kill('master')
      for (const name of ['s1', 's2']) await lab.logged(name, /\+switch-master/)
    },
    says: [/n[23] took over from n1/, /every sentinel that runs named it/],
    never: [/elected by .*s3/, /s3 still/],
  },
  {
    name: 'FAILOVER by a client',
    happens: async (lab) => {
      await lab.send('n1', 'FAILOVER', 'TIMEOUT', 10_000)
      await lab.logged('n1', /Failover target|FAILOVER to/)
    },
    says: [/n1 was asked to hand over \(FAILOVER\)/, /n[23] took over from n1/, /none is lost/],
    never: [/Nothing/],
    phases: ({phases}) => expect(phases.promotedMs).toBeLessThan(3000),
  },
  {
    name: 'FAILOVER without sentinels',
    topology: '1m2r',
    happens: async (lab) => void (await lab.send('n1', 'FAILOVER', 'TIMEOUT', 10_000)),
    says: [/n1 was asked to hand over \(FAILOVER\)/, /n[23] took over from n1/],
    never: [/nothing promotes/],
  },
  {
    name: 'FAILOVER that is given up',
    topology: '1m1r',
    happens: async (lab) => {
      await lab.signal('n2', 'SIGSTOP')
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.send('n1', 'FAILOVER', 'TIMEOUT', 500)
      await lab.logged('n1', /FAILOVER to .* aborted/)
      await lab.signal('n2', 'SIGCONT')
    },
    says: [/n1 was asked to hand over \(FAILOVER\): that was given up/, /No failover/],
    never: [/n2 took over/],
  },
  {
    name: 'REPLICAOF NO ONE by a client',
    topology: '1m2r',
    happens: async (lab) => void (await lab.send('n2', 'REPLICAOF', 'NO', 'ONE')),
    says: [/n2 was made a master by a client \(REPLICAOF NO ONE\)/],
    never: [/nothing promotes/],
  },
  {
    name: 'REPLICAOF of the master: nobody is master',
    topology: '1m2r',
    happens: async (lab) => void (await lab.send('n1', 'REPLICAOF', 'host of n2', 'port of n2')),
    says: [/n1 was made a replica of n2 \(REPLICAOF\): since then there is no master/, /No failover/],
    never: [/keeps running/],
  },
  {
    name: 'REPLICAOF of the master, with sentinels',
    happens: async (lab) => void (await lab.send('n1', 'REPLICAOF', 'host of n2', 'port of n2')),
    says: [/n1 was made a replica of n2 \(REPLICAOF\)/],
    never: [/Nothing has happened/],
  },
  {
    name: 'all frozen for 3 s from outside: TILT',
    options: {downAfterMs: 8000},
    happens: async (lab) => {
      const names = ['n1', 'n2', 'n3', 's1', 's2', 's3']
      for (const name of names) await lab.signal(name, 'SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, 3000))
      for (const name of names) await lab.signal(name, 'SIGCONT')
      await lab.logged('s1', /\+tilt/)
    },
    says: [/went into TILT/],
    never: [/n[123] took over/],
  },
  {
    name: 'the master ends, without sentinels',
    topology: '1m2r',
    happens: async (lab) => void (await lab.send('n1', 'SHUTDOWN', 'NOSAVE').catch(String)),
    says: [/n1 was asked to shut down/, /There are no sentinels/],
  },
  {
    name: 'the master is killed from outside, without sentinels',
    topology: '1m2r',
    happens: (lab) => lab.signal('n1', 'SIGKILL'),
    says: [
      /connection of n2 and n3|connection of n3 and n2|connection of n[23] to n1 broke/,
      /There are no sentinels/,
    ],
  },
  {
    name: 'the master is killed from outside, and comes back empty before it counts as down',
    options: {downAfterMs: 8000},
    happens: async (lab) => {
      await lab.send('n1', 'SET', 'a', 'b')
      await lab.signal('n1', 'SIGKILL')
      await lab.ended('n1')
      await lab.deployment.start('n1')
    },
    says: [/n1 came back empty/],
  },
  {
    name: 'a false alarm at a very short down-after',
    options: {downAfterMs: 300},
    happens: async (lab) => {
      await lab.send('n1', 'DEBUG', 'SLEEP', 1.2).catch(String)
    },
    says: [/n1/, /did not end, its log goes on.*300 ms\) is short/],
    never: [/after 0 ms/],
  },
  {
    name: 'SENTINEL FAILOVER by a client',
    happens: async (lab) => void (await lab.send('s2', 'SENTINEL', 'FAILOVER', 'mymaster')),
    says: [/s2 was asked to fail over \(SENTINEL FAILOVER\)/, /n[23] took over from n1/],
    never: [/counts? it as down/],
  },
  {
    name: 'the new master is killed from outside too',
    happens: async (lab) => {
      await lab.deployment.kill('n1')
      const master = await lab.deployment.awaitFailover()
      await lab.signal(String(master.newMaster), 'SIGKILL')
    },
    says: [/n[23] took over from n[23]/, /connection of n[23] to n[23] broke/],
    never: [/after 0 ms/],
  },
]

testSituations(situations)
