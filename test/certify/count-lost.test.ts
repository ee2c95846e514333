// What is held here: what a client lost is counted of many keys at a time, and is what it was one by one: also in a cluster, where
// each key is at one of several masters, and where a master is frozen.
import process from 'node:process'
import {Cluster} from 'ioredis'
import {countLost} from '../../src/certify/count-lost.ts'
import {Ledger} from '../../src/core/certify/ledger.ts'
import {startFromOptions} from '../../src/engine/up/start-from-options.ts'
import {expect, test} from '../support/test.ts'

const keys = Array.from({length: 150}, (_, index) => `counter:${index}`)

/** A ledger of a client that incremented each of the keys thrice. */
function ledgerOf(): Ledger {
  const ledger = new Ledger()
  for (const key of keys) for (let time = 0; time < 3; time += 1) ledger.take('INCR', [key])
  return ledger
}

test('of a cluster, also with a frozen master', {timeout: 60_000}, async ({home, clusterPort}) => {
  const {deployment} = await startFromOptions(
    '3m0r',
    {name: 'lost', cluster: true, port: clusterPort},
    {home, owner: process.pid},
  )
  const masters = ['n1', 'n2', 'n3']
  // One INCR of three is there, of every second key none.
  const cluster = new Cluster([{host: '127.0.0.1', port: clusterPort}])
  await Promise.all(keys.filter((_, index) => index % 2 === 0).map((key) => cluster.incr(key)))
  cluster.disconnect()
  const all = await countLost(ledgerOf(), deployment, masters)
  expect(all).toBe(75 * 2 + 75 * 3)
  const pid = deployment.record.processes['n1']?.process?.pid as number
  process.kill(pid, 'SIGSTOP')
  const from = Date.now()
  try {
    // Of what n1 has nobody can say anything.
    expect(await countLost(ledgerOf(), deployment, masters)).toBeLessThan(all)
    // One by one, each of these keys waits a second for it.
    expect(Date.now() - from).toBeLessThan(20_000)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
})
