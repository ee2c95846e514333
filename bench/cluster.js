// How soon a cluster is ready: `redislab up 3m3r --cluster` as a whole process, beside plain servers that
// `redis-cli --cluster create` joins, in turns, each to the moment when every node says cluster_state:ok; and a large
// cluster once: time and memory. The floor is 2 s: so long a master stays silent after it has started (cluster.c:
// CLUSTER_WRITABLE_DELAY); ready later than 1.3 times that, and the bench fails. `node bench/cluster.js --runs 1 --large 5m5r` for a short one.

import {spawn, spawnSync} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {text} from 'node:stream/consumers'
import {setTimeout as delay} from 'node:timers/promises'
import {parseArgs} from 'node:util'
import {heard, interruptible} from '../tools/interruptible.js'
import {keepResults} from './support/keep-results.js'
import {describeMachine} from './support/machine.js'
import {median} from './support/statistics.js'

const {values} = parseArgs({
  options: {runs: {type: 'string', default: '5'}, large: {type: 'string', default: '20m20r'}},
})
const runs = Number(values.runs)
if (!Number.isInteger(runs) || runs < 1) {
  process.stderr.write('--runs takes a whole number, such as 5.\n')
  process.exit(2)
}

const floorMs = 2000
const timesTheFloor = 1.3
const topology = '3m3r'
const nodes = 6
const firstPort = 22_700
const program = path.resolve(import.meta.dirname, '../bin/run.js')
const machine = await describeMachine()
const {cpus, node, loadAverage, server, serverPath} = machine
const cli = path.join(path.dirname(serverPath), server.startsWith('valkey') ? 'valkey-cli' : 'redis-cli')
const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-cluster-'))
const environment = {...process.env, REDISLAB_HOME: home, REDISLAB_PORT: String(firstPort)}
const started = new Set()
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})

await interruptible(async (signal) => {
  try {
    const samples = {ours: [], ready: [], theirs: []}
    for (let run = 1; run <= runs; run += 1) {
      await heard(signal)
      const {ms, readyMs} = timeUp(topology)
      samples.ours.push(ms)
      samples.ready.push(readyMs)
      samples.theirs.push(await timeCreate())
    }
    const [ours, ready, theirs] = [median(samples.ours), median(samples.ready), median(samples.theirs)]
    write(`${cpus} cpus, node ${node}, ${server}; load ${loadAverage}; ${runs} runs, in turns\n`)
    write(`up ${topology} --cluster, whole process     ${ours} ms  (ready after ${ready} ms)`)
    write(`servers, redis-cli --cluster create    ${theirs} ms`)
    write(
      `ratio ${(ours / theirs).toFixed(2)}; to the floor of ${floorMs} ms: ${(ours / floorMs).toFixed(2)}`,
    )
    if (ours > timesTheFloor * floorMs) {
      write(`✖ At most ${timesTheFloor} times the floor was wanted.`)
      process.exitCode = 1
    }

    await heard(signal)
    const large = await measureLarge(values.large)
    write(
      `\nup ${values.large} --cluster   ${large.ms} ms  (ready after ${large.readyMs} ms), ${(large.ms / floorMs).toFixed(2)} times the floor`,
    )
    write(
      `  memory   ${large.serversMib} MiB for ${large.nodes} servers; up itself ${large.oursMib} MiB, and gone when it is done`,
    )
    write(`  status   ${large.statusMs} ms`)
    write(`  down     ${large.downMs} ms`)

    await heard(signal)
    const file = await keepResults('cluster', machine, {
      runs,
      floorMs,
      samples,
      medians: {ours, ready, theirs},
      large: {topology: values.large, ...large},
    })
    write(`\nWritten to ${file}`)
  } finally {
    redislab('down', '--all')
    await rm(home, {recursive: true, force: true})
  }
})

/** @param {string} asked */
function timeUp(asked) {
  const from = performance.now()
  const {readyMs, masters} = JSON.parse(redislab('up', asked, '--cluster', '--json'))
  const ms = Math.round(performance.now() - from)
  checkSlots(masters)
  redislab('down')
  return {ms, readyMs}
}

/** @param {readonly {shard: {slotCount: number}}[]} masters */
function checkSlots(masters) {
  const count = masters.reduce((sum, {shard}) => sum + shard.slotCount, 0)
  if (count !== 16_384) throw new Error(`ready with ${count} slots`)
}

/** What one does without redislab: as many servers, then `--cluster create`, then wait until all say ok. */
async function timeCreate() {
  const folder = await mkdtemp(path.join(home, '.create-'))
  const from = performance.now()
  const ports = Array.from({length: nodes}, (_, index) => firstPort + 50 + index)
  const children = await Promise.all(ports.map((port) => startNode(folder, port)))
  const addresses = ports.map((port) => `127.0.0.1:${port}`)
  run(cli, ['--cluster', 'create', ...addresses, '--cluster-replicas', '1', '--cluster-yes'])
  for (const port of ports)
    while (!/cluster_state:ok/.test(run(cli, ['-p', String(port), 'CLUSTER', 'INFO']))) await delay(5)
  const ms = Math.round(performance.now() - from)
  await Promise.all(children.map(endNode))
  return ms
}

/** @param {string} folder @param {number} port */
async function startNode(folder, port) {
  const options = ['--port', port, '--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${port}.conf`]
  const args = [...options, '--save', '', '--cluster-node-timeout', '2000', '--bind', '127.0.0.1'].map(String)
  const child = spawn(serverPath, args, {cwd: folder, stdio: ['ignore', 'pipe', 'inherit']})
  started.add(child)
  await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the server on port ${port} ended`)))
    child.stdout.on('data', (text) => /Ready to accept/.test(String(text)) && resolve(undefined))
  })
  return child
}

/** @param {import('node:child_process').ChildProcess} child */
async function endNode(child) {
  await new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', resolve)
    child.kill('SIGKILL')
  })
  started.delete(child)
}

/** @param {string} asked */
async function measureLarge(asked) {
  const from = performance.now()
  const {stdout, peakBytes} = await upWatched(asked)
  const ms = Math.round(performance.now() - from)
  const {readyMs, instances, masters} = JSON.parse(stdout)
  checkSlots(masters)
  const bytes = instances.map(({pid}) => residentBytes(pid, 'VmRSS')).reduce((sum, each) => sum + each, 0)
  const statusFrom = performance.now()
  redislab('status', '--json')
  const statusMs = Math.round(performance.now() - statusFrom)
  const downFrom = performance.now()
  redislab('down')
  const downMs = Math.round(performance.now() - downFrom)
  const [serversMib, oursMib] = [bytes, peakBytes].map((each) => Math.round(each / 2 ** 20))
  return {ms, readyMs, nodes: instances.length, serversMib, oursMib, statusMs, downMs}
}

/**
 * Runs up, and looks now and then how much memory it has taken at most.
 *
 * @param {string} asked
 * @returns {Promise<{stdout: string, peakBytes: number}>}
 */
async function upWatched(asked) {
  const args = [program, 'up', asked, '--cluster', '--json']
  const child = spawn(process.execPath, args, {env: environment, stdio: ['ignore', 'pipe', 'inherit']})
  let peakBytes = 0
  const timer = setInterval(() => {
    peakBytes = residentBytes(child.pid ?? 0, 'VmHWM') || peakBytes
  }, 20)
  try {
    const [stdout, [status]] = await Promise.all([text(child.stdout), once(child, 'close')])
    if (status !== 0) throw new Error(`up ${asked} ended with ${status}: ${stdout}`)
    return {stdout, peakBytes}
  } finally {
    clearInterval(timer)
  }
}

/**
 * What the kernel says of the memory of a process; 0 when it has ended.
 *
 * @param {number} pid
 * @param {'VmRSS' | 'VmHWM'} field
 */
function residentBytes(pid, field) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0 // It ended between two looks.
  }
}

/** @param {readonly string[]} args */
function redislab(...args) {
  return run(process.execPath, [program, ...args])
}

/** @param {string} file @param {readonly string[]} args */
function run(file, args) {
  const {status, stdout, stderr} = spawnSync(file, args, {
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (status !== 0)
    throw new Error(`${path.basename(file)} ${args.join(' ')} ended with ${status}: ${stderr || stdout}`)
  return stdout
}

/** @param {string} line */
function write(line) {
  process.stdout.write(`${line}\n`)
}
