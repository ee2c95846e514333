// Writes docs/performance.md from the newest results of the bench. npm run docs:performance
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {renderPerformance} from './render-performance.js'

await writeFile(path.join(import.meta.dirname, 'performance.md'), await renderPerformance())
