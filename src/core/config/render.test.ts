import {readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {instanceOf, planOf, type SampleOptions} from '../../../test/support/samples.ts'
import type {Plan} from '../topology/plan.ts'
import {checkConfs} from './check-confs.ts'
import {filesOf} from './files.ts'
import {renderNodesConf} from './nodes-conf.ts'
import {type RenderOptions, renderConfs, requoteAuthPass, type Templates} from './render.ts'

const shipped = (name: string) => {
  const file = path.resolve(import.meta.dirname, '../../../templates', name)
  return {file, text: readFileSync(file, 'utf8')}
}
const templates: Templates = {redis: shipped('redis.conf'), sentinel: shipped('sentinel.conf')}

interface Case extends SampleOptions {
  readonly topology: string
  readonly instance: string
  readonly password?: string
  readonly directory?: string
  readonly templates?: Partial<Templates>
}

function render({topology, instance, password, directory, templates: own, ...plan}: Case): string {
  const options: RenderOptions = {
    directoryOf: ({name}) => directory ?? `/home/ada/.local/state/redislab/default/${name}`,
    ...(password === undefined ? {} : {access: {password, sentinelPassword: password}}),
  }
  return textOf(planOf(topology, plan), instance, {...templates, ...own}, options)
}

/** The conf of one instance, as it is written when all are as they should be. */
function textOf(plan: Plan, instance: string, from: Templates, options: RenderOptions): string {
  const drafts = renderConfs(plan, from, options)
  checkConfs(plan, drafts, {access: options.access ?? {}, names: new Map()})
  return drafts.confs.find((conf) => conf.instance.name === instance)?.text ?? ''
}

/** The lines that a server reads. */
const directivesOf = (conf: string) => conf.split('\n').filter((line) => line !== '' && !line.startsWith('#'))

describe('a node of a cluster with links', () => {
  const options = {cluster: true, loopbackBlock: 0} as const

  it('listens and speaks at its own address, and announces the usual one with both ports', () => {
    const lines = directivesOf(render({topology: '3m3r', instance: 'n4', ...options}))
    expect(lines).toEqual(
      expect.arrayContaining([
        'bind 127.64.0.5',
        'port 6383',
        'bind-source-addr 127.64.0.5',
        'cluster-announce-ip 127.0.0.1',
        'cluster-announce-port 6383',
        'cluster-announce-bus-port 16383',
      ]),
    )
    const without = directivesOf(render({topology: '3m3r', instance: 'n4', cluster: true}))
    expect(without.filter((line) => line.includes('announce'))).toEqual([])
  })

  it('knows the others by what they announce', () => {
    const plan = planOf('3m3r', options)
    const server = {flavour: 'redis', version: '7.0.15'} as const
    const known = renderNodesConf(plan, instanceOf(plan, 'n4'), server)
    expect(known).toBe(renderNodesConf(planOf('3m3r', {cluster: true}), instanceOf(plan, 'n4'), server))
    expect(known).not.toContain('127.64.')
    expect(known).toContain('127.0.0.1:6380@16380 master')
  })
})

describe('renderConfs', () => {
  it.each<[string, Case]>([
    ['master', {topology: '1m2r3s', instance: 'n1'}],
    ['replica', {topology: '1m2r3s', instance: 'n2'}],
    [
      'replica-password-aof',
      {topology: '1m1r', instance: 'n2', password: 'open sesame', settings: {persist: 'aof'}},
    ],
    [
      'master-rdb-redis-timing',
      {topology: '1m', instance: 'n1', settings: {persist: 'rdb', timing: 'redis'}},
    ],
    ['sentinel-two-masters', {topology: '2m4r3s', instance: 's1'}],
    [
      'sentinel-password-redis-timing',
      {
        topology: '1m2r3s',
        instance: 's2',
        password: 'open sesame',
        settings: {timing: 'redis', downAfterMs: 30_000, failoverTimeoutMs: 180_000},
      },
    ],
    [
      'replica-set',
      {
        topology: '1m1r',
        instance: 'n2',
        settings: {
          set: [
            {name: 'save', value: '60 1'},
            {name: 'repl-backlog-size', value: '16kb'},
          ],
        },
      },
    ],
    [
      'sentinel-set',
      {
        topology: '2m2r1s',
        instance: 's1',
        settings: {
          sentinelSet: [
            {name: 'parallel-syncs', value: '2'},
            {name: 'loglevel', value: 'debug'},
          ],
        },
      },
    ],
    ['replica-links', {topology: '1m1r1s', instance: 'n2', loopbackBlock: 0}],
    ['sentinel-links', {topology: '1m1r1s', instance: 's1', loopbackBlock: 0}],
  ])('writes the conf of %s', async (name, sample) => {
    await expect(render(sample)).toMatchFileSnapshot(`golden/${name}.conf`)
  })

  it('leaves bind-source-addr out for a server that does not know it', () => {
    const plan = planOf('1m', {loopbackBlock: 0})
    const conf = textOf(plan, 'n1', templates, {
      directoryOf: () => '/n1',
      server: {flavour: 'redis', version: '6.2.14'},
    })
    expect(directivesOf(conf)).toContain('bind 127.64.0.2')
    expect(directivesOf(conf).join()).not.toContain('bind-source-addr')
  })

  it('refuses a template that would go past the links', () => {
    const own = {file: 'mine/redis.conf', text: 'bind {{host}}\nport {{port}}\n'}
    expect(() => render({topology: '1m', instance: 'n1', loopbackBlock: 0, templates: {redis: own}})).toThrow(
      'mine/redis.conf has no {{#links}} section, which --links needs.',
    )
    expect(render({topology: '1m', instance: 'n1', templates: {redis: own}})).toBe(
      'bind 127.0.0.1\nport 6380\n',
    )
  })

  it('refuses a sentinel template that would leave sentinels without the password that they shall have', () => {
    const monitor = '{{#masters}}\nsentinel monitor {{name}} {{host}} {{port}} {{quorum}}\n{{/masters}}\n'
    const own = {file: 'mine/sentinel.conf', text: `bind {{host}}\nport {{port}}\n${monitor}`}
    const sample = {topology: '1m1r1s', instance: 's1', templates: {sentinel: own}}
    expect(() => render({...sample, password: 'x'})).toThrow(
      'mine/sentinel.conf gives the sentinels no password.',
    )
    expect(render(sample)).toBe('bind 127.0.0.1\nport 26380\nsentinel monitor mymaster 127.0.0.1 6380 1\n')
  })

  it('writes nothing twice and leaves no placeholder behind', () => {
    for (const instance of ['n1', 'n3', 's1']) {
      const conf = render({topology: '2m4r3s', instance, password: 'x', settings: {persist: 'aof'}})
      expect(conf).not.toMatch(/\{\{|\}\}|undefined|false|\[object/)
      const lines = directivesOf(conf)
      expect(lines).toEqual([...new Set(lines)])
    }
  })

  it('has no two blank lines in a row, and ends with one line break', () => {
    for (const [instance, persist] of [
      ['n1', 'none'],
      ['n1', 'rdb'],
      ['n2', 'aof'],
      ['s1', 'none'],
    ] as const) {
      for (const password of [undefined, 'x']) {
        const options = password === undefined ? {} : {access: {password, sentinelPassword: password}}
        const conf = render({topology: '1m1r1s', instance, settings: {persist}, ...options})
        expect(conf).not.toContain('\n\n\n')
        expect(conf).toMatch(/[^\n]\n$/)
      }
    }
  })

  it('explains each directive once, however many masters and replicas there are', () => {
    for (const timing of ['lab', 'redis'] as const) {
      const conf = render({topology: '3m9r3s', instance: 's1', settings: {timing}})
      const comments = conf.split('\n').filter((line) => line.startsWith('#'))
      expect(comments).toEqual([...new Set(comments)])
    }
  })

  it('sets each snapshot time on a line of its own, as Redis 6.2 needs it', () => {
    const conf = render({topology: '1m', instance: 'n1', settings: {persist: 'rdb'}})
    expect(directivesOf(conf).filter((line) => line.startsWith('save'))).toEqual([
      'save 3600 1',
      'save 300 100',
      'save 60 10000',
    ])
  })

  it('gives a chain its upstreams', () => {
    expect(directivesOf(render({topology: '1m2r', chain: true, instance: 'n3'}))).toContain(
      'replicaof 127.0.0.1 6381',
    )
  })

  it('writes IPv6 addresses bare, as Redis wants them', () => {
    const lines = directivesOf(render({topology: '1m1r1s', instance: 's1', host: '::1'}))
    expect(lines).toContain('sentinel monitor mymaster ::1 6380 1')
    expect(lines).toContain('sentinel known-replica mymaster ::1 6381')
  })

  it('introduces a sentinel to nobody with the timing of Redis', () => {
    const conf = render({topology: '1m2r3s', instance: 's1', settings: {timing: 'redis'}})
    expect(directivesOf(conf).join('\n')).not.toMatch(/myid|known-/)
  })

  it.each([
    ['spaces', '/home/ada lovelace/lab', '"/home/ada lovelace/lab"'],
    ['quotes', '/tmp/a"b', '"/tmp/a\\"b"'],
    ['backslashes', '/tmp/a\\b', '"/tmp/a\\\\b"'],
    ['a line break', '/tmp/a\nb', '"/tmp/a\\x0ab"'],
    ['letters of all kinds', '/home/ådå/ラボ', '"/home/ådå/ラボ"'],
  ])('quotes a folder with %s', (_, directory, quoted) => {
    const lines = directivesOf(render({topology: '1m1s', instance: 'n1', directory}))
    expect(lines).toContain(`dir ${quoted}`)
    expect(lines).toContain(`logfile ${quoted.slice(0, -1)}/redis.log"`)
    expect(lines).toContain(`pidfile ${quoted.slice(0, -1)}/redis.pid"`)
    expect(directivesOf(render({topology: '1m1s', instance: 's1', directory}))).toContain(`dir ${quoted}`)
  })

  it.each([
    ['a b', '"a b"'],
    ['a"b', '"a\\"b"'],
    ["a'b", `"a'b"`],
    ['a\\n', '"a\\\\n"'],
    ['a#b', '"a#b"'],
    ['{{port}}', '"{{port}}"'],
    ['$&$1', '"$&$1"'],
  ])('quotes the password %j', (password, quoted) => {
    const data = directivesOf(render({topology: '1m1r1s', instance: 'n1', password}))
    expect(data).toContain(`requirepass ${quoted}`)
    expect(data).toContain(`masterauth ${quoted}`)
    const sentinel = directivesOf(render({topology: '1m1r1s', instance: 's1', password}))
    expect(sentinel).toEqual(
      expect.arrayContaining([`sentinel auth-pass mymaster ${quoted}`, `requirepass ${quoted}`]),
    )
  })

  it('quotes what Sentinel wrote back without quotes, and nothing that somebody else set', () => {
    const conf = 'port 1\nsentinel auth-pass mymaster a "b" c\nsentinel auth-pass other else\n'
    expect(requoteAuthPass(conf, 'a "b" c')).toBe(
      'port 1\nsentinel auth-pass mymaster "a \\"b\\" c"\nsentinel auth-pass other else\n',
    )
    expect(requoteAuthPass(conf, 'b')).toBe(conf)
  })

  it('takes a template of one’s own, and names its file when it is wrong', () => {
    const own = (text: string) => ({redis: {file: '/my/redis.conf', text}})
    expect(render({topology: '1m', instance: 'n1', templates: own('bind {{host}}\nport {{port}}')})).toBe(
      'bind 127.0.0.1\nport 6380',
    )
    expect(() => render({topology: '1m', instance: 'n1', templates: own('x {{sentinelId}}')})).toThrow(
      /^\/my\/redis\.conf:1: \{\{sentinelId\}\} is not a placeholder that redislab knows\.$/,
    )
  })

  it.each([
    ['no port', 'bind {{host}}', 'port {{port}}'],
    ['another port', 'bind {{host}}\nport {{port}}\nport 1', 'port {{port}}'],
    ['no address', 'port {{port}}', 'bind {{host}}'],
    ['more addresses', 'port {{port}}\nbind {{host}} 10.0.0.1', 'bind {{host}}'],
  ])('refuses a template with %s', (_, text, line) => {
    const own = {redis: {file: '/my/redis.conf', text}}
    expect(() => render({topology: '1m', instance: 'n1', templates: own})).toThrow(
      expect.objectContaining({
        code: 'TEMPLATE_INVALID',
        message: expect.stringContaining(
          `/my/redis.conf does not say "${line}", so the server would listen on`,
        ),
        suggestions: [`Put a line "${line}" into it.`],
      }),
    )
  })
})

describe('filesOf', () => {
  it('names the files after what runs', () => {
    const {instances} = planOf('1m1s')
    expect(instances.map((instance) => filesOf(instance).conf)).toEqual(['redis.conf', 'sentinel.conf'])
    expect(instances.map((instance) => filesOf(instance).log)).toEqual(['redis.log', 'sentinel.log'])
  })
})

it.each([
  ['redis', '6.2.14', false],
  ['redis', '7.0.15', true],
  ['valkey', '7.2.5', true],
] as const)('%s %s: DEBUG is opened where there is a gate: %s', (flavour, version, isThere) => {
  const plan = planOf('1m')
  const options: RenderOptions = {directoryOf: () => '/tmp/n1', server: {flavour, version}}
  const conf = textOf(plan, 'n1', templates, options)
  expect(directivesOf(conf).includes('enable-debug-command local')).toBe(isThere)
})

it.each<[Case['topology'], Partial<Case>, readonly string[]]>([
  ['3m3r', {cluster: true}, ['repl-ping-replica-period 1']],
  ['3m3r', {cluster: true, settings: {timing: 'redis'}}, []],
  ['1m1r', {}, []],
])('masters of %s with %j ping their replicas: %j', (topology, sample, lines) => {
  const conf = directivesOf(render({topology, instance: 'n1', ...sample}))
  expect(conf.filter((line) => line.startsWith('repl-ping-replica-period'))).toEqual(lines)
})

it.each([
  ['valkey', '9.1.2', true],
  ['valkey', '8.1.1', false],
  ['redis', '8.6.3', false],
] as const)('a replica of %s %s loads its first copy from the socket: %s', (flavour, version, isThere) => {
  const plan = planOf('1m1r')
  const conf = textOf(plan, 'n2', templates, {
    directoryOf: ({name}) => `/tmp/${name}`,
    server: {flavour, version},
  })
  expect(directivesOf(conf).includes('repl-diskless-load on-empty-db')).toBe(isThere)
})
