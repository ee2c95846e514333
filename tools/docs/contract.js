// Writes docs/json.schema.json: what the commands write with --json, as a JSON Schema. npm run docs:contract
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {contractJsonSchema} from '../../dist/core/contract/schemas/json-schema.js'

await writeFile(
  path.join(import.meta.dirname, '../../docs/json.schema.json'),
  `${JSON.stringify(contractJsonSchema(), null, 2)}\n`,
)
