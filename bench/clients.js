// How long real clients are without Redis when its master is killed: the programs in examples/, each several times.
//
//   npm run bench:clients [ROUNDS [EXAMPLE…]]
import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {examples, python} from '../examples/support/examples.js'
import {runThroughFailover} from '../examples/support/through-failover.js'
import {interruptible} from '../tools/interruptible.js'

const [rounds = 5, ...wanted] = process.argv.slice(2)
const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-'))

console.log(
  '| client | deployment | outage, median (smallest–largest) | acknowledged, lost | errors of all rounds |',
)
console.log('|---|---|---|---|---|')
await interruptible(async (signal) => {
  try {
    for (const {name, command} of examples) {
      if (wanted.length > 0 && !wanted.includes(name)) continue
      if (name === 'redis-py' && python === undefined) {
        console.log('| redis-py | not installed here | | | |')
        continue
      }
      for (const mode of ['sentinel', 'cluster']) {
        const accounts = []
        for (let round = 1; round <= Number(rounds); round += 1) {
          signal.throwIfAborted()
          const {account, output} = await runThroughFailover({command, mode, env: {REDISLAB_HOME: home}})
          if (account === undefined) throw new Error(`${name} gave no account: ${output}`)
          accounts.push(account)
        }
        console.log(`| ${[name, mode, ...summarise(accounts)].join(' | ')} |`)
      }
    }
  } finally {
    await rm(home, {recursive: true, force: true})
  }
})

function summarise(accounts) {
  const outages = accounts.map(({outageMs}) => outageMs).sort((a, b) => a - b)
  const sum = (read) => accounts.reduce((total, account) => total + read(account), 0)
  const errors = {}
  for (const account of accounts)
    for (const [word, count] of Object.entries(account.errors)) errors[word] = (errors[word] ?? 0) + count
  const list = Object.entries(errors).map(([word, count]) => `${count} ${word}`)
  return [
    `${outages[Math.floor(outages.length / 2)]} ms (${outages[0]}–${outages.at(-1)})`,
    `${sum(({acknowledged}) => acknowledged)}, ${sum(({lost}) => lost)}`,
    list.join(', ') || 'none',
  ]
}
