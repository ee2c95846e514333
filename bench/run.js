// Side by side, in turns: each run measures every contender once, so that whatever else the machine does meets all of
// them alike. `node bench/run.js --runs 3` for a short one.

import {spawnSync} from 'node:child_process'
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {findServers, startDeployment} from '../dist/index.js'

const {values} = parseArgs({options: {runs: {type: 'string', default: '10'}}})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('--runs takes a whole number, such as 10.\n')
  process.exit(2)
}

const topology = '1m2r3s'
const results = path.join(import.meta.dirname, 'results')
const library = path.join(import.meta.dirname, '../bundle/lib/index.js')
const redislab = path.join(import.meta.dirname, '../bin/run.js')

const interrupted = new AbortController()
for (const name of ['SIGINT', 'SIGTERM']) {
  process.once(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)))
}

/**
 * Pairs: what redislab does, beside what it is compared with.
 *
 * @param {string} home
 */
function comparisons(home) {
  return [
    {
      title: `${topology} until a failover would work`,
      ours: {name: 'redislab up', measure: () => timeUp('lab', home)},
      theirs: {
        name: 'stock settings, natural discovery (--timing redis)',
        measure: () => timeUp('redis', home),
      },
    },
    {
      title: 'A test file that imports redislab',
      ours: {
        name: "import 'redislab'",
        measure: () => timeNode(['--input-type=module', '-e', `import ${JSON.stringify(library)}`]),
      },
      theirs: {name: 'node -e 0', measure: () => timeNode(['-e', '0'])},
    },
    {
      title: `${topology} for the next test, after its master was killed and replaced`,
      ours: {name: 'lab.reset()', measure: () => timeReset(home)},
      theirs: {name: 'lab.stop() and startDeployment', measure: () => timeAnew(home)},
    },
    {
      title: 'A command that does nothing',
      ours: {name: 'redislab --version', measure: () => timeNode([redislab, '--version'])},
      theirs: {name: 'node -e 0', measure: () => timeNode(['-e', '0'])},
    },
  ]
}

/**
 * @param {'lab' | 'redis'} timing
 * @param {string} home
 */
async function timeUp(timing, home) {
  const startedAt = performance.now()
  const deployment = await startDeployment(topology, {
    name: `bench-${timing}`,
    home,
    timing,
    signal: interrupted.signal,
  })
  const ms = performance.now() - startedAt
  await deployment.stop()
  return ms
}

/** @param {string} home */
async function timeReset(home) {
  return timeAfterFailover(home, async (lab) => {
    await lab.reset()
    return lab
  })
}

/** @param {string} home */
async function timeAnew(home) {
  return timeAfterFailover(home, async (lab) => {
    await lab.stop()
    return startDeployment(topology, {home, name: 'bench-reset', signal: interrupted.signal})
  })
}

/**
 * @param {string} home
 * @param {(lab: import('../dist/index.js').Deployment) => Promise<import('../dist/index.js').Deployment>} renew
 */
async function timeAfterFailover(home, renew) {
  const lab = await startDeployment(topology, {home, name: 'bench-reset', signal: interrupted.signal})
  await lab.kill('master')
  await lab.awaitFailover({signal: interrupted.signal})
  const startedAt = performance.now()
  const next = await renew(lab)
  const ms = performance.now() - startedAt
  await next.stop()
  return ms
}

/** @param {string[]} args */
function timeNode(args) {
  const startedAt = performance.now()
  const {status, stderr} = spawnSync(process.execPath, args, {stdio: ['ignore', 'ignore', 'pipe']})
  const ms = performance.now() - startedAt
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return ms
}

/** @param {readonly number[]} samples */
function summarise(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return {
    median: round(median),
    min: round(sorted[0]),
    max: round(sorted.at(-1)),
    samples: samples.map(round),
  }
}

/** @param {number} ms */
function round(ms) {
  return Math.round(ms * 10) / 10
}

/** @param {number} ms */
function inWords(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}

const [server] = await findServers()
if (server === undefined) {
  process.stderr.write('There is no Redis server here: sh bin/bootstrap installs one.\n')
  process.exit(3)
}
const machine = {
  cpus: os.cpus().length,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(os.totalmem() / 2 ** 30),
  platform: `${process.platform} ${process.arch}`,
  node: process.versions.node,
  server: `${server.flavour} ${server.version}`,
  loadAverage: round(os.loadavg()[0] ?? 0),
}
process.stdout.write(
  `${machine.cpus} cpus, node ${machine.node}, ${machine.server}; load ${machine.loadAverage}; ${runs} runs, in turns\n`,
)

const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-'))
try {
  const pairs = comparisons(home).map((pair) => ({...pair, samples: {ours: [], theirs: []}}))
  for (let run = 1; run <= runs; run += 1) {
    if (process.stderr.isTTY) process.stderr.write(`\rrun ${run} of ${runs} `)
    for (const {ours, theirs, samples} of pairs) {
      samples.ours.push(await ours.measure())
      samples.theirs.push(await theirs.measure())
    }
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

  const report = pairs.map(({title, ours, theirs, samples}) => {
    const [a, b] = [summarise(samples.ours), summarise(samples.theirs)]
    return {
      title,
      ours: {name: ours.name, ms: a},
      theirs: {name: theirs.name, ms: b},
      ratio: Math.round((a.median / b.median) * 1000) / 1000,
    }
  })
  for (const {title, ours, theirs, ratio} of report) {
    process.stdout.write(`\n${title}\n`)
    for (const {name, ms} of [ours, theirs]) {
      const range = `(${inWords(ms.min)} to ${inWords(ms.max)})`
      process.stdout.write(`  ${name.padEnd(52)} ${inWords(ms.median).padStart(8)}  ${range}\n`)
    }
    const words = ratio < 1 ? `${(1 / ratio).toFixed(1)} times faster` : `${ratio.toFixed(2)} times as long`
    process.stdout.write(`  ${words}\n`)
  }

  await mkdir(results, {recursive: true})
  const at = new Date().toISOString()
  const file = path.join(results, `${at.slice(0, 19).replaceAll(':', '')}Z.json`)
  await writeFile(file, `${JSON.stringify({at, runs, machine, results: report}, undefined, 2)}\n`)
  process.stdout.write(`\nWritten to ${path.relative(process.cwd(), file)}\n`)
} finally {
  await rm(home, {recursive: true, force: true})
}
