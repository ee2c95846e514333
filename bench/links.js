// What the link relay costs: throughput and latency through a link beside the direct path, in turns; 1 GiB through a
// link, compared by hash; and how much memory the relay takes while a receiver reads nothing for ten seconds under a
// sender at full speed. `node bench/links.js --runs 2 --mib 256` for a short one.

import {spawn} from 'node:child_process'
import {createHash, randomFillSync} from 'node:crypto'
import {once} from 'node:events'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {connect, createServer} from 'node:net'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {setTimeout as delay} from 'node:timers/promises'
import {parseArgs} from 'node:util'
import {askRelay} from '../dist/engine/links/control.js'
import {interruptible} from '../tools/interruptible.js'
import {keepResults} from './support/keep-results.js'
import {describeMachine} from './support/machine.js'
import {median, quantile} from './support/statistics.js'

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '5'},
    mib: {type: 'string', default: '1024'},
    seconds: {type: 'string', default: '10'},
  },
})
const [runs, mib, seconds] = [Number(values.runs), Number(values.mib), Number(values.seconds)]
if (![runs, mib, seconds].every((number) => Number.isInteger(number) && number >= 1)) {
  process.stderr.write('--runs, --mib and --seconds take whole numbers.\n')
  process.exit(2)
}

const program = path.resolve(import.meta.dirname, '../bundle/programs/link-relay.js')
const mebibyte = 2 ** 20
const direct = {host: '127.62.0.2', port: 9380}
const relayed = {host: '127.0.0.1', port: 9380}
const rounds = 2000

const server = createServer({allowHalfOpen: true, pauseOnConnect: true, noDelay: true})
server.listen(direct)
await once(server, 'listening')
const directory = await mkdtemp(path.join(os.tmpdir(), 'redislab-bench-links-'))
await writeFile(path.join(directory, 'deployment.json'), '{}')
const relay = spawn(process.execPath, [program, directory], {cwd: directory, stdio: 'inherit'})
process.once('exit', () => relay.kill('SIGKILL'))

const machine = await describeMachine()
const {cpus, node, loadAverage} = machine
await interruptible(async (signal) => {
  const interrupted = once(signal, 'abort').then(() => signal.throwIfAborted())
  try {
    await Promise.race([measureAll(), interrupted])
  } finally {
    relay.kill('SIGKILL')
    server.close()
    await rm(directory, {recursive: true, force: true})
  }
})
process.exit()

async function measureAll() {
  await startRelay()
  const samples = {direct: [], relayed: []}
  const latencies = {direct: [], relayed: []}
  for (let run = 1; run <= runs; run += 1) {
    samples.direct.push(await measureThroughput(direct))
    samples.relayed.push(await measureThroughput(relayed))
    latencies.direct.push(...(await measureRoundTrips(direct)))
    latencies.relayed.push(...(await measureRoundTrips(relayed)))
  }
  const intact = await compareHashes()
  const memory = await measureStall()

  const [fast, through] = [median(samples.direct), median(samples.relayed)]
  const [near, far] = [summarise(latencies.direct), summarise(latencies.relayed)]
  write(`${cpus} cpus, node ${node}; load ${loadAverage}; ${runs} runs, in turns\n`)
  write(`throughput   direct ${Math.round(fast)} MiB/s, through a link ${Math.round(through)} MiB/s`)
  write(
    `round trip   direct ${near.median} µs (99 %: ${near.p99} µs), through a link ${far.median} µs (99 %: ${far.p99} µs): ${far.median - near.median} µs more`,
  )
  write(`intact       ${mib} MiB through a link: ${intact ? 'the hashes are the same' : 'THE HASHES DIFFER'}`)
  write(
    `memory       ${memory} MiB at most, ${seconds} s with a receiver that reads nothing and a cut link, both under full-speed senders`,
  )
  const file = await keepResults('links', machine, {
    runs,
    mibPerSecond: {direct: Math.round(fast), relayed: Math.round(through)},
    roundTripMicroseconds: {direct: near, relayed: far},
    intact: {mib, isSame: intact},
    stalled: {seconds, relayMib: memory},
  })
  write(`
Written to ${file}`)
  if (!intact) process.exitCode = 1
}

async function startRelay() {
  const ports = [{name: 'n1', announced: relayed, bound: direct}]
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reply = await askRelay(directory, {do: 'listen', ports, rules: []})
      if (!reply.ok) throw Object.assign(new Error(reply.message), {code: reply.code})
      return
    } catch (error) {
      const isEarly = error.code === 'ENOENT' || error.code === 'ECONNREFUSED'
      if (!isEarly || attempt > 500) throw error
      await delay(10)
    }
  }
}

/** @param {{host: string, port: number}} address */
async function dial(address) {
  const arriving = once(server, 'connection')
  const caller = connect({...address, noDelay: true, allowHalfOpen: true})
  caller.on('error', () => {})
  const [callee] = await arriving
  callee.on('error', () => {})
  return {caller, callee}
}

/** @param {{host: string, port: number}} address */
async function measureThroughput(address) {
  const {caller, callee} = await dial(address)
  const block = randomFillSync(Buffer.alloc(mebibyte))
  const startedAt = performance.now()
  const ended = once(callee, 'end')
  callee.resume()
  for (let sent = 0; sent < mib; sent += 1) if (!caller.write(block)) await once(caller, 'drain')
  caller.end()
  await ended
  callee.end()
  return mib / ((performance.now() - startedAt) / 1000)
}

/**
 * A small message there and back, as a PING.
 *
 * @param {{host: string, port: number}} address
 */
async function measureRoundTrips(address) {
  const {caller, callee} = await dial(address)
  callee.on('data', (chunk) => callee.write(chunk)).resume()
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    caller.write('PING\r\n')
    await once(caller, 'data')
    times.push(performance.now() - startedAt)
  }
  caller.destroy()
  callee.destroy()
  return times.slice(rounds / 10)
}

async function compareHashes() {
  const {caller, callee} = await dial(relayed)
  const received = createHash('sha256')
  const sent = createHash('sha256')
  callee.on('data', (chunk) => received.update(chunk))
  const ended = once(callee, 'end')
  callee.resume()
  for (let left = mib; left > 0; left -= 1) {
    const block = randomFillSync(Buffer.allocUnsafe(mebibyte))
    sent.update(block)
    if (!caller.write(block)) await once(caller, 'drain')
  }
  caller.end()
  await ended
  callee.end()
  return received.digest('hex') === sent.digest('hex')
}

/** How many MiB the relay takes at most. */
async function measureStall() {
  const deaf = await dial(relayed)
  const cut = await dial(relayed)
  cut.callee.resume()
  const block = randomFillSync(Buffer.alloc(mebibyte))
  for (const {caller} of [deaf, cut]) {
    const fill = () => {
      while (caller.write(block));
    }
    caller.on('drain', fill)
    fill()
  }
  await delay(500)
  await askRelay(directory, {do: 'rule', rules: [{from: 'clients', to: 'n1', cut: 'stall'}]})
  let most = 0
  for (let tick = 0; tick < seconds * 5; tick += 1) {
    await delay(200)
    most = Math.max(most, (await askRelay(directory, {do: 'look'})).memoryBytes)
  }
  for (const {caller, callee} of [deaf, cut]) {
    caller.destroy()
    callee.destroy()
  }
  return Math.round(most / mebibyte)
}

/** @param {readonly number[]} ms */
function summarise(ms) {
  const at = (share) => Math.round(quantile(ms, share) * 1000)
  return {median: at(0.5), p99: at(0.99)}
}

/** @param {string} line */
function write(line) {
  process.stdout.write(`${line}\n`)
}
