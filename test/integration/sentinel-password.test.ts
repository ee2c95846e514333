// What is held here: with a password the sentinels have one, too, so that nobody else can point them at a server of theirs
// and be sent it; it may be another one, or none; and everything works with each of the three.
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {Redis} from 'ioredis'
import {Connection} from '../../src/engine/redis/connection.ts'
import {startDeployment} from '../../src/index.ts'
import {describe, expect, test} from '../support/test.ts'

const hello = (port: number) => `127.0.0.1,${port},${'a'.repeat(40)},99,mymaster,127.0.0.1,${port},99`

test('a stranger can make no sentinel send the password somewhere, fail over or end', async ({
  home,
  port,
}) => {
  await using lab = await startDeployment('1m2r3s', {
    home,
    port,
    sentinelPort: port + 10,
    password: 'tr0ub4dor',
  })
  for (const sentinel of lab.sentinels) {
    using stranger = await Connection.open(sentinel)
    for (const [command, ...args] of [
      ['PUBLISH', '__sentinel__:hello', hello(port + 19)],
      ['SENTINEL', 'MONITOR', 'other', '127.0.0.1', String(port + 19), '1'],
      ['SENTINEL', 'FAILOVER', 'mymaster'],
      ['SENTINEL', 'MASTERS'],
      ['SHUTDOWN', 'NOSAVE'],
    ] as const) {
      await expect(stranger.call(command, ...args), command).rejects.toThrow(/^NOAUTH/)
    }
  }
  expect(lab.sentinelPassword).toBe('tr0ub4dor')
})

describe('through a failover, restarts and a reset', () => {
  test.for([
    ['the same', undefined, `da't"a $x`],
    ['another', 'of $entinels "\'\\', 'of $entinels "\'\\'],
    ['none', 'none', undefined],
  ] as const)(
    'with sentinels that have %s',
    {timeout: 180_000},
    async ([, sentinelPassword, expected], {home, port}) => {
      await using lab = await startDeployment('1m2r3s', {
        home,
        port,
        sentinelPort: port + 10,
        password: `da't"a $x`,
        sentinelPassword,
      })
      expect(lab.sentinelPassword).toBe(expected)
      expect((await lab.env())['REDIS_SENTINEL_PASSWORD']).toBe(expected)
      const client = new Redis({...lab.ioredisOptions(), sentinelRetryStrategy: () => 50})
      client.on('error', () => {})
      expect(await client.set('city', 'Oslo')).toBe('OK')

      await lab.kill('master')
      const {newMaster, outcome} = await lab.awaitFailover()
      expect(outcome).toBe('failed-over')
      // They have rewritten their confs by now, and must be able to read them.
      await lab.restart('sentinels')
      await lab.start('n1')
      expect((await lab.master()).name).toBe(newMaster)
      await lab.reset()
      const {masters, ready} = await lab.status()
      expect(ready).toBe(true)
      expect(masters[0]).toMatchObject({instance: 'n1', sentinelsAgree: true})
      client.disconnect()
      const another = new Redis(lab.ioredisOptions())
      expect(await another.set('city', 'Bergen')).toBe('OK')
      another.disconnect()
    },
  )
})

test('what the CLI, loads and labs say to sentinels, they say with the password', async ({
  redislab,
  home,
}) => {
  const up = ['up', '1m2r3s', '--password', 'data', '--sentinel-password', 'other', '--json']
  expect((await redislab('', {args: up})).json().ready).toBe(true)
  expect((await redislab('cli s1 --json -- PING')).json().stdout).toBe('PONG')
  expect((await redislab('status --json')).json().masters[0].sentinelsAgree).toBe(true)
  const load = await redislab('load acked-writes --for 1s --json')
  expect(load.json().acknowledged).toBeGreaterThan(0)
  const script = 'redis-cli -p "${REDIS_SENTINELS##*:}" --no-auth-warning -a "$REDIS_SENTINEL_PASSWORD" PING'
  expect((await redislab('', {args: ['exec', '--', 'sh', '-c', script]})).stdout).toBe('PONG\n')
  const refused = 'redis-cli -p "${REDIS_SENTINELS##*:}" --no-auth-warning -a "$REDIS_PASSWORD" PING'
  expect((await redislab('', {args: ['exec', '--', 'sh', '-c', refused]})).stdout).toMatch(/NOAUTH/)
  expect(readFileSync(path.join(home, 'default/s1/sentinel.conf'), 'utf8')).toContain('auth-pass mymaster')
})

test('a lab speaks to sentinels that have a password of their own', {timeout: 180_000}, async ({
  redislab,
}) => {
  const lab = await redislab('exec --lab failover --password data --sentinel-password other -- true')
  expect(lab.stderr).not.toContain('NOAUTH')
  expect(lab.exitCode).toBe(0)
})

test('sentinels that the network reaches have a password, or stay on loopback', async ({redislab}) => {
  const {stderr, exitCode} = await redislab('up 1m1s --host 10.1.2.3 --password x --sentinel-password none')
  expect(stderr).toContain(
    '✖ --host 10.1.2.3 would be open to the network, with sentinels that ask for no password.',
  )
  expect(exitCode).toBe(2)
})
