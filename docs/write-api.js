// Writes docs/api.md. npm run docs:api
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {renderApi} from './render-api.js'

await writeFile(path.join(import.meta.dirname, 'api.md'), await renderApi())
