import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {engineOf} from '../../src/api/deployment/library-deployment.ts'
import {type Lab, type Situation, testSituations} from './situation.ts'

/** Logs that are gone, empty or in another form: silence in them proves nothing. */
const all = ['n1', 'n2', 'n3', 's1', 's2', 's3']
const sentinels = ['s1', 's2', 's3']

async function failOver(lab: Lab): Promise<void> {
  await lab.deployment.kill('master')
  await lab.deployment.awaitFailover()
  // What is written later is of the same story.
  for (const name of sentinels) await lab.logged(name, /\+switch-master/)
}

function change(lab: Lab, names: readonly string[], to: (text: string) => string | undefined): void {
  for (const name of names) {
    const file = path.join(
      engineOf(lab.deployment).directory,
      name,
      name.startsWith('s') ? 'sentinel.log' : 'redis.log',
    )
    const text = to(readFileSync(file, 'utf8'))
    if (text === undefined) rmSync(file)
    else writeFileSync(file, text)
  }
}

const situations: readonly Situation[] = [
  {
    name: 'all logs are gone',
    happens: async (lab) => {
      await failOver(lab)
      change(lab, all, () => undefined)
    },
    says: [/Whether there was a failover is not known \(n1 killed\)/, /there is no file/],
    never: [/No failover/, /No sentinel counted/],
  },
  {
    name: 'all logs are empty',
    happens: async (lab) => {
      await failOver(lab)
      change(lab, all, () => '')
    },
    says: [/Whether there was a failover is not known/, /it is empty|after that/],
    never: [/No failover/],
  },
  {
    name: 'all logs are in a form of their own',
    happens: async (lab) => {
      await failOver(lab)
      change(lab, all, (text) => text.replace(/^(?=.)/gm, '<13>Mar  1 12:00:00 host redis: '))
    },
    says: [/Whether there was a failover is not known/, /not in the usual form/],
    never: [/No failover/],
  },
  {
    name: 'the logs were begun again after it',
    happens: async (lab) => {
      await failOver(lab)
      for (const name of sentinels) await lab.logged(name, /\+sdown slave/)
      change(lab, all, () => '')
      await lab.deployment.start('n1')
      await lab.logged('n1', /Ready to accept/)
      for (const name of sentinels) await lab.logged(name, /-sdown slave/)
    },
    says: [/Whether there was a failover is not known/, /begins? after that/],
    never: [/No failover/],
  },
  {
    name: 'the logs of the sentinels are gone: those of the others tell who took over',
    happens: async (lab) => {
      await failOver(lab)
      change(lab, sentinels, () => undefined)
    },
    says: [/n[23] took over from n1/, /The logs of s1, s2 and s3 cannot be read: there is no file/],
    never: [/No failover/, /still sends? clients/, /by a client/],
  },
  {
    name: 'the log of one sentinel is gone',
    happens: async (lab) => {
      await failOver(lab)
      change(lab, ['s1'], () => undefined)
    },
    says: [/n[23] took over from n1/, /The log of s1 cannot be read/],
    never: [/No failover/, /s1.* still sends/],
  },
]

testSituations(situations)
