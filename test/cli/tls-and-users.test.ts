// What is held here: with TLS, with users, and with both, everything works as without them; secrets are seen nowhere; and what
// cannot be is said in one sentence.
import {chmodSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {makeCertificates} from '../../src/engine/certificates/make-certificates.ts'
import {eventually} from '../support/eventually.ts'
import {allProcesses} from '../support/processes.ts'
import {describe, expect, expectNothingLeft, type Fixtures, test} from '../support/test.ts'

const ways = ['--tls', '--acl default', '--tls --acl default']

/** An old master that comes back takes a while to be a replica. */
function untilReady(redislab: Fixtures['redislab']) {
  return eventually(async () => (await redislab('status --json')).json(), {
    withinMs: 40_000,
    message: 'it is not ready again',
    until: ({ready}) => ready,
  })
}

describe.for(ways)('up %s', (way) => {
  test('sentinel: a failover under load, and every other command', {timeout: 150_000}, async ({
    redislab,
    home,
  }) => {
    const up = (await redislab(`up 1m2r3s ${way} --json`)).json()
    expect(up.ready).toBe(true)

    const killed = (await redislab('kill master --watch --json')).json()
    expect(killed.failovers[0]).toMatchObject({outcome: 'failed-over'})
    // Replication does not wait: what was acknowledged in the last moment may be lost.
    expect(killed.load.lost).toBeLessThan(killed.load.succeeded)
    expect((await redislab('explain')).stdout).toContain('took over from n1')
    expect((await redislab('start n1 --json')).exitCode).toBe(0)
    await untilReady(redislab)

    const env = (await redislab('env --json')).json()
    const uses = {tls: way.includes('--tls'), acl: way.includes('--acl')}
    expect(env.REDIS_URL).toMatch(uses.tls ? /^rediss:/ : /^redis:/)
    expect(env.REDIS_USERNAME).toBe(uses.acl ? 'client' : undefined)
    expect(env.REDIS_TLS_CA).toBe(uses.tls ? path.join(home, 'default', 'tls', 'ca.crt') : undefined)
    expect((await redislab('cli master --json -- ACL WHOAMI')).json().stdout).toBe(
      uses.acl ? 'redislab' : 'default',
    )
    expect((await redislab('cli s1 --json -- PING')).json().stdout).toBe('PONG')

    const load = (await redislab('load acked-writes --for 500ms --json')).json()
    expect(load).toMatchObject({failed: 0, lost: 0})
    expect((await redislab('failover --watch --json')).exitCode).toBe(0)
    await untilReady(redislab)
    expect((await redislab('reset --json')).exitCode).toBe(0)
    const {masters, ready} = (await redislab('status --json')).json()
    expect({ready, master: masters[0].instance}).toEqual({ready: true, master: 'n1'})
    expect((await redislab('add --replica-of master --json')).json().added.name).toBe('n4')
    expect((await redislab('timeline --json')).exitCode).toBe(0)
    expect((await redislab('down --json')).json().deployments).toEqual([{name: 'default', ended: 7}])
    expectNothingLeft(home)
  })
})

test('a cluster with TLS and users: failover, slots that move, nodes that come and go', {
  timeout: 120_000,
}, async ({redislab, clusterPort}) => {
  const up = `up 3m3r --cluster --tls --acl default --port ${clusterPort} --json`
  expect((await redislab(up)).json().ready).toBe(true)
  const killed = (await redislab('kill shard:1/master --watch --json')).json()
  expect(killed.failovers[0]).toMatchObject({outcome: 'failed-over'})
  expect(killed.load.lost).toBeLessThan(killed.load.succeeded)
  expect((await redislab('start n1 --json')).exitCode).toBe(0)
  await untilReady(redislab)

  const {REDIS_CLUSTER_NODES: nodes} = (await redislab('env --json')).json()
  expect(nodes.split(',')).toHaveLength(6)
  // A key that is there moves with its slot: the source logs in to the target.
  await redislab('cli slot:12182 -- SET foo bar')
  const moved = (await redislab('reshard 12182 --to shard:2 --json')).json()
  expect(moved).toMatchObject({moves: [{moved: '12182', keys: 1}]})
  expect((await redislab('cli key:foo -- GET foo')).stdout).toBe('bar\n')
  expect((await redislab('add --replica-of shard:3 --json')).json().added.role).toBe('replica')
  expect((await redislab('remove n7 --json')).exitCode).toBe(0)
})

test('links that are cut, with TLS and users: the relay passes on what it cannot read', async ({
  redislab,
}) => {
  expect((await redislab('up 1m2r3s --tls --acl default --links --json')).json().ready).toBe(true)
  const cut = await redislab('partition n1,s1 --from n2,n3,s2,s3 --watch --json')
  expect(cut.json().failovers[0]).toMatchObject({outcome: 'failed-over'})
  expect((await redislab('heal --json')).exitCode).toBe(0)
  const healed = await eventually(async () => (await redislab('status --json')).json(), {
    withinMs: 40_000,
    message: 'n1 did not follow the new master',
    until: ({ready, instances}) => ready && instances[0].role === 'replica',
  })
  expect(healed.masters[0].claimedBy).toHaveLength(1)
})

test('no secret is in a command line, an output or a journal, and no file is readable by others', async ({
  redislab,
  home,
}) => {
  const outputs = [await redislab('up 1m1r1s --tls --acl default --json')]
  const commandLines = allProcesses().map(({commandLine}) => commandLine)
  outputs.push(
    await redislab('status --json'),
    await redislab('kill n2 --json'),
    await redislab('start n2 --json'),
  )
  outputs.push(await redislab('timeline --json'), await redislab('logs --json'), await redislab('ls --json'))
  const record = JSON.parse(readFileSync(path.join(home, 'default', 'deployment.json'), 'utf8'))
  const {admin, sentinel, replica, client} = record.acl
  const secrets = [admin, sentinel, replica, client].map(({password}) => password)
  secrets.push(record.sentinelPassword, record.tls.key.split('\n')[1])
  expect(new Set(secrets).size).toBe(6)
  const journal = readFileSync(path.join(home, 'default', 'journal.jsonl'), 'utf8')
  for (const secret of secrets) {
    for (const {stdout, stderr} of outputs) expect(stdout + stderr).not.toContain(secret)
    expect(commandLines.filter((line) => line.includes(secret))).toEqual([])
    expect(journal).not.toContain(secret)
    expect(record.acl.file).not.toContain(secret)
  }
  const files = ['', 'deployment.json', 'tls/ca.crt', 'tls/redis.crt', 'tls/redis.key', 'n1/users.acl']
  const modes = files.map((name) => statSync(path.join(home, 'default', name)).mode & 0o077)
  expect(modes).toEqual(files.map(() => 0))
})

test('sentinels and replicas have the rights that the documentation lists, and no others', async ({
  redislab,
}) => {
  await redislab('up 1m1r1s --acl default')
  const list = (await redislab('cli n1 --json -- ACL LIST')).json().stdout
  const rights = (name: string) =>
    new RegExp(`user ${name} .*`)
      .exec(list)?.[0]
      .split(' ')
      .filter((word) => word.startsWith('+')) ?? []
  expect(rights('replica-user')).toEqual(expect.arrayContaining(['+psync', '+replconf', '+ping']))
  expect(rights('replica-user')).toHaveLength(3)
  expect(rights('sentinel-user')).toEqual(expect.arrayContaining(['+slaveof', '+info', '+ping', '+exec']))
  expect(rights('sentinel-user')).not.toContain('+@all')
  expect(list).toMatch(/user default off/)
  expect((await redislab('cli n1 --json -- ACL LOG')).json().stdout).toBe('')
})

describe('users of a file', () => {
  const write = (home: string, text: string) => {
    mkdirSync(path.join(home, '.acl'), {recursive: true})
    const file = path.join(home, '.acl', 'users.acl')
    writeFileSync(file, text)
    return file
  }

  test('applications come as the first who has a password, and passwords become hashes', async ({
    redislab,
    home,
  }) => {
    const file = write(home, '# users\nuser app on >s3cr3t-of-app ~app:* +@read +@write +ping +info\n')
    const up = await redislab(`up 1m1r1s --acl ${file} --json`)
    expect(up.json().ready).toBe(true)
    const env = (await redislab('env --json')).json()
    expect(env).toMatchObject({REDIS_USERNAME: 'app', REDIS_PASSWORD: 's3cr3t-of-app'})
    const copy = readFileSync(path.join(home, 'default', 'n1', 'users.acl'), 'utf8')
    expect(copy).toMatch(/^user app on #[0-9a-f]{64} ~app:\* \+@read/m)
    expect(copy).not.toContain('s3cr3t-of-app')
    const asApp = (command: string) =>
      redislab(`cli n1 --json -- -u ${env.REDIS_URL} --no-auth-warning ${command}`)
    expect((await asApp('SET app:1 x')).json().stdout).toBe('OK')
    expect((await asApp('SET other:1 x')).json().stdout).toContain('NOPERM')
  })

  test('a user of sentinels whose password nobody knows keeps its rights, and gets a password', async ({
    redislab,
    home,
  }) => {
    const hash = 'a'.repeat(64)
    const file = write(
      home,
      `user sentinel-user on #${hash} allchannels +@all\nuser default on nopass ~* &* +@all\n`,
    )
    expect((await redislab(`up 1m1r1s --acl ${file} --json`)).json().ready).toBe(true)
    const list = (await redislab('cli n1 --json -- ACL LIST')).json().stdout
    expect(list).toMatch(new RegExp(`user sentinel-user on .*#${hash}.* \\+@all`))
    // The default user needs no password, so neither do applications.
    expect((await redislab('env --json')).json()).not.toHaveProperty('REDIS_USERNAME')
  })

  test('one that lets somebody in without a password is refused for an open address', async ({
    redislab,
    home,
  }) => {
    const file = write(home, 'user app on >secret ~* +@all\nuser default on nopass ~* +@all\n')
    const {exitCode, stderr} = await redislab(`up 1m --host 10.9.8.7 --acl ${file}`)
    expect(stderr).toContain('--host 10.9.8.7 would be open to the network: ')
    expect(stderr).toContain('lets the user default in without a password')
    expect(exitCode).toBe(2)
  })

  test('reset gives users back what was taken from them', async ({redislab}) => {
    await redislab('up 1m1r1s --acl default')
    await redislab('cli n1 -- ACL SETUSER sentinel-user -slaveof')
    await redislab('cli n1 -- ACL SAVE')
    expect((await redislab('reset --json')).exitCode).toBe(0)
    const said = (await redislab('cli n1 --json -- ACL LIST')).json().stdout
    expect(said).toMatch(/user sentinel-user .*\+slaveof/)
  })

  test.for([
    ['user app on >a\nusr b on >b', 'line 2: it is not a user'],
    ['user redislab on >a +@all', "line 1: the user redislab is redislab's own"],
    ['user app on >a\n\nuser app on >b', 'line 3: the user app stands there twice'],
  ])('what is no ACL file is refused: %j', async ([text = '', problem], {redislab, home}) => {
    const {exitCode, stderr} = await redislab(`up 1m --acl ${write(home, text)}`)
    expect(stderr).toContain(problem)
    expect(stderr).not.toMatch(/>a|>b/)
    expect(exitCode).toBe(2)
  })

  test('a file that is not there is refused', async ({redislab}) => {
    const {exitCode, stderr} = await redislab('up 1m --acl /nowhere/users.acl')
    expect(stderr).toContain('--acl /nowhere/users.acl: it cannot be read')
    expect(exitCode).toBe(2)
  })
})

test('a server whose certificate is of another CA is named in one sentence', async ({redislab, home}) => {
  await redislab('up 1m1r --tls --json')
  const other = await makeCertificates([])
  const folder = path.join(home, 'default', 'n2')
  const files = {'tls-ca-cert-file': other.ca, 'tls-cert-file': other.certificate, 'tls-key-file': other.key}
  for (const [name, pem] of Object.entries(files)) writeFileSync(path.join(folder, name), pem, {mode: 0o600})
  const words = Object.keys(files).flatMap((name) => [name, path.join(folder, name)])
  const set = await redislab(`cli n2 --json -- CONFIG SET ${words.join(' ')}`)
  expect(set.json().stdout).toBe('OK')
  const {instances} = (await redislab('status --json')).json()
  expect(instances[1].problem).toBe('its certificate is not of the CA of this deployment')
  expect((await redislab('status')).stdout).toContain('its certificate is not of the CA of this deployment')
})

test('a server that was built without TLS is refused in one sentence', async ({redislab, home}) => {
  const folder = path.join(home, '.server')
  mkdirSync(folder)
  const file = path.join(folder, 'redis-server')
  const said = 'Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64 build=0'
  const refusal = 'Failed finding TLS support'
  writeFileSync(
    file,
    `#!/bin/sh\ncase "$1" in --version) echo "${said}";; *) echo "${refusal}"; exit 1;; esac\n`,
  )
  chmodSync(file, 0o755)
  const {exitCode, stderr} = await redislab(`up 1m --tls --server ${file}`)
  expect(stderr).toContain(`✖ ${file} is redis 7.0.15 built without TLS, which --tls needs.`)
  expect(exitCode).toBe(3)
  expectNothingLeft(home)
})
