import {readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {planOf, type SampleOptions} from '../../../test/support/samples.ts'
import {RedislabError} from '../errors/errors.ts'
import type {Directive} from '../words.ts'
import {checkConfs, hostNamesIn} from './check-confs.ts'
import {renderConfs, type Templates} from './render.ts'

const shipped = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../../templates', name), 'utf8')
const redis = shipped('redis.conf')
const sentinel = shipped('sentinel.conf')
const nextLine = {redis: redis.split('\n').length, sentinel: sentinel.split('\n').length}

interface Case extends SampleOptions {
  readonly topology?: string
  readonly redis?: string
  readonly sentinel?: string
  readonly password?: string
  readonly names?: ReadonlyMap<string, readonly string[]>
}

/** The first sentence of the refusal and its hints; undefined when there is nothing to refuse. */
function refusalOf({topology = '1m2r3s', names = new Map(), password, ...given}: Case) {
  const plan = planOf(topology, given)
  const templates: Templates = {
    redis: {file: 'my/redis.conf', text: given.redis ?? redis},
    sentinel: {file: 'my/sentinel.conf', text: given.sentinel ?? sentinel},
  }
  // The templates of these tests are about other things.
  const access = password === undefined ? {} : {password}
  const drafts = renderConfs(plan, templates, {directoryOf: ({name}) => `/lab/${name}`, access})
  try {
    checkConfs(plan, drafts, {names, access})
    return undefined
  } catch (error) {
    if (!(error instanceof RedislabError)) throw error
    return {code: error.code, message: error.message, suggestions: error.suggestions}
  }
}

const withLine = (kind: 'redis' | 'sentinel', line: string): Case => ({
  [kind]: `${kind === 'redis' ? redis : sentinel}${line}\n`,
})

describe('a conf of a server that matters does it no harm', () => {
  const outside = /names a file outside of the folder of the instance/
  /** Each line as such a conf has it: what redis.conf and sentinel.conf of Redis 6.2 to 8.6 and Valkey 7.2 to 9.1 know. */
  it.each<[kind: 'redis' | 'sentinel', line: string, problem: RegExp]>([
    ['redis', 'dir /var/lib/redis', /another folder/],
    ['redis', 'DIR "/var/lib/redis"', /another folder/],
    ['redis', '"d\\x69r" \'/var/lib/redis\'', /another folder/],
    ['redis', 'dir ../n2', /another folder/],
    ['redis', 'logfile /var/log/redis/redis.log', /another log/],
    ['redis', 'logfile other.log', /another log/],
    ['redis', 'pidfile /var/run/redis_6379.pid', outside],
    ['redis', 'unixsocket /run/redis.sock', outside],
    ['redis', 'unixsocket ../../run/redis.sock', outside],
    ['redis', 'aclfile /etc/redis/users.acl', outside],
    ['redis', 'dbfilename ../dump.rdb', outside],
    ['redis', 'appendfilename /var/lib/redis/appendonly.aof', outside],
    ['redis', 'appenddirname ../appendonlydir', outside],
    ['redis', 'req-res-logfile /var/log/reqres', outside],
    ['redis', 'include /etc/redis/common.conf', /has not seen/],
    ['redis', 'include common.conf', /has not seen/],
    ['redis', 'daemonize yes', /process away/],
    ['redis', 'supervised systemd', /systemd/],
    ['redis', 'supervised auto', /systemd/],
    ['redis', 'syslog-enabled yes', /system log/],
    ['redis', 'replicaof 10.0.0.5 6379', /10\.0\.0\.5:6379, which is no data instance/],
    ['redis', 'slaveof "10.0.0.5 6379"', /10\.0\.0\.5:6379, which is no data instance/],
    ['redis', 'replicaof redis.example.com 6379', /redis\.example\.com:6379, which is no data instance/],
    ['redis', 'replica-announce-ip 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'slave-announce-ip 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'replica-announce-ip redis.example.com', /redis\.example\.com, which is no address/],
    ['redis', 'replica-announce-port 7379', /another port/],
    ['redis', 'slave-announce-port 7379', /another port/],
    ['redis', 'cluster-announce-ip 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'cluster-announce-hostname redis.example.com', /redis\.example\.com, which is no address/],
    ['redis', 'cluster-announce-client-ipv4 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'cluster-announce-client-ipv6 2001:db8::1', /2001:db8::1, which is no address/],
    ['redis', 'cluster-announce-port 7379', /another port/],
    ['redis', 'cluster-announce-client-port 7379', /another port/],
    ['redis', 'cluster-announce-tls-port 7379', /another port/],
    ['redis', 'cluster-announce-client-tls-port 7379', /another port/],
    ['redis', 'cluster-announce-bus-port 17379', /cluster bus/],
    ['redis', 'cluster-port 17379', /cluster bus/],
    ['redis', 'cluster-config-file /var/lib/redis/nodes.conf', outside],
    ['redis', 'cluster-enabled yes', /nodes of a cluster/],
    ['redis', 'bind-source-addr 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'rdma-bind 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'port 6379', /does not say "port/],
    ['redis', 'bind 0.0.0.0', /does not say "bind/],
    ['redis', 'tls-port 6379', /shared by n1, n2, n3/],
    ['redis', 'tls-port 6381', /shared by/],
    ['redis', 'rdma-port 6379', /shared by n1, n2, n3/],
    ['redis', 'requirepass s3cret', /not the password/],
    ['redis', 'some-new-file /var/lib/x', outside],
    ['redis', 'some-new-address 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['redis', 'some-new-address 10.0.0.5:6379', /10\.0\.0\.5, which is no address/],
    ['sentinel', 'dir /tmp', /another folder/],
    ['sentinel', 'logfile /var/log/redis/sentinel.log', /another log/],
    ['sentinel', 'pidfile /var/run/redis-sentinel.pid', outside],
    ['sentinel', 'daemonize yes', /process away/],
    ['sentinel', 'include /etc/redis/common.conf', /has not seen/],
    ['sentinel', 'aclfile /etc/redis/sentinel-users.acl', outside],
    ['sentinel', 'requirepass s3cret', /not the password/],
    ['sentinel', 'sentinel monitor mymaster 10.0.0.5 6379 2', /10\.0\.0\.5:6379, which is no data instance/],
    ['sentinel', 'SENTINEL Monitor mymaster 10.0.0.5 6379 2', /10\.0\.0\.5:6379, which is no data instance/],
    [
      'sentinel',
      'sentinel monitor mymaster redis.example.com 6379 2',
      /redis\.example\.com:6379, which is no/,
    ],
    [
      'sentinel',
      'sentinel monitor mymaster 127.0.0.1 26381 2',
      /127\.0\.0\.1:26381, which is no data instance/,
    ],
    ['sentinel', 'sentinel monitor orders 127.0.0.1 6380 2', /a group that is none of this deployment/],
    [
      'sentinel',
      'sentinel known-replica mymaster 10.0.0.6 6379',
      /10\.0\.0\.6:6379, which is no data instance/,
    ],
    [
      'sentinel',
      'sentinel known-slave mymaster 10.0.0.6 6379',
      /10\.0\.0\.6:6379, which is no data instance/,
    ],
    ['sentinel', `sentinel known-sentinel mymaster 10.0.0.6 26379 ${'a'.repeat(40)}`, /is no sentinel/],
    ['sentinel', `sentinel myid ${'a'.repeat(40)}`, /not the id of this sentinel/],
    ['sentinel', 'sentinel announce-ip 10.0.0.5', /10\.0\.0\.5, which is no address/],
    ['sentinel', 'sentinel announce-port 26379', /another port/],
    ['sentinel', 'sentinel notification-script mymaster /var/redis/notify.sh', /run a program/],
    ['sentinel', 'sentinel client-reconfig-script mymaster /var/redis/reconfig.sh', /run a program/],
    ['sentinel', 'sentinel some-new-option mymaster 10.0.0.5', /10\.0\.0\.5, which is no address/],
  ])('%s.conf: %s', (kind, line, problem) => {
    const refusal = refusalOf(withLine(kind, line))
    expect(refusal?.code).toBe('TEMPLATE_INVALID')
    expect(refusal?.message).toMatch(problem)
    if (!/does not say/.test(String(problem)))
      expect(refusal?.message.startsWith(`my/${kind}.conf:${nextLine[kind]}: "`)).toBe(true)
    expect(refusal?.message).toMatch(/[^.]\.$/)
  })

  it('a script is refused even where the line holds the name of the master', () => {
    const line = '{{#masters}}\nsentinel client-reconfig-script {{name}} /var/redis/reconfig.sh\n{{/masters}}'
    expect(refusalOf(withLine('sentinel', line))?.message).toMatch(/run a program/)
  })

  it('the nodes of a cluster are announced and known by their own addresses only', () => {
    const cluster = {topology: '3m3r', cluster: true}
    expect(refusalOf(cluster)).toBeUndefined()
    for (const line of ['cluster-announce-ip 10.0.0.5', 'cluster-port 1', 'replicaof 10.0.0.5 6379'])
      expect(refusalOf({...cluster, redis: `${redis}${line}\n`})?.message, line).toContain(line)
    expect(refusalOf({...cluster, redis: 'port {{port}}\nbind {{host}}\n'})?.message).toBe(
      'my/redis.conf does not say "cluster-enabled yes", which the nodes of a cluster need.',
    )
  })

  it.each<[kind: 'redis' | 'sentinel', line: string]>([
    ['redis', 'dir ./'],
    ['redis', 'dir /lab/n1/../{{name}}/'],
    ['redis', 'logfile ""'],
    ['redis', 'logfile redis.log'],
    ['redis', 'pidfile redis.pid'],
    ['redis', 'unixsocket redis.sock'],
    ['redis', 'unixsocket /tmp/{{name}}.sock'],
    ['redis', 'unixsocket ""'],
    ['redis', 'aclfile users.acl'],
    ['redis', 'aclfile /home/ada/{{name}}.acl'],
    ['redis', 'dbfilename dump.rdb'],
    ['redis', 'tls-port 0'],
    ['redis', 'tls-port 1{{port}}'],
    ['redis', 'tls-cert-file /etc/ssl/redis.crt'],
    ['redis', 'tls-key-file /etc/ssl/redis.key'],
    ['redis', 'tls-ca-cert-dir /etc/ssl/certs'],
    ['redis', 'loadmodule /usr/lib/redis/modules/redisbloom.so dir /x 10.0.0.1'],
    ['redis', 'user alice on >/secret ~/cache/* +@all'],
    ['redis', 'masterauth /s3cret'],
    ['redis', 'proc-title-template "/x {title}"'],
    ['redis', 'rename-command FLUSHALL /x'],
    ['redis', 'replica-announce-ip {{host}}'],
    ['redis', 'replica-announce-ip ""'],
    ['redis', 'replica-announce-port {{port}}'],
    ['redis', 'replica-announce-port 0'],
    ['redis', 'cluster-port 0'],
    ['redis', 'daemonize no'],
    ['redis', 'supervised no'],
    ['redis', 'save 3600 1 300 100'],
    ['redis', 'latency-tracking-info-percentiles 50 99 99.9'],
    ['sentinel', 'sentinel announce-ip {{host}}'],
    ['sentinel', 'sentinel resolve-hostnames yes'],
    ['sentinel', 'sentinel auth-pass mymaster /s3cret'],
  ])('and what stays in the deployment is taken: %s.conf: %s', (kind, line) => {
    expect(refusalOf(withLine(kind, line))).toBeUndefined()
  })
})

describe('names of hosts', () => {
  const named = withLine('redis', 'replica-announce-ip LocalHost')
  it('are those of this deployment when they resolve to its address', () => {
    expect(refusalOf({...named, names: new Map([['localhost', ['::1', '127.0.0.1']]])})).toBeUndefined()
    expect(refusalOf({...named, names: new Map([['localhost', ['::1']]])})?.message).toMatch(/is no address/)
    expect(refusalOf(named)?.message).toMatch(/LocalHost, which is no address/)
  })

  it('are found wherever a conf can hold one', () => {
    const plan = planOf('1m1r1s')
    const text = (own: string, more: string) => ({file: 'x', text: `${own}${more}`})
    const drafts = renderConfs(
      plan,
      {
        redis: text(redis, 'replica-announce-ip A.example\nreplicaof b.example 1\nslaveof "c.example 2"\n'),
        sentinel: text(
          sentinel,
          'sentinel monitor m d.example 1 1\nsentinel known-sentinel m e.example 1 x\nsentinel announce-ip f.example\n',
        ),
      },
      {directoryOf: () => '/lab'},
    )
    expect([...hostNamesIn(drafts)].sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((it) => `${it}.example`),
    )
  })
})

describe('what a template must say', () => {
  const minimal = 'port {{port}}\nbind {{host}}\n'
  const monitor = 'sentinel monitor {{name}} {{host}} {{port}} {{quorum}}'
  it('all of it is told at once, of all files', () => {
    const refusal = refusalOf({
      redis: 'dir /var/lib/redis\n',
      sentinel: 'port 26379\nsentinel monitor orders 10.0.0.5 6379 2\n',
    })
    expect(
      [refusal?.message, ...(refusal?.suggestions ?? [])].map((it = '') =>
        it.replace(/ (Put|Write|Write:|Name) .*/, ''),
      ),
    ).toEqual([
      'my/redis.conf does not say "port {{port}}", so the server would listen on another port than redislab looks for it.',
      'Put a line "port {{port}}" into it.',
      'my/redis.conf does not say "bind {{host}}", so the server would listen on other addresses than redislab looks for it.',
      'my/redis.conf has no {{#replicaOf}} section, so its replicas would be masters.',
      'my/redis.conf:1: "dir /var/lib/redis" names another folder than that of the instance.',
      'my/sentinel.conf does not say "port {{port}}", so the server would listen on another port than redislab looks for it.',
      'my/sentinel.conf does not say "bind {{host}}", so the server would listen on other addresses than redislab looks for it.',
      'my/sentinel.conf does not monitor mymaster.',
      'my/sentinel.conf:2: "sentinel monitor orders 10.0.0.5 6379 2" names 10.0.0.5:6379, which is no data instance of this deployment.',
      'my/sentinel.conf:2: "sentinel monitor orders 10.0.0.5 6379 2" names a group that is none of this deployment, whose group is mymaster.',
    ])
  })

  it('a master that would be a replica, and a replica of the wrong one', () => {
    const own = `${minimal}replicaof 127.0.0.1 6381\n`
    expect(refusalOf({topology: '1m1r', redis: own})?.message).toMatch(
      /redis\.conf:3: .* is not what the topology says/,
    )
  })

  it('where there are no replicas and no sentinels, less', () => {
    expect(refusalOf({topology: '1m', redis: minimal, sentinel: ''})).toBeUndefined()
    expect(refusalOf({topology: '1m1r', redis: minimal})?.message).toMatch(/no {{#replicaOf}} section/)
    const whole = `${minimal}{{#replicaOf}}\nreplicaof {{host}} {{port}}\n{{/replicaOf}}\n`
    expect(refusalOf({topology: '1m2r', chain: true, redis: whole})).toBeUndefined()
    const watching = `${minimal}{{#masters}}\n${monitor}\n{{/masters}}\n`
    expect(refusalOf({topology: '2m2r3s', redis: whole, sentinel: watching})).toBeUndefined()
  })

  it('a password that redislab does not know is none', () => {
    const own = `${minimal}{{#password}}\nrequirepass {{password}}\n{{/password}}\n`
    expect(refusalOf({topology: '1m', redis: own, password: 'x'})).toBeUndefined()
    expect(
      refusalOf({topology: '1m', redis: `${minimal}requirepass x\n`, password: 'y'})?.message,
    ).not.toContain(' x')
  })
})

describe('--set and --sentinel-set', () => {
  const withSet = (...set: Directive[]) => refusalOf({settings: {set}})
  const withSentinelSet = (...sentinelSet: Directive[]) => refusalOf({settings: {sentinelSet}})
  it('are judged as templates are', () => {
    expect(withSet({name: 'aclfile', value: '/etc/redis/users.acl'})).toEqual({
      code: 'DIRECTIVE_INVALID',
      message: '--set "aclfile=/etc/redis/users.acl": it names a file outside of the folder of the instance.',
      suggestions: ['Its lines mean the same in the template itself: user …'],
    })
    expect(withSentinelSet({name: 'announce-ip', value: '10.0.0.5'})?.message).toBe(
      '--sentinel-set "announce-ip=10.0.0.5": it names 10.0.0.5, which is no address of this deployment.',
    )
    expect(withSet({name: 'tls-port', value: '17443'})?.message).toBe(
      '--set "tls-port=17443": it would be shared by n1, n2, n3.',
    )
  })

  it('may differ from instance to instance', () => {
    expect(withSet({name: 'unixsocket', value: '/tmp/{{name}}-{{ port }}.sock'})).toBeUndefined()
    expect(withSet({name: 'tls-port', value: '17443', instance: 'n2'})).toBeUndefined()
    expect(withSentinelSet({name: 'notification-script', value: '/x.sh', instance: 's1'})).toBeUndefined()
    expect(withSentinelSet({name: 'notification-script', value: '/x.sh'})?.message).toMatch(/run a program/)
    const same = [1, 2].map((index) => ({name: 'unixsocket', value: '/tmp/x.sock', instance: `n${index}`}))
    expect(withSet(...same)?.message).toMatch(/shared by n1, n2/)
  })

  it('are written for one instance, what is for it alone last', () => {
    const set = [
      {name: 'replica-priority', value: '0', instance: 'n3'},
      {name: 'replica-priority', value: '50'},
      {name: 'proc-title-template', value: '{title} {{name}} {{host}} {{port}}'},
    ]
    const plan = planOf('1m2r', {settings: {set}})
    const templates = {redis: {file: 'r', text: redis}, sentinel: {file: 's', text: sentinel}}
    const {confs} = renderConfs(plan, templates, {directoryOf: () => '/lab'})
    const ends = confs.map(({text}) => text.split('# Set with --set\n')[1])
    const title = (name: string, port: number) => `proc-title-template {title} ${name} 127.0.0.1 ${port}\n`
    expect(ends).toEqual([
      `replica-priority 50\n${title('n1', 6380)}`,
      `replica-priority 50\n${title('n2', 6381)}`,
      `replica-priority 50\n${title('n3', 6382)}replica-priority 0\n`,
    ])
  })
})
