// What is held here: redislab serve fault-injector does to real deployments what the scenario tests of clients ask for, refuses what only
// another product has, answers no page of a browser, and leaves nothing when it ends.
import {spawn} from 'node:child_process'
import {readFile, stat} from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import process from 'node:process'
import {createInterface} from 'node:readline'
import {Cluster, Redis} from 'ioredis'
import {eventually} from '../support/eventually.ts'
import {expect, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

/** Runs it until it is disposed of, as Ctrl-C ends it. */
async function serve(home: string, words: readonly string[]) {
  const child = spawn(process.execPath, [program, 'serve', 'fault-injector', ...words], {
    env: {...process.env, REDISLAB_HOME: home, NODE_ENV: undefined, NO_COLOR: '1'},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text
  })
  const first = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve)
    child.on('close', () => reject(new Error(stderr)))
  })
  const url = first.replace('FAULT_INJECTION_API_URL=', '')
  return {
    url,
    /** Does an action as a suite does: asks for it, and looks how it stands until it has ended. */
    async act(type: string, parameters: object = {}) {
      const {action_id} = await ask('POST', '/action', {type, parameters})
      return eventually(() => ask('GET', `/action/${action_id}`), {
        withinMs: 50_000,
        message: `${type} goes on`,
        until: ({status}) => status !== 'running',
      })
    },
    ask,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGINT')
      expect(await ended, stderr).toBe(130)
    },
  }

  async function ask(method: string, at: string, body?: object) {
    const response = await fetch(`${url}${at}`, {
      method,
      headers: {'content-type': 'application/json'},
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    })
    // biome-ignore lint/suspicious/noExplicitAny: the answer of a server, into which a test looks freely.
    return (await response.json()) as any
  }
}

const cluster = {name: 'tests', shards_count: 3, replication: true, oss_cluster: true, memory_size: 1_000_000}

test('a suite makes a cluster, fails its shards, and ends it', async ({redislab, home, port}) => {
  await using served = await serve(home, ['--port', String(port)])
  const {status, output} = await served.act('create_database', {cluster_index: 0, database_config: cluster})
  expect(status).toBe('success')
  const [{dns_name: host, port: first}] = output.raw_endpoints
  const client = new Cluster([{host, port: first}], {lazyConnect: true})
  // Connections are cut on purpose.
  client.on('error', () => undefined)
  await client.connect()
  await client.set('key', 'before')
  const bdb_id = String(output.bdb_id)
  const masters = async () =>
    new Set(
      String(await client.cluster('NODES'))
        .split('\n')
        .filter((line) => / (myself,)?master /.test(line)),
    )
  const before = await masters()
  const failover = await served.act('failover', {bdb_id, cluster_index: 0})
  expect(failover).toMatchObject({status: 'success', error: null})
  expect(failover.output.masters.map(({instance}: {instance: string}) => instance)).toContain('n4')
  expect(await masters()).not.toEqual(before)
  const shard = await served.act('shard_failure', {bdb_id, shard_id: 2})
  expect(shard).toMatchObject({status: 'success'})
  expect(shard.output.masters.map(({instance}: {instance: string}) => instance)).toContain('n5')
  expect(await served.act('proxy_failure', {bdb_id, action: 'restart'})).toMatchObject({status: 'success'})
  expect(await served.act('slot_migrate', {bdb_id})).toMatchObject({status: 'success', output: {slots: 100}})
  await expect.poll(() => client.get('key'), {timeout: 10_000}).toBe('before')
  client.disconnect()
  expect(await served.act('delete_database', {bdb_id})).toMatchObject({status: 'success'})
  expect((await redislab('ls --json')).json().deployments).toEqual([])
})

test('a database that is no cluster has one address, which leads to the master of the moment', async ({
  redislab,
  home,
  port,
}) => {
  await redislab(`up 1m1r3s --timing fast --port ${port} --sentinel-port ${port + 10} --password auto`)
  const file = path.join(home, 'endpoints.json')
  await using served = await serve(home, [
    '--port',
    String(port + 20),
    '--endpoints',
    file,
    '--as',
    're-standalone',
  ])
  const {mode} = await stat(file)
  expect(mode & 0o777, 'a password stands in it').toBe(0o600)
  const entry = JSON.parse(await readFile(file, 'utf8'))['re-standalone']
  const [{dns_name: host, port: door}] = entry.raw_endpoints
  const client = new Redis({host, port: door, password: entry.password, maxRetriesPerRequest: null})
  client.on('error', () => undefined)
  await client.set('key', 'kept')
  await expect.poll(() => client.call('WAIT', '1', '100'), {timeout: 5000}).toBe(1)
  expect(await served.act('failover', {bdb_id: entry.bdb_id})).toMatchObject({
    status: 'success',
    output: {masters: [{instance: 'n2'}]},
  })
  await expect.poll(() => client.set('after', '1'), {timeout: 5000}).toBe('OK')
  expect(await client.get('key')).toBe('kept')
  const sequence = [
    {type: 'dmc_restart', params: {bdb_id: entry.bdb_id}},
    {type: 'network_failure', params: {delay: 1}},
  ]
  expect(await served.act('sequence_of_actions', {actions: sequence})).toMatchObject({status: 'success'})
  client.disconnect()
  const refused = await served.act('delete_database', {bdb_id: entry.bdb_id})
  expect(refused).toMatchObject({
    status: 'failed',
    error: expect.stringContaining('was not made by an action'),
  })
})

test('a suite that resets everything ends what it has made', async ({home, port}) => {
  await using served = await serve(home, ['--port', String(port)])
  const single = {name: 'single', replication: false}
  const made = await served.act('create_database', {cluster_index: 0, database_config: single})
  // As the suite of node-redis begins.
  expect(await served.act('reset_cluster', {clean_all_dbs: true})).toMatchObject({
    status: 'success',
    output: {deleted: [made.output.bdb_id]},
  })
})

test('what only another product has is refused in words, and so is a page', async ({home, port}) => {
  await using served = await serve(home, ['--port', String(port)])
  const refused = await served.act('execute_rladmin_command', {rladmin_command: 'status'})
  expect(refused).toMatchObject({
    status: 'failed',
    error: 'An open-source server has no execute_rladmin_command.',
  })
  expect(await served.act('failover', {bdb_id: 7})).toMatchObject({
    status: 'failed',
    error: 'There is no database 7.',
  })
  expect(await served.act('network_failure', {delay: 601})).toMatchObject({
    status: 'failed',
    error: 'network_failure: parameters.delay: a number of seconds from 0 to 600.',
  })
  expect(await served.ask('POST', '/action', {nothing: 1})).toMatchObject({
    error: expect.stringContaining('"type"'),
  })
  expect((await served.ask('GET', '/action')).actions).toContain('shard_failure')
  expect(await served.ask('GET', '/slot-migrate?effect=add')).toEqual({effect: 'add', triggers: []})
  expect(await served.ask('GET', '/action/none')).toMatchObject({error: expect.any(String)})
  expect(await statusOf(served.url, {host: 'evil.example'})).toBe(403)
  expect(await statusOf(served.url, {origin: 'http://evil.example'})).toBe(403)
  expect(await statusOf(served.url, {})).toBe(200)
})

/** Of a request with headers that fetch would not send. */
function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const {hostname, port} = new URL(url)
  return new Promise((resolve, reject) => {
    http
      .get({hostname, port, path: '/action', headers}, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
      .on('error', reject)
  })
}
