import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const lab = (steps: string, topology = '1m') => `title: A lab with a mistake\ntopology: ${topology}\n${steps}`

/** What lies in the folder where the bad inputs are typed. */
const files: Readonly<Record<string, string>> = {
  file: 'a file, no folder\n',
  'empty.yaml': '',
  'list.yaml': '- one\n- two\n',
  'binary.yaml': 'title: \u0000\u0001\n',
  'broken.yaml': 'title: [unclosed\nsteps:\n  - kill: master\n',
  'bomb.yaml': [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
      const before = String.fromCharCode('a'.charCodeAt(0) + index)
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`
    }),
    '',
  ].join('\n'),
  'no-steps.yaml': lab(''),
  'misspelt-step.yaml': lab('steps:\n  - kil: master\n'),
  'unknown-field.yaml': lab('stepps: []\nsteps:\n  - kill: master\n'),
  'bad-topology.yaml': lab('steps:\n  - kill: master\n', 'm1r2'),
  'bad-duration.yaml': lab('steps:\n  - wait: 5\n'),
  'bad-target.yaml': lab('steps:\n  - kill: the-master\n'),
  'unknown-instance.yaml': lab('steps:\n  - kill: n7\n', '1m2r3s'),
  'bad-quorum.yaml': lab('options: {quorum: 7}\nsteps:\n  - kill: master\n', '1m2r3s'),
  'reserved.yaml': lab('options: {set: {port: 7000}}\nsteps:\n  - kill: master\n'),
  'unknown-client.yaml': lab('clients: [alice]\nsteps:\n  - bob: PING\n'),
  'unknown-claim.yaml': lab(
    'clients: [alice]\nsteps:\n  - alice: PING\n    reply: PONG\n    shows: no-such-claim\n',
  ),
  'bad-expression.yaml': lab('steps:\n  - kill: master\nexpect:\n  - phases.odownMs <\n'),
  'bad-event.yaml': lab('steps:\n  - await: {event: +switch-mastr, within: 1s}\n', '1m2r3s'),
  'cluster-sentinels.yaml': lab('options: {cluster: true}\nsteps:\n  - kill: n1\n', '3m3r3s'),
  'no-failure.yaml': lab('clients: [alice]\nsteps:\n  - alice: PING\n    reply: PONG\n'),
  'no-port/redis.conf': 'bind {{host}}\ndir {{dir}}\n',
  'no-bind/redis.conf': 'port {{port}}\ndir {{dir}}\n',
  'no-sentinel-port/sentinel.conf': 'bind {{host}}\ndir {{dir}}\n',
  'no-monitor/sentinel.conf': 'port {{port}}\nbind {{host}}\ndir {{dir}}\n',
  'misspelt/redis.conf': 'port {{port}}\nbind {{hots}}\n',
  'unclosed/redis.conf': 'port {{port}}\n{{#replicaOf}}\nbind {{host}}\n',
  'partial/redis.conf': 'port {{port}}\nbind {{host}}\n{{> other}}\n',
  'no-links/redis.conf': 'port {{port}}\nbind {{host}}\ndir {{dir}}\n',
  'production/redis.conf': 'port {{port}}\nbind {{host}}\ndir /var/lib/redis\n',
  'production/sentinel.conf': 'port {{port}}\nbind {{host}}\nsentinel monitor orders 10.0.0.5 6379 2\n',
  'no-templates/readme.txt': '',
  'conf/n1/redis.conf': 'port 6380\n',
}

const program = (version: string) => `#!/bin/sh\necho "${version}"\n`
const programs: Readonly<Record<string, string>> = {
  'old-server': program('Redis server v=5.0.14 sha=0:0 malloc=libc bits=64 build=0'),
  'keydb-server': program('KeyDB server v=6.3.4 sha=0:0 malloc=libc bits=64 build=0'),
  talks: program('hello'),
}

/** Writes them. */
export function writeFiles(folder: string): void {
  for (const [name, text] of Object.entries({...files, ...programs})) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), {recursive: true})
    writeFileSync(file, text)
    if (name in programs) chmodSync(file, 0o755)
  }
}
