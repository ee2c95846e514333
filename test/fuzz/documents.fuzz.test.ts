// Documents of which a part is something else than it should be: what can be read is read, and the rest does no harm.
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {stringify} from 'yaml'
import {readText} from '../../src/core/evidence/read-text.ts'
import {parseClusterShards, parseClusterSlots} from '../../src/core/redis/cluster-listing.ts'
import {
  parseSentinelMaster,
  parseSentinelViews,
  parseToldAddress,
} from '../../src/core/redis/sentinel-reply.ts'
import {parseSlotMigrations} from '../../src/core/redis/slot-migrations.ts'
import {anyShare, fuzz} from './support.ts'

const line = '1:M 30 Nov 2026 22:43:04.741 * Ready to accept connections'

const compose = {
  services: {
    redis: {
      image: 'redis:7.0',
      command: ['redis-server', '/conf/redis.conf', '--port', '6380'],
      environment: ['REDIS_PASSWORD=secret', 'REDIS_PORT=6380'],
      volumes: [{type: 'bind', source: './redis.conf', target: '/conf/redis.conf'}, 'data:/data'],
      ports: ['6380:6380'],
      network_mode: 'host',
      deploy: {resources: {limits: {memory: '512M'}}},
    },
    sentinel: {image: 'bitnami/redis-sentinel', environment: {REDIS_MASTER_HOST: 'redis'}},
  },
  configs: {'sentinel.conf': {content: 'port 26379\nsentinel monitor m redis 6379 2'}},
}
const statefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: {name: 'redis'},
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'redis',
            image: 'valkey/valkey:8.0',
            command: ['valkey-server'],
            args: ['--appendonly', 'yes'],
            env: [{name: 'REDIS_PASSWORD', value: 'secret'}],
            volumeMounts: [{name: 'data', mountPath: '/data'}],
          },
        ],
        volumes: [{name: 'data', emptyDir: {}}],
      },
    },
  },
}
const configMap = {kind: 'ConfigMap', metadata: {name: 'c'}, data: {'redis.conf': 'port 6379\nsave ""'}}
const operator = {
  kind: 'RedisFailover',
  metadata: {name: 'f'},
  spec: {
    redis: {customConfig: ['maxmemory 1gb']},
    sentinel: {customConfig: ['down-after-milliseconds 2000']},
  },
}
const list = {kind: 'List', items: [statefulSet, configMap, operator]}
const loki = {
  status: 'success',
  data: {result: [{stream: {app: 'redis', pod: 'redis-0'}, values: [['1796078584741000000', line]]}]},
}
const elastic = {
  hits: {hits: [{_source: {'@timestamp': '2026-11-30T22:43:04.741Z', message: line, host: {name: 'a'}}}]},
}
const records = [{log: `${line}\n`, stream: 'stdout', time: '2026-11-30T22:43:04.741Z'}]
const sentinels = [{name: 'mymaster', ip: '10.0.0.1', port: '6379', flags: 'master', quorum: 2}]
const settings = ['maxmemory', '1gb', 'save', '', 'requirepass', 'secret']

/** What stands where another thing should. `toString` that is no function leaves an object without a text. */
const odd = fc.oneof(
  fc.constantFrom(null, true, -1, 1e308, '', ' ', '\u0000', [], {}, [[]], [null], {
    toString: 1,
    valueOf: null,
  }),
  fc.anything({
    withObjectString: false,
    maxDepth: 2,
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
  }),
)

/** How many parts a document has, itself among them. */
function countParts(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return 1 + Object.values(value).reduce<number>((sum, inner) => sum + countParts(inner), 0)
}

/** The document with another thing in place of the part of this number. */
function replacePart(value: unknown, number: number, by: unknown): unknown {
  if (number === 0) return by
  if (typeof value !== 'object' || value === null) return value
  let left = number - 1
  const replaced = Object.entries(value).map(([name, inner]) => {
    const count = countParts(inner)
    const own = left >= 0 && left < count ? replacePart(inner, left, by) : inner
    left -= count
    return [name, own] as const
  })
  return Array.isArray(value) ? replaced.map(([, inner]) => inner) : Object.fromEntries(replaced)
}

function spoilt(...documents: readonly unknown[]): fc.Arbitrary<unknown> {
  const edits = fc.array(fc.tuple(anyShare, odd), {
    minLength: 1,
    maxLength: 3,
  })
  return fc
    .tuple(fc.constantFrom(...documents), edits)
    .map(([document, changes]) =>
      changes.reduce<unknown>(
        (now, [at, by]) => replacePart(now, Math.floor(at * countParts(now)), by),
        document,
      ),
    )
}

describe('documents', () => {
  it('of YAML', () => {
    fc.assert(
      fc.property(spoilt(compose, statefulSet, configMap, operator, list), (document) => {
        const text = stringify(document)
        const {read, lines, unread} = readText('a.yaml', text)
        expect(read + unread.length).toBeLessThanOrEqual(Math.max(lines, 1))
      }),
      fuzz,
    )
  })

  it('of JSON', () => {
    fc.assert(
      fc.property(spoilt(loki, elastic, records, sentinels, settings, list, compose), (document) => {
        for (const indent of [0, 2]) {
          const {read, lines} = readText('a.json', JSON.stringify(document, null, indent) ?? '')
          expect(read).toBeLessThanOrEqual(Math.max(lines, 1))
        }
      }),
      fuzz,
    )
  })
})

describe('replies', () => {
  it('of lists in lists', () => {
    const node = ['127.0.0.1', 6379, 'id', []]
    const shard = [
      'slots',
      [0, 5460],
      'nodes',
      [['id', 'a', 'port', 6379, 'role', 'master', 'health', 'online']],
    ]
    const migration = ['id', 'x', 'state', 'importing', 'slots', '0-5']
    const replies = [
      [[0, 5460, node, node]],
      [shard],
      [migration],
      ['127.0.0.1', '6379'],
      ['name', 'm', 'flags', 'master'],
    ]
    fc.assert(
      fc.property(spoilt(...replies), (reply) => {
        parseClusterSlots(reply)
        parseClusterShards(reply)
        parseSentinelMaster(reply)
        parseSentinelViews(reply)
        parseToldAddress(reply)
        parseSlotMigrations(reply)
      }),
      fuzz,
    )
  })
})
