// What redislab takes, beside what people use today and beside what cannot be undercut. Side by side, in turns: each run
// measures every contender once, so that whatever else the machine does meets all of them alike.
//
//   npm run bench                         everything: some eight minutes
//   npm run bench -- --runs 2             fewer runs
//   npm run bench -- --only start         one part: start, program, one-node, large, image, cluster, links, logs
//   .ci/with-docker redis:7.0=/usr/bin/redis-server -- npm run bench -- --only image --runs 10
//   npm run bench -- --note TEXT          what is to be known of how it was measured, kept with the results
//   npm run docs:performance              docs/performance.md from the newest results

import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {heard, interruptible} from '../tools/interruptible.js'
import {image, measure as measureImage} from './scenarios/image.js'
import {measure as measureLarge} from './scenarios/large.js'
import {measure as measureOneNode} from './scenarios/one-node.js'
import {measure as measureProgram} from './scenarios/program.js'
import {measure as measureStart} from './scenarios/start.js'
import {keepResults} from './support/keep-results.js'
import {describeMachine} from './support/machine.js'
import {timeCommand} from './support/processes.js'
import {median, round} from './support/statistics.js'

/** What is measured here, all of it once in each run; a large deployment says enough once. */
const scenarios = {start: measureStart, program: measureProgram, 'one-node': measureOneNode}
/** What measures by itself, in turns as well, with so many runs for one of ours. */
const scripts = {
  cluster: (runs) => ['cluster.js', '--runs', runs, '--large', '20m20r'],
  links: (runs) => ['links.js', '--runs', Math.min(runs, 3), '--seconds', 5],
  logs: (runs) => ['logs.js', '--runs', Math.min(runs, 3)],
}
const parts = [...Object.keys(scenarios), 'large', 'image', ...Object.keys(scripts)]

const {values} = parseArgs({
  options: {runs: {type: 'string', default: '7'}, only: {type: 'string'}, note: {type: 'string'}},
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) fail('--runs takes a whole number, such as 7.')
if (values.only !== undefined && !parts.includes(values.only))
  fail(`--only takes one of: ${parts.join(', ')}.`)
const isWanted = (part) => values.only === undefined || values.only === part

await interruptible(async (signal) => {
  for (const part of Object.keys(scenarios))
    if (isWanted(part)) await record(part, {times: runs, measure: scenarios[part], signal})
  if (isWanted('large')) await record('large', {times: 1, measure: measureLarge, signal})
  if (isWanted('image')) await recordImage(signal)
  for (const [part, wordsFor] of Object.entries(scripts)) {
    if (!isWanted(part)) continue
    process.stdout.write(`\n${part}\n`)
    await runScript(wordsFor(runs), signal)
  }
})

/** Where there is an image to measure with: most machines have none. @param {AbortSignal} signal */
async function recordImage(signal) {
  if (image !== undefined) return await record('image', {times: runs, measure: measureImage, signal})
  process.stdout.write('\nimage: not measured, since .ci/with-docker has made no image of the server here\n')
}

/**
 * Runs what measures by itself. It is told to end when this one is, and takes down what it has started.
 *
 * @param {readonly (string | number)[]} words
 * @param {AbortSignal} signal
 */
async function runScript([file, ...words], signal) {
  signal.throwIfAborted()
  const args = [path.join(import.meta.dirname, file), ...words.map(String)]
  const child = spawn(process.execPath, args, {stdio: 'inherit'})
  const stop = () => child.kill('SIGTERM')
  signal.addEventListener('abort', stop)
  const [status] = await once(child, 'exit')
  signal.removeEventListener('abort', stop)
  signal.throwIfAborted()
  if (status !== 0) process.exitCode = 1
}

/**
 * Measures a part so many times, prints the medians, and keeps every sample.
 *
 * @param {string} part
 * @param {{times: number, measure: (context: object) => Promise<Record<string, number>>, signal: AbortSignal}} options
 */
async function record(part, {times, measure, signal}) {
  const machine = await describeMachine()
  const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-'))
  const folder = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-packages-'))
  /** @type {Record<string, number[]>} */
  const samples = {}
  try {
    for (let run = 1; run <= times; run += 1) {
      await heard(signal)
      const measured = await measure({home, folder, machine, signal})
      for (const [name, value] of Object.entries(measured)) {
        samples[name] ??= []
        samples[name].push(round(value))
      }
    }
  } finally {
    timeCommand(home, 'down', '--all')
    for (const made of [home, folder]) await rm(made, {recursive: true, force: true})
  }
  process.stdout.write(`\n${part}, the median of ${times}; load ${machine.loadAverage}\n`)
  for (const [name, values] of Object.entries(samples)) {
    const range = values.length === 1 ? '' : `(${Math.min(...values)} to ${Math.max(...values)})`
    process.stdout.write(`  ${name.padEnd(40)} ${String(round(median(values))).padStart(9)}  ${range}\n`)
  }
  const note = values.note === undefined ? {} : {note: values.note}
  await keepResults(part, machine, {runs: times, ...note, samples})
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}
