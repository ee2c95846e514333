// What is held here: before a pod ends, its master hands over to a replica, with Sentinel and in a cluster, within seconds, and every
// write that was acknowledged meanwhile is kept.
import {once} from 'node:events'
import {connect} from 'node:net'
import path from 'node:path'
import {featuresOf} from '../../src/core/redis/server-version.ts'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

const script = path.resolve('templates/manifests/handover.sh')

describe.for(['1m2r3s', '3m3r --cluster'])('the handover of a pod: %s', (topology) => {
  test('another has taken over when the script has ended', {timeout: 60_000}, async ({
    redislab,
    port,
    clusterPort,
  }) => {
    const isCluster = topology.includes('--cluster')
    const first = isCluster ? clusterPort : port
    const up = (await redislab(`up ${topology} --port ${first} --json`)).json()
    const cli = up.server.path.replace(/-server$/, '-cli')
    const ask = async (at: number, ...words: readonly string[]) =>
      (await runCommand(cli, ['-p', String(at), ...words])).stdout.trim()
    const isCoordinated = featuresOf(up.server).coordinatedFailover
    const env = {
      CLI: cli,
      PORT: String(first),
      ...(isCoordinated ? {COORDINATED: 'yes'} : {}),
      ...(isCluster
        ? {}
        : {MASTER_NAME: 'mymaster', SENTINELS: '127.0.0.1', SENTINEL_PORT: String(port + 10)}),
    }
    const masterPort = async () =>
      Number((await ask(port + 10, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster')).split('\n')[1])
    expect(await ask(first, 'ROLE')).toMatch(/^master/)
    const writer = await keepWriting(first)
    await eventually(async () => writer.acknowledged(), {
      withinMs: 5000,
      message: 'nothing is written',
      until: (count) => count > 10,
    })
    const startedAt = performance.now()
    const {exitCode, stderr} = await runCommand('sh', [script], {env, timeoutMs: 30_000})
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: ''})
    expect(performance.now() - startedAt).toBeLessThan(8000)
    const count = writer.stop()
    if (isCluster) {
      expect(await ask(first, 'ROLE')).toMatch(/^slave/)
      const next = Number((await ask(first, 'ROLE')).split('\n')[2])
      expect(Number(await ask(next, 'DBSIZE'))).toBeGreaterThanOrEqual(count)
      return
    }
    const next = await masterPort()
    expect(next).not.toBe(first)
    expect(await ask(next, 'ROLE')).toMatch(/^master/)
    expect(Number(await ask(next, 'DBSIZE'))).toBeGreaterThanOrEqual(count)
    // Until it ends, the old one takes no write that the new one would not have.
    const late = await runCommand(cli, ['-p', String(first), 'SET', 'late', '1'], {timeoutMs: 300})
    expect(late.stdout.trim()).not.toBe('OK')
  })
})

test('writes go on when no replica may take over', {timeout: 60_000}, async ({redislab, port}) => {
  const up = (await redislab(`up 1m1r3s --port ${port} --set replica-priority=0 --json`)).json()
  const cli = up.server.path.replace(/-server$/, '-cli')
  const env = {CLI: cli, PORT: String(port), MASTER_NAME: 'mymaster', SENTINELS: '127.0.0.1'}
  const refused = () =>
    runCommand('sh', [script], {env: {...env, SENTINEL_PORT: String(port + 10)}, timeoutMs: 30_000})
  // The sentinel knows the priority once it has asked for it.
  await eventually(refused, {
    withinMs: 20_000,
    message: 'the failover is not refused',
    until: ({stdout}) => /NOGOODSLAVE/.test(stdout),
  })
  const {stdout} = await runCommand(cli, ['-p', String(port), 'SET', 'a', '1'], {timeoutMs: 2000})
  expect(stdout.trim()).toBe('OK')
})

/** Writes one key after the other, until an answer stays out or is an error. */
async function keepWriting(port: number) {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let sent = 0
  let acknowledged = 0
  // Keys of one slot, which this master need not have: those of a cluster that go elsewhere are answered MOVED.
  const next = () => socket.write(`SET {${tag}}${sent++} 1\r\n`)
  let tag = 0
  socket.on('data', (data) => {
    const answer = data.toString()
    if (answer.startsWith('+OK')) acknowledged += 1
    else if (answer.startsWith('-MOVED') && acknowledged === 0) tag += 1
    else return
    next()
  })
  socket.on('error', () => undefined)
  next()
  return {
    acknowledged: () => acknowledged,
    stop: () => {
      socket.destroy()
      return acknowledged
    },
  }
}
