// Draws docs/picture.svg, the picture of the README: what redislab really prints, from a run on this machine. Lines that are left
// out are marked with an ellipsis; nothing else is changed.
//
//   npm run docs:picture

import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {stripVTControlCharacters} from 'node:util'
import {heard, interruptible} from '../interruptible.js'
import {drawTerminal} from './draw-terminal.js'

const redislab = path.join(import.meta.dirname, '../../bin/run.js')
const home = mkdtempSync(path.join(os.tmpdir(), 'redislab-picture-'))
const env = {...process.env, FORCE_COLOR: '3', COLUMNS: '84', REDISLAB_HOME: home, NO_COLOR: undefined}

await interruptible(async (signal) => {
  try {
    const up = run('up', '1m2r3s')
    await heard(signal)
    const watched = run('kill', 'master', '--watch')
    await heard(signal)
    const lines = [
      prompt('redislab up 1m2r3s'),
      ...upTo(up, '  try next'),
      prompt('redislab kill master --watch'),
      ...watched.slice(0, 1),
      '    …',
      ...between(watched, '+sdown master', 'routine lines left out').filter((line) => !isAside(line)),
      '',
      ...between(watched, '  sdown  ', 'Clients  '),
    ]
    writeFileSync(
      path.join(import.meta.dirname, '../../docs/picture.svg'),
      drawTerminal(lines, {columns: 84}),
    )
  } finally {
    run('down', '--all')
    rmSync(home, {recursive: true, force: true})
  }
})

function run(...args) {
  const {status, stdout, stderr} = spawnSync(process.execPath, [redislab, ...args], {env, encoding: 'utf8'})
  if (status !== 0) throw new Error(`redislab ${args.join(' ')} ended with ${status}: ${stderr}`)
  // What `up` tells while it starts goes to stderr, and comes first.
  return `${stderr}${stdout}`.trimEnd().split('\n')
}

function prompt(command) {
  return `\u001B[2m$\u001B[22m \u001B[1m${command}\u001B[22m`
}

function indexOf(lines, text) {
  const index = lines.findIndex((line) => stripVTControlCharacters(line).includes(text))
  if (index < 0) throw new Error(`No line has "${text}".`)
  return index
}

function upTo(lines, text) {
  return [...lines.slice(0, indexOf(lines, text)), '']
}

function between(lines, from, to) {
  return lines.slice(indexOf(lines, from), indexOf(lines, to))
}

/** What a first look can do without: votes and epochs, which come once from each sentinel. */
function isAside(line) {
  return /\+new-epoch|\+vote-for-leader|Next failover delay|\+config-update-from|Trying a partial|Partial resync\w+ request|replication ID changed|⋮/.test(
    line,
  )
}
