// The floor of a start: what it takes to write six conf files, start the servers in the order of redislab and ask until
// everything is as redislab wants it at ready, with nothing but sockets. No checks, no record, no errors worth reading.

import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, openSync, writeFileSync} from 'node:fs'
import {connect} from 'node:net'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {setTimeout as sleep} from 'node:timers/promises'

/**
 * Starts 1m2r3s from the texts of its conf files.
 *
 * @param {string} server the file of the server
 * @param {readonly {name: string, folder: string, text: string}[]} instances as redislab renders them: n1 n2 n3 s1 s2 s3
 * @returns {Promise<{ms: number, stop: () => Promise<void>}>} milliseconds until it was ready
 */
export async function startBare(server, instances) {
  const startedAt = performance.now()
  for (const {folder, text, name} of instances) {
    mkdirSync(folder, {recursive: true})
    writeFileSync(path.join(folder, confOf(name)), text)
  }
  const nodes = instances.map((instance) => ({
    ...instance,
    port: Number(/^port (\d+)$/m.exec(instance.text)?.[1]),
  }))
  const [master, ...replicas] = nodes.filter(({name}) => name.startsWith('n'))
  const sentinels = nodes.filter(({name}) => name.startsWith('s'))
  const children = []
  for (const level of [[master], replicas, sentinels]) {
    children.push(...level.map((node) => start(server, node)))
    await Promise.all(level.map((node) => until(node, ['PING'], (said) => said.includes('PONG'))))
  }
  await Promise.all(
    sentinels.map((receiver) => {
      const others = sentinels.filter((sentinel) => sentinel !== receiver)
      return ask(
        receiver,
        others.map((other) => `PUBLISH __sentinel__:hello ${helloOf(other, master)}`),
      )
    }),
  )
  await Promise.all([
    until(master, ['INFO replication'], (said) => count(said, 'state=online') === 2),
    ...replicas.map((node) =>
      until(node, ['INFO replication'], (said) => said.includes('master_link_status:up')),
    ),
    ...sentinels.map((node) => until(node, questions, isAtRest)),
  ])
  const ms = performance.now() - startedAt
  return {ms, stop: () => stopAll(children)}
}

const confOf = (name) => (name.startsWith('s') ? 'sentinel.conf' : 'redis.conf')

function start(server, {name, folder}) {
  const output = openSync(path.join(folder, 'output.log'), 'a')
  const args = [confOf(name), ...(name.startsWith('s') ? ['--sentinel'] : [])]
  return spawn(server, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
    env: {...process.env, TZ: 'UTC'},
  })
}

function helloOf({port, text}, master) {
  const id = /^sentinel myid (\w+)$/m.exec(text)?.[1]
  return ['127.0.0.1', port, id, 0, 'mymaster', '127.0.0.1', master.port, 0].join(',')
}

const questions = ['MASTERS', 'REPLICAS mymaster', 'SENTINELS mymaster', 'CKQUORUM mymaster'].map(
  (words) => `SENTINEL ${words}`,
)

/** Two replicas, two other sentinels, all with clean flags, and a quorum. */
function isAtRest(said) {
  const flags = [...said.matchAll(/\bflags\r\n\$\d+\r\n(\S+)/g)].map(([, each]) => each).sort()
  return flags.join(' ') === 'master sentinel sentinel slave slave' && said.includes('+OK 3 usable Sentinels')
}

const count = (text, word) => text.split(word).length - 1

/** Asks over one connection until the answer is what is wanted. */
async function until(node, commands, isDone) {
  let socket
  while (true) {
    socket ??= await open(node)
    if (socket !== undefined && isDone(await exchange(socket, commands))) break
    await sleep(3)
  }
  socket.destroy()
}

async function ask(node, commands) {
  const socket = await open(node)
  await exchange(socket, commands)
  socket.destroy()
}

async function open({port}) {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return undefined // It does not listen yet.
  }
}

/** Sends commands and one more whose answer ends the reply. */
async function exchange(socket, commands) {
  socket.write(`${[...commands, 'PING done'].join('\r\n')}\r\n`)
  let said = ''
  while (!said.endsWith('$4\r\ndone\r\n')) said += String((await once(socket, 'data'))[0])
  return said
}

async function stopAll(children) {
  await Promise.all(
    children.map(async (child) => {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    }),
  )
}
