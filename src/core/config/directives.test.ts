import {describe, expect, it} from 'vitest'
import {parseDirective} from './directives.ts'
import {formatDirective, overrideDirectives, sentinelDirectives} from './override.ts'

describe('parseDirective', () => {
  it.each([
    ['maxmemory=64mb', 'maxmemory', '64mb'],
    ['MaxMemory=64mb', 'maxmemory', '64mb'],
    [' maxmemory = 64mb ', 'maxmemory', '64mb'],
    ['save=', 'save', ''],
    ['save=900 1 300 10', 'save', '900 1 300 10'],
    ['notify-keyspace-events="KEA"', 'notify-keyspace-events', '"KEA"'],
    [
      'client-output-buffer-limit=replica 256mb 64mb 60',
      'client-output-buffer-limit',
      'replica 256mb 64mb 60',
    ],
    ['proc-title-template={title} a=b', 'proc-title-template', '{title} a=b'],
    ['oom-score-adj-values=0\t200\t800', 'oom-score-adj-values', '0\t200\t800'],
  ])('reads %j', (text, name, value) => {
    expect(parseDirective(text, '--set')).toEqual({name, value})
  })

  it.each([
    ['', 'a directive needs a name and a value.'],
    ['maxmemory', 'a directive needs a name and a value.'],
    ['maxmemory 64mb', 'a directive needs a name and a value.'],
    ['=64mb', 'a directive needs a name and a value.'],
    [' =64mb', '"" is not the name of a directive.'],
    ['max memory=64mb', '"max memory" is not the name of a directive.'],
    ['#save=1', '"#save" is not the name of a directive.'],
    ['-save=1', '"-save" is not the name of a directive.'],
    ['größe=1', '"größe" is not the name of a directive.'],
    ['save=1\nrequirepass x', 'the value holds a line break or another control character.'],
    ['save=1\r', 'the value holds a line break or another control character.'],
    ['save=\u001b[31m', 'the value holds a line break or another control character.'],
    ['save=\u007f', 'the value holds a line break or another control character.'],
    ['save=\u0000', 'the value holds a line break or another control character.'],
  ])('refuses %j', (text, problem) => {
    expect(() => parseDirective(text, '--set')).toThrow(
      expect.objectContaining({
        code: 'DIRECTIVE_INVALID',
        message: `--set ${JSON.stringify(text)}: ${problem}`,
      }),
    )
  })

  it('does not take the default user away, by which redislab speaks', () => {
    for (const value of ['default', 'default off']) {
      expect(() => parseDirective(`user=${value}`, '--set')).toThrow(
        expect.objectContaining({
          code: 'DIRECTIVE_INVALID',
          suggestions: ['Use --password, or name another user.'],
        }),
      )
    }
    expect(parseDirective('user=defaults on', '--set')).toEqual({name: 'user', value: 'defaults on'})
  })

  it('wants the option of a sentinel, not a line of its conf', () => {
    expect(() => parseDirective('sentinel=monitor x', '--sentinel-set')).toThrow(
      'so begin lines of sentinel.conf, and no option is called so.',
    )
  })

  it('gives an example that fits the option', () => {
    expect(() => parseDirective('quorum', '--sentinel-set')).toThrow(
      expect.objectContaining({
        suggestions: ['Write --sentinel-set name=value: parallel-syncs=2.'],
      }),
    )
  })

  it.each([
    ['port', 'Use --port or --sentinel-port.'],
    ['PORT', 'Use --port or --sentinel-port.'],
    ['bind', 'Use --host.'],
    ['daemonize', 'redislab starts the servers itself.'],
    ['replicaof', 'The topology decides who replicates from whom: 1m2r, or --chain.'],
    ['cluster-enabled', 'Cluster mode is a topology of its own: --cluster.'],
  ])('sends who sets %s to the option for it', (name, suggestion) => {
    for (const option of ['--set', '--sentinel-set'] as const) {
      expect(() => parseDirective(`${name}=1`, option)).toThrow(
        expect.objectContaining({
          code: 'DIRECTIVE_INVALID',
          message: `${option} "${name}=1": redislab sets "${name.toLowerCase()}" itself.`,
          suggestions: [suggestion],
        }),
      )
    }
  })

  it.each([
    ['--set', 'requirepass', 'Use --password.'],
    ['--sentinel-set', 'requirepass', 'Use --sentinel-password.'],
    ['--sentinel-set', 'sentinel-pass', 'Use --sentinel-password.'],
  ] as const)('sends who sets a password by %s %s to the option for it', (option, name, suggestion) => {
    expect(() => parseDirective(`${name}=1`, option)).toThrow(
      expect.objectContaining({code: 'DIRECTIVE_INVALID', suggestions: [suggestion]}),
    )
  })

  it.each(['monitor', 'myid', 'known-replica', 'known-sentinel', 'auth-pass'])(
    'reserves %s for sentinels only',
    (name) => {
      expect(() => parseDirective(`${name}=1`, '--sentinel-set')).toThrow(
        expect.objectContaining({code: 'DIRECTIVE_INVALID'}),
      )
      expect(parseDirective(`${name}=1`, '--set').name).toBe(name)
    },
  )

  it('does not take the names of object properties for reserved ones', () => {
    expect(parseDirective('constructor=1', '--set')).toEqual({name: 'constructor', value: '1'})
  })
})

describe('formatDirective', () => {
  it.each([
    ['64mb', 'maxmemory 64mb'],
    ['', 'maxmemory ""'],
  ])('writes the value %j', (value, line) => {
    expect(formatDirective({name: 'maxmemory', value})).toBe(line)
  })
})

describe('sentinelDirectives', () => {
  const masters = ['mymaster-1', 'mymaster-2']

  it('writes what belongs to a master once for each', () => {
    expect(sentinelDirectives({name: 'parallel-syncs', value: '2'}, masters)).toEqual([
      {name: 'sentinel parallel-syncs mymaster-1', value: '2'},
      {name: 'sentinel parallel-syncs mymaster-2', value: '2'},
    ])
  })

  it('writes what belongs to the sentinel once', () => {
    expect(sentinelDirectives({name: 'resolve-hostnames', value: 'yes'}, masters)).toEqual([
      {name: 'sentinel resolve-hostnames', value: 'yes'},
    ])
  })

  it('leaves what every server knows as it is', () => {
    expect(sentinelDirectives({name: 'loglevel', value: 'debug'}, masters)).toEqual([
      {name: 'loglevel', value: 'debug'},
    ])
  })
})

describe('overrideDirectives', () => {
  it('leaves a conf alone when there is nothing to set', () => {
    expect(overrideDirectives('save 1 1', [], 'Set with --set')).toBe('save 1 1')
  })

  it('makes comments of all lines that set the same, and sets it at the end', () => {
    const conf = '# Snapshots\nsave 3600 1\n  SAVE 300 100\nsave-me no\nappendonly no\n\n'
    expect(
      overrideDirectives(
        conf,
        [
          {name: 'save', value: ''},
          {name: 'hz', value: '50'},
        ],
        'Set with --set',
      ),
    ).toBe(`# Snapshots
# save 3600 1 (set below)
#   SAVE 300 100 (set below)
save-me no
appendonly no

# Set with --set
save ""
hz 50
`)
  })

  it('leaves comments as they are, even where they name the directive', () => {
    const conf = '# save 1 1\n#save 1 1\n'
    expect(overrideDirectives(conf, [{name: 'save', value: '2 2'}], 'Set')).toBe(
      '# save 1 1\n#save 1 1\n\n# Set\nsave 2 2\n',
    )
  })

  it('keeps a directive that is given several times', () => {
    const twice = [
      {name: 'save', value: '900 1'},
      {name: 'save', value: '300 10'},
    ]
    expect(overrideDirectives('save ""\n', twice, 'Set')).toBe(
      '# save "" (set below)\n\n# Set\nsave 900 1\nsave 300 10\n',
    )
  })

  it.each([
    ['client-output-buffer-limit', 'slave 1gb 0 0', 'replica 256mb 64mb 60', 'pubsub 32mb 8mb 60'],
    [
      'client-output-buffer-limit',
      'pubsub 1mb 0 0 normal 0 0 0',
      'normal 1 1 1',
      'normal 1 1 1 replica 0 0 0',
    ],
    ['rename-command', 'DEBUG ""', 'debug x', 'CONFIG y'],
    ['user', 'bob on nopass', 'bob off', 'alice on nopass'],
    ['loadmodule', '/a.so 2', '/a.so 1', '/b.so'],
    ['sentinel rename-command mymaster', 'CONFIG z', 'config y', 'SLAVEOF w'],
  ])('overrides the lines of %s %s that are about the same', (name, value, same, other) => {
    expect(overrideDirectives(`${name} ${same}\n${name} ${other}\n`, [{name, value}], 'Set')).toBe(
      `# ${name} ${same} (set below)\n${name} ${other}\n\n# Set\n${name} ${value}\n`,
    )
  })

  it('overrides the sentinel option of one master and not that of another', () => {
    const conf =
      'sentinel parallel-syncs mymaster-1 1\nsentinel parallel-syncs mymaster-10 1\nsentinel myid abc\n'
    expect(
      overrideDirectives(conf, [{name: 'sentinel parallel-syncs mymaster-1', value: '3'}], 'Set'),
    ).toBe(`# sentinel parallel-syncs mymaster-1 1 (set below)
sentinel parallel-syncs mymaster-10 1
sentinel myid abc

# Set
sentinel parallel-syncs mymaster-1 3
`)
  })
})
