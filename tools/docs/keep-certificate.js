// Keeps what `redislab certify --json` said of a client, for docs/clients.md:
//   node tools/docs/keep-certificate.js ioredis-6.readme certify.json [more.json…]
// Of a scenario that stands in several files, the last failure is kept, or else the last success, and how often it came where the
// verdicts differ: what fails now and then does not follow. What the page does not say is left out.
import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'

const [name, ...files] = process.argv.slice(2)
if (name === undefined || files.length === 0) {
  process.stderr.write('Usage: node tools/docs/keep-certificate.js NAME FILE…\n')
  process.exit(2)
}

const scenarios = new Map()
for (const file of files) {
  for (const scenario of JSON.parse(await readFile(file, 'utf8')).scenarios)
    scenarios.set(scenario.id, [...(scenarios.get(scenario.id) ?? []), scenario])
}

function choose(runs) {
  const chosen = runs.findLast(({outcome}) => outcome === 'failed') ?? runs.at(-1)
  const came = runs.filter(({verdict}) => verdict === chosen.verdict).length
  return {...chosen, ...(came < runs.length ? {came: {times: came, of: runs.length}} : {})}
}

const kept = [...scenarios.values()]
  .map(choose)
  .toSorted((a, b) => a.number - b.number)
  .map(({id, number, suite, outcome, verdict, reasons, skipped, server, ...measured}) => ({
    id,
    number,
    suite,
    outcome,
    verdict,
    reasons,
    skipped,
    outageMs: measured.outageMs,
    floorMs: measured.floorMs,
    silentMs: measured.silentMs,
    silentWrites: measured.silentWrites,
    acknowledged: measured.acknowledged,
    lost: measured.lost,
    came: measured.came,
    server: `${server.flavour} ${server.version}`,
  }))

const file = path.join(import.meta.dirname, `../../bench/results/clients/${name}.json`)
await writeFile(file, `${JSON.stringify({at: new Date().toISOString(), scenarios: kept}, null, 1)}\n`)
