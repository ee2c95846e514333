// Writes docs/failovers.md from what bench/failovers.js measured last: npm run docs:failovers
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {readMeasured, renderFailovers} from './render-failovers.js'

await writeFile(path.join(import.meta.dirname, 'failovers.md'), renderFailovers(await readMeasured()))
