// Keeps what `redislab certify --json` said of a client, for docs/clients.md:
//   node tools/docs/keep-certificate.js ioredis-6.readme certify.json [more.json…]
// Of a scenario that stands in several files, one run is kept (choose-run.js). What the page does not say is left out.
import {readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {chooseRun} from './choose-run.js'

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

const kept = [...scenarios.values()]
  .map(chooseRun)
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
