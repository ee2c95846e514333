// Writes a deployment 1m2r3s that has run for days, as only its files: the logs of six instances and the journal, with
// the lines of real servers. `node bench/support/make-logs.js HOME MEGABYTES`; the same every time.

import {closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'

const fixture = path.resolve(import.meta.dirname, '../../test/fixtures/failovers/killed')
const beginning = Date.UTC(2026, 8, 1)
const dataNames = ['n1', 'n2', 'n3']
const sentinelNames = ['s1', 's2', 's3']
const names = [...dataNames, ...sentinelNames]
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * @param {string} home a state folder: the deployment is called `default`
 * @param {number} bytes of all logs together, about
 */
export function makeLogs(home, bytes) {
  const directory = path.join(home, 'default')
  const plan = {...JSON.parse(readFileSync(path.join(fixture, 'plan.json'), 'utf8')), name: 'default'}
  for (const name of names) mkdirSync(path.join(directory, name), {recursive: true})
  const processes = Object.fromEntries(names.map((name) => [name, {process: null, stopped: true}]))
  const server = {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'}
  const createdAt = new Date(beginning).toISOString()
  const record = {schemaVersion: 1, createdAt, server, plan, processes, healers: []}
  writeFileSync(path.join(directory, 'deployment.json'), JSON.stringify(record), {mode: 0o600})

  const story = readStory()
  const files = Object.fromEntries(names.map((name) => [name, openSync(logOf(directory, name), 'w')]))
  const journal = openSync(path.join(directory, 'journal.jsonl'), 'w')
  let written = 0
  for (let hour = 0; written < bytes; hour += 1) {
    const lines = new Hour(beginning + hour * 3_600_000, hour, story).lines()
    for (const [name, own] of Object.entries(lines)) {
      const text = `${own
        .sort((a, b) => a.at - b.at)
        .map((line) => line.text)
        .join('\n')}\n`
      if (name === 'journal') writeSync(journal, text)
      else written += writeSync(files[name], text)
    }
  }
  for (const file of [journal, ...Object.values(files)]) closeSync(file)
  return names.map((name) => logOf(directory, name))
}

function logOf(directory, name) {
  return path.join(directory, name, name.startsWith('s') ? 'sentinel.log' : 'redis.log')
}

/**
 * Writes the same lines as `docker compose logs` prints them: one file, by time, with the name of the service in front.
 *
 * @param {string} file
 * @param {number} bytes about, without the names in front
 */
export function makeComposeLog(file, bytes) {
  const story = readStory()
  const output = openSync(file, 'w')
  let bare = 0
  for (let hour = 0; bare < bytes; hour += 1) {
    const {journal, ...logs} = new Hour(beginning + hour * 3_600_000, hour, story).lines()
    const lines = Object.entries(logs)
      .flatMap(([name, own]) => own.map(({at, text}) => ({at, text, name})))
      .sort((a, b) => a.at - b.at)
    bare += lines.reduce((sum, {text}) => sum + text.length + 1, 0)
    writeSync(output, `${lines.map(({name, text}) => `${name}-1  | ${text}`).join('\n')}\n`)
  }
  closeSync(output)
}

/** The recorded failover, from the moment of the fault on. */
function readStory() {
  const read = (file) => readFileSync(path.join(fixture, file), 'utf8').trim().split('\n')
  const faults = read('journal.jsonl')
    .map((line) => JSON.parse(line))
    .filter(({kind}) => kind === 'fault-injected')
  const at = Date.parse(faults[0].at)
  return {
    faults: faults.map(({at: time, ...entry}) => ({ms: Date.parse(time) - at, entry})),
    logs: Object.fromEntries(
      names.map((name) => [
        name,
        read(`${name}.log`)
          .map((line) => {
            const [, letter, day, month, year, clock, rest] =
              /^\d+:(\w) (\d+) (\w+) (\d+) (\S+) (.*)$/.exec(line) ?? []
            return {ms: Date.parse(`${day} ${month} ${year} ${clock}Z`) - at, letter, rest}
          })
          .filter(({ms}) => ms >= 0),
      ]),
    ),
  }
}

/** What a deployment writes in an hour: mostly routine, then a failover, a loop of reconnections, a storm. */
class Hour {
  #lines = {journal: [], ...Object.fromEntries(names.map((name) => [name, []]))}
  #start
  #hour
  #story
  #seed
  /** Which instance plays the part of n1 in the recorded failover: the one that is master now. */
  #turn

  constructor(start, hour, story) {
    this.#start = start
    this.#hour = hour
    this.#story = story
    this.#seed = hour + 1
    this.#turn = hour % 3
  }

  lines() {
    for (let minute = 0; minute < 60; minute += 1) this.#routine(minute * 60_000)
    this.#failover(600_000)
    this.#reconnecting(1_500_000, 300)
    this.#storm(2_400_000, 120)
    return this.#lines
  }

  #routine(from) {
    const master = this.#play(from < 600_000 ? 'n1' : 'n2')
    for (const name of dataNames) {
      const letter = name === master ? 'M' : 'S'
      const at = from + this.#upTo(30_000)
      const pid = 2000 + this.#upTo(30_000)
      this.#say(name, at, letter, `* ${100 + this.#upTo(900)} changes in 60 seconds. Saving...`)
      this.#say(name, at + 1, letter, `* Background saving started by pid ${pid}`)
      this.#say(name, at + 40, 'C', '* DB saved on disk', pid)
      this.#say(name, at + 41, 'C', '* Fork CoW for RDB: current 1 MB, peak 1 MB, average 1 MB', pid)
      this.#say(name, at + 101, letter, '* Background saving terminated with success')
      for (let second = 0; second < 60; second += 5) {
        const then = from + second * 1000 + this.#upTo(1000)
        const port = 32_768 + this.#upTo(28_000)
        this.#say(
          name,
          then,
          letter,
          `- DB 0: ${10_000 + this.#upTo(9000)} keys (0 volatile) in 16384 slots HT.`,
        )
        this.#say(name, then + 1, letter, `- Accepted 127.0.0.1:${port}`)
        const client = `id=${then % 9973} addr=127.0.0.1:${port} laddr=127.0.0.1:31040 fd=12`
        this.#say(name, then + 20, letter, `- Client closed connection ${client}`)
      }
    }
    for (const name of sentinelNames)
      for (let time = 0; time < 4; time += 1)
        this.#say(name, from + this.#upTo(60_000), 'X', '* Sentinel new configuration saved on disk')
  }

  #failover(from) {
    for (const {ms, entry} of this.#story.faults) {
      const at = this.#start + from + ms
      const told = {at: new Date(at).toISOString(), ...entry, instances: entry.instances.map(this.#play)}
      this.#lines.journal.push({at, text: JSON.stringify(told)})
    }
    for (const name of names)
      for (const {ms, letter, rest} of this.#story.logs[name])
        this.#say(this.#play(name), from + ms, letter, this.#recast(rest))
  }

  #play = (name) => (name.startsWith('n') ? `n${((Number(name[1]) - 1 + this.#turn) % 3) + 1}` : name)

  /** Ports of others, and the epoch of this election. */
  #recast(text) {
    return text
      .replace(/\b3104([012])\b/g, (_, digit) => `3104${(Number(digit) + this.#turn) % 3}`)
      .replace(/(\+new-epoch |(?:vote-for-leader|voted for) .* )1$/, `$1${this.#hour + 1}`)
  }

  /** A replica whose master is not there tries again each second. */
  #reconnecting(from, seconds) {
    const name = this.#play('n3')
    for (let second = 0; second < seconds; second += 1) {
      const at = from + second * 1000
      this.#say(name, at, 'S', `* Connecting to MASTER 127.0.0.1:3104${(this.#turn + 1) % 3}`)
      this.#say(name, at, 'S', '* MASTER <-> REPLICA sync started')
      this.#say(name, at, 'S', '# Error condition on socket for SYNC: Connection refused')
    }
  }

  /** A replica without masterauth tries again at once: some 1400 times a second. */
  #storm(from, times) {
    for (let time = 0; time < times; time += 1) {
      for (const line of [
        `* Reconnecting to MASTER 127.0.0.1:3104${(this.#turn + 1) % 3}`,
        '* MASTER <-> REPLICA sync started',
        '* Non blocking connect for SYNC fired the event.',
        '* Master replied to PING, replication can continue...',
        '* (Non critical) Master does not understand REPLCONF listening-port: -NOAUTH Authentication required.',
        '* (Non critical) Master does not understand REPLCONF capa: -NOAUTH Authentication required.',
        '* Partial resynchronization not possible (no cached master)',
        '# Unexpected reply to PSYNC from master: -NOAUTH Authentication required.',
        '* Retrying with SYNC...',
        '# MASTER aborted replication with an error: NOAUTH Authentication required.',
      ])
        this.#say(this.#play('n1'), from + Math.floor(time * 0.7), 'S', line)
    }
  }

  #say(name, ms, letter, rest, pid = 1640 + names.indexOf(name)) {
    const at = this.#start + ms
    this.#lines[name].push({at, text: `${pid}:${letter} ${stamp(at)} ${rest}`})
  }

  /** Pseudo-random numbers that are the same every time. */
  #upTo(limit) {
    this.#seed = (Math.imul(this.#seed, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((this.#seed / 2 ** 32) * limit)
  }
}

/** @param {number} at */
function stamp(at) {
  const iso = new Date(at).toISOString()
  return `${iso.slice(8, 10)} ${months[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)} ${iso.slice(11, 23)}`
}

if (process.argv[1] === import.meta.filename) {
  const [home, megabytes] = process.argv.slice(2)
  if (home === undefined || !(Number(megabytes) > 0)) {
    process.stderr.write('Usage: node bench/support/make-logs.js HOME MEGABYTES\n')
    process.exit(2)
  }
  makeLogs(home, Number(megabytes) * 1e6)
}
