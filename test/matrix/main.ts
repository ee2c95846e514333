// Every lab on every server: what passes, which verdicts differ, and how much of the logs is recognised. Writes
// docs/versions.md, and test/matrix/results.jsonl beside it, which keeps what earlier runs have shown of other servers.
//
//   npm run test:matrix                          the servers of $REDISLAB_SERVERS
//   npm run test:matrix -- valkey-9.1 /opt/redis/redis-server --jobs 4
import {existsSync} from 'node:fs'
import {readdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {chooseServer} from '../../src/engine/servers/choose-server.ts'
import {findServers} from '../../src/engine/servers/find-servers.ts'
import {renderVersions} from './render-versions.ts'
import {nameOf, parseResults, type ServerResult, sortServers} from './result.ts'
import {runLabsOn} from './run-labs-on.ts'

/** npm runs scripts in the folder of the package. */
const root = process.cwd()
const resultsFile = path.join(root, 'test/matrix/results.jsonl')

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {jobs: {type: 'string', default: '2'}},
})
const jobs = Number(values.jobs)
if (!Number.isInteger(jobs) || jobs < 1) throw new TypeError(`--jobs cannot be ${values.jobs}.`)

const labs = (await readdir(path.join(root, 'labs')))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => path.basename(file, '.yaml'))
const interrupted = new AbortController()
// Not at once: what is running is taken down first.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort())

let hasFailed = false
for (const server of await serversAsked()) {
  const result = await runLabsOn(server, {root, labs, jobs, signal: interrupted.signal})
  if (interrupted.signal.aborted) process.exit(130)
  const bad = result.labs.filter(({outcome}) => outcome === 'failed')
  hasFailed ||= bad.length > 0
  process.stdout.write(
    `${nameOf(result)}: ${result.labs.length - bad.length} of ${result.labs.length} labs without a failure, ${result.lines - result.unknown} of ${result.lines} lines recognised\n`,
  )
  for (const {lab, reason} of bad) process.stdout.write(`  ✖ ${lab}: ${reason}\n`)
  await keep(result)
}
process.exitCode = hasFailed ? 1 : 0

/** The paths of the servers that are asked for. */
async function serversAsked(): Promise<readonly string[]> {
  const found =
    positionals.length > 0
      ? await Promise.all(positionals.map((name) => chooseServer(name)))
      : (await findServers()).filter(({path: file}) => isListed(file))
  if (found.length === 0)
    throw new TypeError('Name servers, or set REDISLAB_SERVERS: .ci/servers DIR fetches some.')
  return found.map((server) => server.path)
}

/** Whether $REDISLAB_SERVERS names a file or its folder. */
function isListed(file: string): boolean {
  const named = (process.env['REDISLAB_SERVERS'] ?? '').split(path.delimiter)
  return named.includes(file) || named.includes(path.dirname(file))
}

async function keep(result: ServerResult): Promise<void> {
  const text = existsSync(resultsFile) ? await readFile(resultsFile, 'utf8') : ''
  const known = parseResults(text)
  const others = known.filter((other) => nameOf(other) !== nameOf(result))
  const results = sortServers([...others, result])
  await writeFile(resultsFile, results.map((each) => `${JSON.stringify(each)}\n`).join(''))
  await writeFile(path.join(root, 'docs/versions.md'), renderVersions(results))
}
