// Hypotheses: from one address of a deployment that somebody else brought up, all of it is found and told, with TLS and ACL users,
// too; nothing but commands that read is sent to it; no password is kept; what would change it is refused.
import {execFile} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {gunzipSync} from 'node:zlib'
import type {Tls} from '../../src/core/config/access.ts'
import {isReadOnly} from '../../src/core/redis/read-only-commands.ts'
import {makeCertificates} from '../../src/engine/certificates/make-certificates.ts'
import {Connection} from '../../src/engine/redis/connection.ts'
import {eventually} from '../support/eventually.ts'
import {PlainDeployment, rightsToRead} from '../support/plain-deployment.ts'
import {describe, expect, test} from '../support/test.ts'

const secrets = {server: 'Tr0ub4dor-server', reader: 'c0rrect-horse-reader', sentinel: 'st4ple-sentinel'}

interface Live {
  readonly sentinels: readonly number[]
  readonly env: Readonly<Record<string, string>>
}

/** A master, a replica and three sentinels with TLS and users, by confs as people write them. */
async function startSentinels(
  deployment: PlainDeployment,
  folder: string,
  tls: Tls,
  port: number,
): Promise<Live> {
  const file = (name: string, text: string) => {
    const own = path.join(folder, name)
    writeFileSync(own, text, {mode: 0o600})
    return own
  }
  const ca = file('ca.crt', tls.ca)
  const certificates = [
    `tls-cert-file ${file('redis.crt', tls.certificate)}`,
    `tls-key-file ${file('redis.key', tls.key)}`,
    `tls-ca-cert-file ${ca}`,
    'tls-auth-clients no',
    'tls-replication yes',
  ]
  const server = [
    ...certificates,
    `requirepass ${secrets.server}`,
    `masterauth ${secrets.server}`,
    `user reader on >${secrets.reader} &* ${rightsToRead('redis')}`,
  ]
  await deployment.start(port, [...server, 'save 3600 1'])
  await deployment.start(port + 1, [...server, 'save 3600 1', `replicaof 127.0.0.1 ${port}`])
  const sentinels = [port + 10, port + 11, port + 12]
  await Promise.all(
    sentinels.map((own) =>
      deployment.start(
        own,
        [
          ...certificates,
          `requirepass ${secrets.server}`,
          `sentinel sentinel-pass ${secrets.server}`,
          `user reader on >${secrets.sentinel} &* ${rightsToRead('sentinel')}`,
          `sentinel monitor mymaster 127.0.0.1 ${port} 2`,
          `sentinel auth-pass mymaster ${secrets.server}`,
          'sentinel down-after-milliseconds mymaster 1000',
          'sentinel failover-timeout mymaster 10000',
        ],
        'sentinel',
      ),
    ),
  )
  for (const own of sentinels)
    await eventually(() => deployment.call(own, 'SENTINEL', 'CKQUORUM', 'mymaster').then(String, String), {
      withinMs: 15_000,
      message: 'the sentinels do not find each other',
      until: (said) => said.startsWith('OK 3'),
    })
  const env = {
    REDIS_TLS_CA: ca,
    REDIS_USERNAME: 'reader',
    REDIS_PASSWORD: secrets.reader,
    REDIS_SENTINEL_USERNAME: 'reader',
    REDIS_SENTINEL_PASSWORD: secrets.sentinel,
  }
  return {sentinels, env}
}

/** As ACL LIST shows it. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** What does not depend on where and when something was read. */
function comparable({findings, notExamined, instances}: Diagnosed) {
  const bare = (text: string) => text.replaceAll(/prod\.tgz!replies\/|\.txt$/g, '')
  return {
    notExamined,
    findings: findings.map(({evidence, ...rest}) => ({
      ...rest,
      title: rest.title.replace(/\blag \d+/, 'lag'),
      // Counters and times went on.
      evidence: evidence.map(({path: file}) => bare(path.basename(file))),
    })),
    instances: instances.map(({name, kind, addresses, ids, versions}) => ({
      name,
      kind,
      addresses,
      ids,
      versions,
    })),
  }
}

interface Diagnosed {
  readonly findings: readonly {
    readonly title: string
    readonly evidence: readonly {readonly path: string}[]
  }[]
  readonly notExamined: unknown
  readonly instances: readonly {
    name: string
    kind: string
    addresses: unknown
    ids: unknown
    versions: unknown
  }[]
}

/** No file under a folder holds one of the secrets. */
async function expectNoSecret(folder: string): Promise<void> {
  for (const secret of Object.values(secrets)) {
    const found = await promisify(execFile)('grep', ['-rlF', secret, folder]).then(
      ({stdout}) => stdout,
      ({code}: {code: number}) => `grep ended with ${code}`,
    )
    expect(found).toBe('grep ended with 1')
  }
}

describe('a deployment with sentinels, TLS and users that plain confs brought up', () => {
  test('opened from one sentinel', {timeout: 90_000}, async ({redislab, home, port}) => {
    const folder = path.join(home, '.elsewhere')
    mkdirSync(folder)
    const tls = await makeCertificates(['127.0.0.1'])
    await using deployment = await PlainDeployment.make(folder, {tls, password: secrets.server})
    const {sentinels, env} = await startSentinels(deployment, folder, tls, port)
    const opened = await redislab(`open sentinels://127.0.0.1:${sentinels[0]} --name prod --json`, {env})
    expect(opened.stderr).toBe('')
    expect(opened.json()).toMatchObject({topology: '1m1r3s', mode: 'sentinel'})
    for (const {lines, read} of opened.json().sources) expect(read).toBe(lines)

    const status = (await redislab('status --name prod --json', {env})).json()
    expect(status).toMatchObject({ready: true, notReady: []})
    expect(status.masters[0]).toMatchObject({instance: `127.0.0.1:${port}`, quorum: 2, sentinelsAgree: true})

    const diagnosis = (await redislab('diagnose --name prod --json', {env})).json()
    // Two servers on one machine, and so on: risks are true here. Nothing is broken.
    expect(diagnosis.findings.filter(({severity}: {severity: string}) => severity === 'cause')).toEqual([])

    const bundle = path.join(home, 'prod.tgz')
    const collected = (await redislab(`collect --name prod --out ${bundle} --json`, {env})).json()
    expect(collected.instances.map(({refused}: {refused: unknown}) => refused)).toEqual([[], [], [], [], []])
    await redislab(`open ${bundle} --name later`)
    const later = (await redislab('diagnose --name later --json')).json()
    expect(comparable(later)).toEqual(comparable(diagnosis))
    const packed = gunzipSync(readFileSync(bundle)).toString('latin1')
    for (const secret of [...Object.values(secrets), ...Object.values(secrets).map(hashOf)])
      expect(packed).not.toContain(secret)
    expect(packed).toContain('not in here: passwords')

    // A user with the rights of the allow-list was enough: nobody was denied anything.
    for (const own of [port, port + 1, ...sentinels])
      expect(await deployment.call(own, 'ACL', 'LOG')).toEqual([])
    await expectNoSecret(path.join(home, 'prod'))

    let follower = 0
    const followed = redislab('timeline --follow --jsonl --name prod', {
      env,
      onStart: (pid) => (follower = pid),
    })
    const listening = / user=reader /
    // Of two that look at the same time one writes.
    let beside = 0
    const lookedAt = redislab('timeline --follow --jsonl --name prod', {
      env,
      onStart: (pid) => (beside = pid),
    })
    for (const own of sentinels)
      await eventually(() => deployment.call(own, 'CLIENT', 'LIST').then(String), {
        withinMs: 20_000,
        message: 'nobody listens to the sentinels',
        until: (clients) => clients.split('\n').some((line) => / psub=1 /.test(line) && listening.test(line)),
      })
    deployment.kill(port)
    for (const own of sentinels)
      await eventually(
        () => deployment.call(own, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster').then(String),
        {
          withinMs: 30_000,
          message: 'there is no failover',
          until: (address) => address === `127.0.0.1,${port + 1}`,
        },
      )
    await eventually(() => readFileSync(path.join(home, 'prod', 'journal.jsonl'), 'utf8'), {
      withinMs: 15_000,
      message: 'nobody notes that the master is gone',
      until: (text) => text.includes(`"probe-silent","instance":"127.0.0.1:${port}"`),
    })
    const log = path.join(home, 'prod', `127.0.0.1:${port + 1}`, 'redis.log')
    await eventually(() => existsSync(log) && readFileSync(log, 'utf8'), {
      withinMs: 15_000,
      message: 'the new role is not seen',
      until: (text) => String(text).includes('MASTER MODE'),
    })
    process.kill(follower, 'SIGINT')
    process.kill(beside, 'SIGINT')
    expect((await lookedAt).stdout).toContain('+switch-master')
    const heard = readFileSync(path.join(home, 'prod', `127.0.0.1:${sentinels[0]}`, 'sentinel.log'), 'utf8')
    expect(heard.match(/\+switch-master/g)).toHaveLength(1)
    expect((await followed).stdout).toContain('+switch-master')
    const entries = (await redislab('timeline --jsonl --name prod')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as {event?: {kind: string}; instance: string})
    const has = (kind: string, instance?: number) =>
      entries.some(
        (it) =>
          it.event?.kind === kind && (instance === undefined || it.instance === `127.0.0.1:${instance}`),
      )
    expect(has('probe-silent', port)).toBe(true)
    expect(has('master-mode-enabled', port + 1)).toBe(true)
    for (const own of sentinels) expect(has('+switch-master', own)).toBe(true)
    const explained = (await redislab('explain --name prod')).stdout
    expect(explained).toContain(`127.0.0.1:${port + 1} took over from 127.0.0.1:${port}.`)
    expect(explained).not.toContain('by a client')
    const after = (await redislab('status --name prod --json', {env})).json()
    expect(after.instances[0]).toMatchObject({state: 'unreachable', problem: 'connection refused'})
    expect(after.masters[0].instance).toBe(`127.0.0.1:${port + 1}`)

    const refused = await redislab('kill master --name prod', {env})
    expect(refused.exitCode).toBe(4)
    expect(refused.stderr).toContain(
      '"prod" runs elsewhere, and redislab did not start it: it only reads it.',
    )
    const without = await redislab('status --name prod --json')
    expect(without.json().instances[1].problem).toContain('NOAUTH')
  })
})

describe('a cluster that plain confs brought up', () => {
  test('is found from one node, and only read', {timeout: 90_000}, async ({redislab, home, clusterPort}) => {
    await using deployment = await PlainDeployment.make(path.join(home, '.elsewhere'))
    const ports = [clusterPort, clusterPort + 1, clusterPort + 2]
    for (const own of ports)
      await deployment.start(own, ['cluster-enabled yes', 'save ""', 'cluster-node-timeout 2000'])
    const slots = [
      [0, 5460],
      [5461, 10_922],
      [10_923, 16_383],
    ] as const
    for (const [index, own] of ports.entries()) {
      const [first, last] = slots[index] ?? [0, 0]
      const range = Array.from({length: last - first + 1}, (_, number) => String(first + number))
      await deployment.call(own, 'CLUSTER', 'ADDSLOTS', ...range)
      await deployment.call(own, 'CLUSTER', 'SET-CONFIG-EPOCH', String(index + 1))
      if (index > 0) await deployment.call(own, 'CLUSTER', 'MEET', '127.0.0.1', String(clusterPort))
    }
    for (const own of ports)
      await eventually(() => deployment.call(own, 'CLUSTER', 'INFO').then(String), {
        withinMs: 20_000,
        message: 'the cluster does not come up',
        until: (info) => /cluster_state:ok/.test(info) && /cluster_known_nodes:3/.test(info),
      })

    const seen: string[] = []
    using monitor = await Connection.open(
      {host: '127.0.0.1', port: clusterPort},
      {onMessage: (line) => seen.push(String(line))},
    )
    await monitor.call('MONITOR')
    const before = await commandsOf(deployment, ports)
    const opened = await redislab(`open redis://127.0.0.1:${clusterPort} --name shards --json`)
    expect(opened.json()).toMatchObject({topology: '3m', mode: 'cluster'})
    const status = (await redislab('status --name shards --json')).json()
    expect(status.masters.map(({shard}: {shard: {slots: string}}) => shard.slots).toSorted()).toEqual([
      '0-5460',
      '10923-16383',
      '5461-10922',
    ])
    await redislab('diagnose --name shards --json')
    const after = await commandsOf(deployment, ports)
    const sent = [...after]
      .filter(([command, calls]) => calls > (before.get(command) ?? 0))
      .map(([name]) => name)
    expect(sent.length).toBeGreaterThan(5)
    for (const command of sent) expect(isReadOnly([...command.split('|'), 'x']), command).toBe(true)
    expect(seen.length).toBeGreaterThan(10)
    for (const line of seen) {
      const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = '']) => word)
      expect(isReadOnly(words), line).toBe(true)
    }
  })
})

/** How often each command was called, on all nodes together. */
async function commandsOf(deployment: PlainDeployment, ports: readonly number[]) {
  const counts = new Map<string, number>()
  for (const own of ports)
    for (const [, name = '', calls] of String(await deployment.call(own, 'INFO', 'commandstats')).matchAll(
      /cmdstat_([^:]+):calls=(\d+)/g,
    ))
      counts.set(name, (counts.get(name) ?? 0) + Number(calls))
  return counts
}
