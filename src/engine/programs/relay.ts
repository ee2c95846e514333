/**
 * The program behind `--links`: carries every connection between the instances of one deployment. It is told what to do
 * over a Unix socket in the run directory, which is its current directory, and ends when that directory is gone.
 *
 * Argument: the run directory.
 */
import {rmSync, statSync} from 'node:fs'
import {createServer} from 'node:net'
import process from 'node:process'
import {createInterface} from 'node:readline'
import type {RelayRequest} from '../../core/links/messages.ts'
import {controlSocket} from '../links/control.ts'
import {LinkRelay} from '../links/link-relay.ts'

const [directory = ''] = process.argv.slice(2)
process.title = 'redislab-relay'
// A socket is made with all rights but these: 0600.
process.umask(0o177)

const relay = new LinkRelay()
const control = createServer((peer) => {
  peer.on('error', () => {}) // Who asked is gone, and needs no answer.
  createInterface({input: peer}).on('line', (line) => {
    void relay.answer(JSON.parse(line) as RelayRequest).then((reply) => {
      peer.write(`${JSON.stringify(reply)}\n`)
    })
  })
})
// Relative: the whole path may be longer than what fits into the address of a socket.
rmSync(controlSocket, {force: true})
control.listen(controlSocket)

const mine = statSync('.').ino
setInterval(() => {
  const record = statSync(`${directory}/deployment.json`, {throwIfNoEntry: false})
  const place = statSync(directory, {throwIfNoEntry: false})
  // Gone, or another deployment of the same name stands there now.
  if (record === undefined || place?.ino !== mine) process.exit(0)
}, 1000)
