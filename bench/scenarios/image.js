// A server in an image beside one of this machine, in turns: the same deployment, the same server. And what its engine alone
// takes for as many containers: the floor.

import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {heard} from '../../tools/interruptible.js'
import {timeCommand} from '../support/processes.js'

const topology = '1m2r3s'
const containers = 6

/** The image that .ci/with-docker has made of a server of this machine; undefined where there is none to measure with. */
export const image = (process.env.REDISLAB_TEST_IMAGES ?? '').split(' ').find(Boolean)

/** @param {{home: string, machine: {serverPath: string}, signal: AbortSignal}} context */
export async function measure({home, machine, signal}) {
  // What is in an image is found out once: not in what is measured.
  timeCommand(home, 'up', '1m', '--server', `image:${image}`)
  timeCommand(home, 'down')
  await heard(signal)
  const local = up(home, machine.serverPath)
  const inImage = up(home, `image:${image}`)
  await heard(signal)
  return {
    'up: local': local.ms,
    'up: local, ready': local.readyMs,
    'up: image': inImage.ms,
    'up: image, ready': inImage.readyMs,
    'docker run, six at once': await timeContainers(),
  }
}

/** @param {string} home @param {string} server */
function up(home, server) {
  const {ms, stdout} = timeCommand(home, 'up', topology, '--server', server, '--json')
  timeCommand(home, 'down')
  return {ms, readyMs: JSON.parse(stdout).readyMs}
}

/** Containers of the same image, in which nothing but a shell waits. */
async function timeContainers() {
  const startedAt = performance.now()
  const ids = await Promise.all(Array.from({length: containers}, runOne))
  const ms = performance.now() - startedAt
  await docker('rm', '--force', ...ids)
  return ms
}

function runOne() {
  const flags = ['--network', 'host', '--security-opt', 'seccomp=unconfined', '--log-driver', 'none']
  return docker(
    'run',
    '--detach',
    '--pull',
    'never',
    ...flags,
    '--entrypoint',
    '/bin/sh',
    image,
    '-c',
    'sleep 60',
  )
}

/** @param {readonly string[]} args */
async function docker(...args) {
  const child = spawn('docker', args, {stdio: ['ignore', 'pipe', 'inherit']})
  let said = ''
  child.stdout.on('data', (text) => {
    said += String(text)
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`docker ${args.join(' ')} ended with ${status}`)
  return said.trim()
}
