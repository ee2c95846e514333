// What is held here: the scripts of a container. A probe ends no server that answers, and a replica is ready once it has the data of its
// master; a node of a cluster never starts from a file with names in place of addresses.
import {chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {runCommand} from '../../src/engine/host/run-command.ts'
import {expect, test} from '../support/test.ts'

const scripts = path.resolve('templates/manifests')

test('health.sh: who is alive, and who is ready', {timeout: 60_000}, async ({redislab, port}) => {
  const up = (await redislab(`up 1m1r --port ${port} --json`)).json()
  const cli = up.server.path.replace(/-server$/, '-cli')
  const probe = async (what: 'live' | 'ready', at: number) => {
    const env = {CLI: cli, KIND: 'redis', PORT: String(at)}
    return (await runCommand('sh', [path.join(scripts, 'health.sh'), what], {env})).exitCode === 0
  }
  const health = async (at: number) => ({live: await probe('live', at), ready: await probe('ready', at)})
  expect(await health(port)).toEqual({live: true, ready: true})
  expect(await health(port + 1)).toEqual({live: true, ready: true})
  // The connection of its replica is one too many already.
  await runCommand(cli, ['-p', String(port), 'CONFIG', 'SET', 'maxclients', '1'])
  expect(await health(port)).toEqual({live: true, ready: false})
  await redislab('kill n1')
  expect(await health(port)).toEqual({live: false, ready: false})
  expect(await health(port + 1)).toEqual({live: true, ready: false})
})

test('prepare.sh: a first start needs all addresses, and a later one keeps those it had', async ({home}) => {
  const at = (name: string) => path.join(home, '.containers', name)
  for (const folder of ['data', 'confs', 'bin']) mkdirSync(at(folder), {recursive: true})
  const program = (name: string, text: string) => {
    writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${text}\n`)
    chmodSync(at(`bin/${name}`), 0o755)
  }
  program('sleep', '')
  program('getent', `grep "^[^ ]* $2\\$" ${at('hosts')}`)
  const text = readFileSync(path.join(scripts, 'prepare.sh'), 'utf8')
  writeFileSync(
    at('prepare.sh'),
    text.replaceAll('/data/', `${at('data')}/`).replaceAll('/confs/', `${at('confs')}/`),
  )
  writeFileSync(at('confs/redis.conf'), 'port 6379\n')
  writeFileSync(at('confs/nodes.conf'), 'a1 n1:6379@16379 myself,master -\nb2 n2:6379@16379 slave a1\n')
  writeFileSync(at('confs/nodes.txt'), 'a1 n1\nb2 n2\n')
  const prepare = async (hosts: string) => {
    writeFileSync(at('hosts'), hosts)
    const env = {KIND: 'redis', INSTANCE: 'n1', PATH: `${at('bin')}:/usr/bin:/bin`}
    return (await runCommand('sh', [at('prepare.sh')], {env})).exitCode
  }
  const nodes = at('data/nodes.conf')
  expect(await prepare('10.0.0.1 n1\n')).toBe(1)
  expect(existsSync(nodes)).toBe(false)
  expect(await prepare('10.0.0.1 n1\n10.0.0.2 n2\n')).toBe(0)
  expect(readFileSync(nodes, 'utf8')).toBe(
    'a1 10.0.0.1:6379@16379 myself,master -\nb2 10.0.0.2:6379@16379 slave a1\n',
  )
  expect(await prepare('10.0.0.9 n1\n')).toBe(0)
  expect(readFileSync(nodes, 'utf8')).toContain('a1 10.0.0.9:6379@16379')
  expect(readFileSync(nodes, 'utf8')).toContain('b2 10.0.0.2:6379@16379')
})
