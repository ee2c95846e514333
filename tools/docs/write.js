// Writes pages of docs that are made from other files of the repository: node tools/docs/write.js PAGE…
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {renderApi} from './api.js'
import {renderArchitecture} from './architecture.js'
import {readCertificates, renderClients} from './clients.js'
import {readManifest, renderCommands} from './commands.js'
import {readMeasured, renderFailovers} from './failovers.js'
import {renderPerformance} from './performance.js'
import {renderRules} from './rules.js'

const pages = {
  api: renderApi,
  architecture: renderArchitecture,
  clients: async () => renderClients(await readCertificates()),
  commands: async () => renderCommands(await readManifest()),
  failovers: async () => renderFailovers(await readMeasured()),
  performance: renderPerformance,
  rules: renderRules,
}

const names = process.argv.slice(2)
if (names.length === 0 || names.some((name) => !Object.hasOwn(pages, name))) {
  process.stderr.write(`Usage: node tools/docs/write.js ${Object.keys(pages).join('|')}…\n`)
  process.exit(2)
}
for (const name of names) {
  await writeFile(path.join(import.meta.dirname, `../../docs/${name}.md`), await pages[name]())
}
