// Every lab on every server: what passes, which verdicts differ and why, and how much of the logs is recognised. Writes
// docs/versions.md, and test/matrix/results.jsonl beside it, server by server: what was run before stays, so that a matrix that
// was interrupted goes on with the servers that are left.
//
//   npm run test:matrix                          the servers of $REDISLAB_SERVERS
//   npm run test:matrix -- valkey-9.1 /opt/redis/redis-server --jobs 4
//   npm run test:matrix -- valkey-9.1 --lab failover --lab full-resync        these labs once more
//   npm run test:matrix -- --render              only docs/versions.md, from what was kept
import {existsSync} from 'node:fs'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {interruptible} from '../../tools/interruptible.js'
import {renderVersions} from './render-versions.ts'
import {addResult, formatResults, nameOf, parseResults, type ServerResult} from './result.ts'
import {runLabsOn} from './run-labs-on.ts'

/** npm runs scripts in the folder of the package. */
const root = process.cwd()
const resultsFile = path.join(root, 'test/matrix/results.jsonl')

try {
  await interruptible(main, {
    ends: 'Nothing is left running. Servers that were done are kept.',
  })
} catch (error) {
  process.stderr.write(`✖ ${(error as Error).message}\n`)
  process.exitCode = 2
}

async function main(signal: AbortSignal): Promise<void> {
  const {jobs, labs, isWhole, named, isRun} = await readArguments()
  if (!isRun) return writePage(await readKept())
  for (const server of await serversAsked(named)) {
    const result = await runLabsOn(server, {root, labs, jobs, signal})
    await keep(result, isWhole)
    if (tell(result)) process.exitCode = 1
  }
}

async function readArguments() {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      jobs: {type: 'string', default: '2'},
      lab: {type: 'string', multiple: true},
      render: {type: 'boolean', default: false},
    },
  })
  const jobs = Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1) throw new TypeError(`--jobs cannot be ${values.jobs}.`)
  const shipped = (await readdir(path.join(root, 'labs')))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.basename(file, '.yaml'))
  const odd = values.lab?.find((lab) => !shipped.includes(lab))
  if (odd !== undefined) throw new TypeError(`There is no lab ${odd}: redislab lab list shows them.`)
  return {
    jobs,
    labs: values.lab ?? shipped,
    isWhole: values.lab === undefined,
    named: positionals,
    isRun: !values.render,
  }
}

/** The paths of the servers that are asked for. */
async function serversAsked(named: readonly string[]): Promise<readonly string[]> {
  const found =
    named.length > 0
      ? await Promise.all(named.map((name) => chooseServer(name)))
      : (await findServers()).filter(({path: file}) => isListed(file))
  if (found.length === 0)
    throw new TypeError('Name servers, or set REDISLAB_SERVERS: .ci/servers DIR fetches some.')
  return found.map((server) => server.path)
}

/** Whether $REDISLAB_SERVERS names a file or its folder. */
function isListed(file: string): boolean {
  const listed = (process.env['REDISLAB_SERVERS'] ?? '').split(path.delimiter)
  return listed.includes(file) || listed.includes(path.dirname(file))
}

async function keep(result: ServerResult, isWhole: boolean): Promise<void> {
  const results = addResult(await readKept(), result, {isWhole})
  await writeFile(resultsFile, formatResults(results))
  await writePage(results)
}

async function readKept(): Promise<readonly ServerResult[]> {
  return parseResults(existsSync(resultsFile) ? await readFile(resultsFile, 'utf8') : '')
}

async function writePage(results: readonly ServerResult[]): Promise<void> {
  await writeFile(path.join(root, 'docs/versions.md'), renderVersions(results))
}

/** Prints what a server showed. Returns whether anything failed. */
function tell(result: ServerResult): boolean {
  const bad = result.labs.filter(({outcome}) => outcome === 'failed')
  const lines = result.labs.reduce((sum, lab) => sum + lab.lines, 0)
  const unknown = result.labs.flatMap((lab) => lab.unknown)
  process.stdout.write(
    `${nameOf(result)}: ${result.labs.length - bad.length} of ${result.labs.length} labs without a failure, ${lines - unknown.length} of ${lines} lines recognised\n`,
  )
  for (const {lab, reason} of bad) process.stdout.write(`  ✖ ${lab}: ${reason}\n`)
  for (const line of new Set(unknown)) process.stdout.write(`  unknown: ${line}\n`)
  return bad.length > 0
}
