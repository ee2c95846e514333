// The floor of a start, as a process of its own: `node bench/bare-start.js SERVER FOLDER`, where FOLDER holds the conf files
// that `redislab render 1m2r3s --out FOLDER` has made. Prints the milliseconds that it took.

import {readdirSync, readFileSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {interruptible} from '../tools/interruptible.js'
import {startBare} from './support/bare-start.js'

const [server = '', folder = ''] = process.argv.slice(2)
const place = path.resolve(folder)
// Elsewhere, since servers rewrite their conf files.
const running = await mkdtemp(path.join(os.tmpdir(), 'redislab-bare-'))
const instances = readdirSync(place)
  .toSorted()
  .map((name) => {
    const [file = ''] = readdirSync(path.join(place, name))
    const text = readFileSync(path.join(place, name, file), 'utf8').replaceAll(place, running)
    return {name, folder: path.join(running, name), text}
  })
// It takes less than a second, so it ends what it has begun.
await interruptible(async () => {
  const {ms, stop} = await startBare(server, instances)
  await stop()
  await rm(running, {recursive: true})
  process.stdout.write(`${ms}\n`)
})
