// How fast logs and timeline read, and how much memory they take: whole processes over the logs of a deployment 1m2r3s
// that ran for weeks, beside what sort and cat do with the same six files, in turns, all writing to files. `sort -m`
// compares lines as they are; `sort -m by time` is the one that merges as logs does. diagnose and open read the same lines as
// foreign ones: in six files, and as docker compose prints them.
// `node bench/logs.js --mb 100 --runs 1` for a short one.

import {spawn} from 'node:child_process'
import {closeSync, openSync} from 'node:fs'
import {mkdtemp, readFile, rm, stat} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {interruptible} from '../tools/interruptible.js'
import {keepResults} from './support/keep-results.js'
import {describeMachine} from './support/machine.js'
import {makeComposeLog, makeLogs} from './support/make-logs.js'
import {median, round} from './support/statistics.js'

const {values} = parseArgs({
  options: {mb: {type: 'string', default: '1000'}, runs: {type: 'string', default: '3'}},
})
const [mb, runs] = [Number(values.mb), Number(values.runs)]
if (![mb, runs].every((number) => Number.isInteger(number) && number >= 1)) {
  process.stderr.write('--mb and --runs take whole numbers.\n')
  process.exit(2)
}

const redislab = path.resolve(import.meta.dirname, '../bin/run.js')

const machine = await describeMachine()
const {cpus, node, loadAverage} = machine
const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-logs-'))
await interruptible(async (signal) => {
  try {
    const files = makeLogs(home, mb * 1e6)
    const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
    const bytes = sizes.reduce((sum, size) => sum + size, 0)
    const composeLog = path.join(home, 'compose.log')
    makeComposeLog(composeLog, mb * 1e6)
    const open = ['open', '--name', 'opened', '--replace']
    const byTime = ['-k4,4n', '-k3,3M', '-k2,2n', '-k5,5', '-s']
    const contenders = [
      {name: 'cat', command: ['cat', ...files]},
      {name: 'sort -m', command: ['sort', '-m', ...files]},
      {name: 'sort -m by time', command: ['sort', '-m', ...byTime, ...files]},
      {name: 'redislab logs', command: [process.execPath, redislab, 'logs']},
      {name: 'redislab timeline', command: [process.execPath, redislab, 'timeline']},
      {name: 'redislab diagnose', command: [process.execPath, redislab, 'diagnose', ...files]},
      {
        name: 'redislab diagnose, compose form',
        command: [process.execPath, redislab, 'diagnose', composeLog],
        likeness: 'redislab diagnose',
      },
      {name: 'redislab open', command: [process.execPath, redislab, ...open, ...files]},
      {
        name: 'redislab open, compose form',
        command: [process.execPath, redislab, ...open, composeLog],
        likeness: 'redislab open',
      },
    ].map((contender) => ({...contender, seconds: [], mib: []}))

    for (let run = 1; run <= runs; run += 1) {
      if (process.stderr.isTTY) process.stderr.write(`\rrun ${run} of ${runs} `)
      for (const {command, seconds, mib} of contenders) {
        const measured = await measure(command, signal)
        seconds.push(measured.seconds)
        mib.push(measured.mib)
      }
    }
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')

    const secondsOf = (wanted) => contenders.find(({name}) => name === wanted).seconds
    // Of the same run, so that whatever else the machine did met both.
    const shareOf = (wanted, seconds) =>
      round(median(seconds.map((own, run) => secondsOf(wanted)[run] / own)), 1000)
    const report = contenders.map(({name, seconds, mib, likeness}) => ({
      name,
      mbPerSecond: round(bytes / 1e6 / median(seconds)),
      residentMib: Math.round(Math.max(...mib)),
      shareOfSort: shareOf('sort -m', seconds),
      ...(likeness === undefined ? {} : {shareOfOwnForm: shareOf(likeness, seconds)}),
      seconds: seconds.map((own) => round(own, 100)),
    }))
    write(`${cpus} cpus, node ${node}; load ${loadAverage}; ${runs} runs, in turns`)
    write(`${Math.round(bytes / 1e6)} MB of logs in ${files.length} files\n`)
    for (const {name, mbPerSecond, residentMib, shareOfSort, shareOfOwnForm} of report) {
      const columns = [`${mbPerSecond} MB/s`.padStart(12), `${residentMib} MiB resident`.padStart(18)]
      const own = shareOfOwnForm === undefined ? '' : `   ${shareOfOwnForm.toFixed(2)} × in six files`
      write(`${name.padEnd(34)}${columns.join('')}   ${shareOfSort.toFixed(2)} × sort -m${own}`)
    }
    write(`\nWritten to ${await keepResults('logs', machine, {runs, bytes, results: report})}`)
  } finally {
    await rm(home, {recursive: true, force: true})
  }
})

/**
 * Runs a command with its output in a file, and tells how long it took and how much memory it had at most.
 *
 * @param {readonly string[]} command
 * @param {AbortSignal} signal
 */
async function measure([program, ...args], signal) {
  signal.throwIfAborted()
  const output = openSync(path.join(home, 'output'), 'w')
  const startedAt = performance.now()
  const child = spawn(program, args, {
    stdio: ['ignore', output, 'inherit'],
    env: {...process.env, REDISLAB_HOME: home, LC_ALL: 'C', NO_COLOR: '1', TZ: 'UTC'},
    signal,
  })
  // The kernel keeps the highest mark of a process until it is gone.
  let kib = 0
  const look = async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    kib = Math.max(kib, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0))
  }
  const timer = setInterval(look, 20)
  const [code, seconds] = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve([code, (performance.now() - startedAt) / 1000]))
  })
  clearInterval(timer)
  closeSync(output)
  if (code !== 0) throw new Error(`${program} ${args[1] ?? ''} ended with ${code}.`)
  return {seconds, mib: kib / 1024}
}

/** @param {string} line */
function write(line) {
  process.stdout.write(`${line}\n`)
}
