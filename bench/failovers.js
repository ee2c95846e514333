// Failovers in a row in one deployment: how long each phase takes, whether all recover, and whether anything grows. Between
// two of them either `lab.reset()`, as in a test suite, or the dead master is started again and everybody waits for it.
// The page docs/failovers.md is written from the results: `npm run docs:failovers`.
//
//   npm run bench:failovers -- [--rounds 200] [--between reset|start] [--down-after 1500] [--timing lab|fast] [--at-once 1]

import {mkdtemp, readFile, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {startDeployment} from 'redislab'
import {interruptible} from '../tools/interruptible.js'
import {keepResults} from './support/keep-results.js'
import {describeMachine} from './support/machine.js'
import {takeStock} from './support/stock.js'
import {WritableProbe} from './support/writable-probe.js'

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '200'},
    between: {type: 'string', default: 'reset'},
    'down-after': {type: 'string'},
    timing: {type: 'string', default: 'lab'},
    'at-once': {type: 'string', default: '1'},
  },
})
const rounds = Number(values.rounds)
const downAfterMs = values['down-after'] === undefined ? undefined : Number(values['down-after'])
/** How many deployments fail over at the same time, each `rounds` times. */
const atOnce = Number(values['at-once'])
const numbersAreRight = [rounds, atOnce, downAfterMs ?? 1].every(
  (number) => Number.isInteger(number) && number >= 1,
)
if (!numbersAreRight || !['reset', 'start'].includes(values.between)) {
  process.stderr.write(
    '--rounds, --at-once and --down-after take whole numbers, --between is reset or start, such as --rounds 20.\n',
  )
  process.exit(2)
}

const topology = '1m2r3s'
/** Where no other deployment looks for ports of its own: that of a dead master must stay free. */
const ports = {port: 24_380, sentinelPort: 25_380}
const machine = await describeMachine()
const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-failovers-'))
await interruptible(async (signal) => {
  try {
    const ended = await Promise.allSettled(
      Array.from({length: atOnce}, (_, index) => failOverInARow(index, signal)),
    )
    // Not before all of them are taken down.
    const rows = ended.map((row) => {
      if (row.status === 'rejected') throw row.reason
      return row.value
    })
    const {plan} = rows[0]
    const {downAfterMs: settled} = plan.settings
    const kind = [
      values.between,
      ...(values.timing === 'lab' ? [] : [values.timing]),
      ...(atOnce === 1 ? [] : [`${atOnce}-at-once`]),
    ].join('-')
    const file = await keepResults(`failovers-${kind}-${settled}ms`, machine, {
      topology,
      between: values.between,
      timing: values.timing,
      atOnce,
      downAfterMs: settled,
      stock: rows[0].stock,
      failovers: rows.flatMap(({failovers}) => failovers),
    })
    process.stdout.write(`${file}\n`)
  } finally {
    await rm(home, {recursive: true, force: true})
  }
})

/** All failovers of one deployment. */
async function failOverInARow(index, signal) {
  const lab = await startDeployment(topology, {
    home,
    name: `failovers-${index}`,
    port: ports.port + 10 * index,
    sentinelPort: ports.sentinelPort + 10 * index,
    downAfterMs,
    timing: values.timing,
    signal,
  })
  try {
    const {directory} = await lab.status()
    const {plan} = JSON.parse(await readFile(path.join(directory, 'deployment.json'), 'utf8'))
    const failovers = []
    const stock = [await takeStock(lab)]
    for (let round = 1; round <= rounds; round += 1) {
      const failover = await failOver(lab, signal)
      failovers.push(failover)
      if (round % Math.ceil(rounds / 10) === 0) stock.push({round, ...(await takeStock(lab))})
      if (process.stderr.isTTY) process.stderr.write(`\r${round} of ${rounds}: ${failover.writableMs} ms `)
    }
    return {plan, failovers, stock}
  } finally {
    await lab.close()
  }
}

/** One failover, and back to where it can happen again. */
async function failOver(lab, signal) {
  const master = await lab.master()
  const replicas = (await lab.status()).instances.filter(({role}) => role === 'replica')
  const probe = await WritableProbe.start(replicas)
  const {killedAt, phases, details, writableMs} = await failOverOnce(lab, {master, probe, signal})
  const doneAt = Date.now()
  const lookBack = async () => {
    const entries = await lab.timeline({sinceMs: killedAt, signal})
    const switches = entries.filter(({kind, instance}) => kind === '+switch-master' && instance === 's1')
    // Of the first sentinel: one for the failover itself.
    return {further: switches.length - 1, tilt: entries.some(({kind}) => kind === '+tilt')}
  }
  let seen
  let restMs
  if (values.between === 'reset') {
    seen = await lookBack()
    restMs = (await lab.reset({signal})).ms
  } else {
    await lab.start(master.name, {signal})
    await untilReady(lab, signal)
    restMs = Date.now() - doneAt
    seen = await lookBack()
  }
  return {
    ...phases,
    attempts: details.attempts.length,
    writableMs,
    doneMs: doneAt - killedAt,
    restMs,
    ...seen,
  }
}

async function failOverOnce(lab, {master, probe, signal}) {
  try {
    const {report} = await lab.kill(master.name, {signal})
    const killedAt = Date.parse(report.at)
    // Through a TILT of 30 s, too: the machine may stand still for a moment.
    const {phases, details} = await lab.awaitFailover({withinMs: 90_000, signal})
    return {killedAt, phases, details, writableMs: (await probe.writableAt()) - killedAt}
  } finally {
    probe.stop()
  }
}

/** The old master is a replica again: a sentinel waits for 8 s before it says so. */
async function untilReady(lab, signal) {
  for (;;) {
    signal.throwIfAborted()
    const {ready} = await lab.status({signal})
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
