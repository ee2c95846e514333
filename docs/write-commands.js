// Writes docs/commands.md. npm run docs:commands
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import {readManifest, renderCommands} from './render-commands.js'

await writeFile(path.join(import.meta.dirname, 'commands.md'), renderCommands(await readManifest()))
