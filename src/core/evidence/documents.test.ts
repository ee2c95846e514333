import {describe, expect, it} from 'vitest'
import {readText} from './read-text.ts'

/** `line stream: directive words`, of every directive. */
function directives(path: string, text: string): readonly string[] {
  return readText(path, text).facts.flatMap((fact) =>
    fact.kind === 'directive'
      ? [
          `${fact.place.line} ${fact.stream}: ${fact.name} ${fact.words.map((word) => word || '""').join(' ')}`,
        ]
      : [],
  )
}

describe('a manifest of Kubernetes', () => {
  it('confs in a ConfigMap, at the lines of the file', () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: redis
data:
  redis.conf: |
    # a comment
    appendonly yes

    maxmemory 1gb
  start.sh: |
    exec redis-server /conf/redis.conf
---
apiVersion: v1
kind: ConfigMap
metadata: {name: sentinel}
data:
  sentinel.conf: "port 26379\\nsentinel monitor mymaster redis-0 6379 2"
`
    expect(directives('redis.yaml', text)).toEqual([
      '8 redis.yaml#redis.conf: appendonly yes',
      '10 redis.yaml#redis.conf: maxmemory 1gb',
      '18 redis.yaml#sentinel.conf: port 26379',
      '18 redis.yaml#sentinel.conf: sentinel monitor mymaster redis-0 6379 2',
    ])
  })

  it('two confs of one name are two', () => {
    const map = (name: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  redis.conf: |\n    port 1${name.length}\n`
    expect(directives('a.yaml', `${map('x')}---\n${map('yy')}`)).toEqual([
      '7 a.yaml#x/redis.conf: port 11',
      '15 a.yaml#yy/redis.conf: port 12',
    ])
  })

  it('arguments of a container', () => {
    const text = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: redis
spec:
  template:
    spec:
      containers:
        - name: server
          image: redis:7.2
          command: [sh, -c]
          args:
            - exec redis-server /conf/redis.conf --replicaof redis-0 6379 && sleep 1
`
    expect(directives('redis.yaml', text)).toEqual(['12 redis.yaml#redis/server: replicaof redis-0 6379'])
    expect(readText('redis.yaml', text).facts[0]).toMatchObject({
      kind: 'service',
      name: 'server',
      image: 'redis:7.2',
    })
  })

  it('settings that an operator makes', () => {
    const text = `apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata: {name: cache}
spec:
  redis:
    customConfig:
      - "maxclients 100"
  sentinel:
    customConfig:
      - "down-after-milliseconds 2000"
`
    expect(directives('a.yaml', text)).toEqual([
      '7 a.yaml#redis: maxclients 100',
      '10 a.yaml#sentinel: sentinel down-after-milliseconds mymaster 2000',
    ])
  })
})

describe('a compose file', () => {
  it('commands, and confs under configs', () => {
    const text = `services:
  n1:
    image: valkey/valkey:8
    command: redis-server --appendonly yes --save "" --port 6380
  n2:
    image: redis
    command: ["--replicaof", "n1", "6380"]
configs:
  redis.conf:
    content: |
      maxmemory 1gb
`
    expect(directives('compose.yaml', text)).toEqual([
      '4 compose.yaml#n1: appendonly yes',
      '4 compose.yaml#n1: save ""',
      '4 compose.yaml#n1: port 6380',
      '7 compose.yaml#n2: replicaof n1 6380',
      '11 compose.yaml#redis.conf: maxmemory 1gb',
    ])
  })

  it('what the images of bitnami make of their environment', () => {
    const text = `services:
  replica:
    image: docker.io/bitnami/redis:7.2
    environment:
      - REDIS_REPLICATION_MODE=slave
      - REDIS_MASTER_HOST=master
      - REDIS_MASTER_PASSWORD=hunter2hunter2
      - REDIS_PASSWORD=hunter2hunter2
      - REDIS_ACLFILE=\${ACL}
  watch:
    image: bitnami/valkey-sentinel
    environment:
      VALKEY_PRIMARY_HOST: master
      VALKEY_SENTINEL_QUORUM: "1"
`
    expect(directives('compose.yaml', text)).toEqual([
      '2 compose.yaml#replica: port 6379',
      '2 compose.yaml#replica: appendonly yes',
      '8 compose.yaml#replica: requirepass hunter2hunter2',
      '7 compose.yaml#replica: masterauth hunter2hunter2',
      '6 compose.yaml#replica: replicaof master 6379',
      '10 compose.yaml#watch: port 26379',
      '14 compose.yaml#watch: sentinel monitor mymaster master 6379 1',
      '10 compose.yaml#watch: sentinel down-after-milliseconds mymaster 60000',
      '10 compose.yaml#watch: sentinel failover-timeout mymaster 180000',
      '10 compose.yaml#watch: sentinel resolve-hostnames yes',
      '10 compose.yaml#watch: sentinel announce-hostnames no',
    ])
    expect(
      readText('a', text)
        .facts.map((fact) => fact.text)
        .join('\n'),
    ).not.toContain('hunter2')
  })

  it('one that is a bomb is not taken apart', () => {
    const levels = Array.from(
      {length: 9},
      (_, index) =>
        `l${index + 1}: &l${index + 1} [${Array.from({length: 9}, () => `*l${index}`).join(', ')}]`,
    )
    const {unread, facts} = readText(
      'a.yaml',
      `services:\n  a: {image: redis}\nl0: &l0 [x, x, x]\n${levels.join('\n')}\n`,
    )
    expect(facts).toEqual([])
    expect(unread.map(({why}) => why)).toEqual(['its YAML aliases stand for more than they should'])
    const deep = `services:\n  a: ${'['.repeat(200_000)}`
    expect(readText('a.yaml', deep).facts).toEqual([])
  })
})
