import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {toLibraryWords} from './library-words.ts'

test.each([
  ['--down-after is 1sms, which no sentinel takes.', '`downAfterMs` is 1sms, which no sentinel takes.'],
  ['Replace it: add --replace.', 'Replace it: add `replace: true`.'],
  ['Choose --quorum 1, or leave it out.', 'Choose `quorum: 1`, or leave it out.'],
  ['--host 10.0.0.1 would be open to the network.', "`host: '10.0.0.1'` would be open to the network."],
  [
    'Write the option itself: --sentinel-set down-after-milliseconds=500.',
    "Write the option itself: `sentinelSet: ['down-after-milliseconds=500']`.",
  ],
  ['The --links of it are down.', 'The `links: true` of it are down.'],
  ['Bring it back: redislab start n1', "Bring it back: deployment.start('n1')"],
  ['Bring both back: redislab start n1 n2 --name blue', "Bring both back: deployment.start(['n1', 'n2'])"],
  [
    'Bring one back: redislab start sentinels, or redislab resume sentinels',
    "Bring one back: deployment.start('sentinels'), or deployment.resume('sentinels')",
  ],
  [
    'redislab status --name blue shows the whole; redislab explain says why there was no failover.',
    'deployment.status() shows the whole; deployment.explain() says why there was no failover.',
  ],
  ['redislab pause TARGET freezes an instance.', 'deployment.pause(target) freezes an instance.'],
  ['Wait for it: redislab status --wait 30s', 'Wait for it: deployment.awaitFailover()'],
  [
    'Start it with links: redislab up 1m1r3s --links --replace --name blue',
    "Start it with links: startDeployment('1m1r3s', {links: true})",
  ],
  ['start again with redislab up --replace.', 'start again with startDeployment(topology).'],
  [
    'redislab down --name green removes it, after all.',
    "(await findDeployment('green')).close() removes it, after all.",
  ],
  ['Take all of it down: redislab down --name blue', 'Take all of it down: deployment.close()'],
  ['Try: redislab failover shard:1, or a replica.', "Try: deployment.failover('shard:1'), or a replica."],
  [
    'Without asking its master: redislab failover n3 --force',
    "Without asking its master: deployment.failover('n3', {manner: 'force'})",
  ],
  [
    'redislab reshard --from shard:1 --count 100 --to shard:2',
    "deployment.reshard({from: 'shard:1', count: 100, to: 'shard:2'})",
  ],
  ['redislab reshard 0-100 --to shard:2', "deployment.reshard({slots: '0-100', to: 'shard:2'})"],
  ['redislab delay n1 200ms', "deployment.delay('n1', {delayMs: 200})"],
  ['redislab delay n1 --bandwidth 1mb', "deployment.delay('n1', {bytesPerSecond: 1_000_000})"],
  ['Name two: redislab partition n1 --from n2', "Name two: deployment.partition('n1', {from: 'n2'})"],
  // What programs do not have is typed in a terminal, for the right deployment.
  [
    'Promote one: redislab cli replica -- REPLICAOF NO ONE --set',
    'Promote one: redislab cli --name blue replica -- REPLICAOF NO ONE --set',
  ],
  [
    'redislab doctor checks the machine; --timing lab starts faster.',
    'redislab doctor checks the machine; `timing` lab starts faster.',
  ],
  [
    'redislab render 1m1r1s --links --out DIR shows it filled in.',
    'redislab render 1m1r1s --links --out DIR shows it filled in.',
  ],
  // No command, though it reads like one.
  ['redislab sets "port" itself.', 'redislab sets "port" itself.'],
])('%s', (typed, said) => {
  expect(toLibraryWords(typed, 'blue')).toBe(said)
})

const src = path.resolve(import.meta.dirname, '../..')

// Flags of other programs, and of commands that only a terminal has.
const otherFlags = [
  'check-system',
  'format',
  'mount-proc',
  'version',
  'sentinel',
  'tls-replication',
  'tls-port',
  'user',
  'cacert',
  'cert',
  'key',
  'save',
  'env-file',
  'out',
  'wait',
  'jsonl',
  'json',
  'thorough',
  'tail',
  'follow',
  'all',
  'help',
  'fix',
  'disable-wasm-trap-handler',
  'cluster-replicas',
  'tls-ca',
  'detach',
  'namespace',
  'image',
  'cluster-announce-ip',
  'type',
  'volumes',
  'context',
  'server-side',
  'filename',
]
// Commands that a program does not have.
const otherCommands = [
  'cli',
  'render',
  'doctor',
  'exec',
  'lab',
  'completion',
  'clean',
  'certify',
  'collect',
  'open',
]
test('every flag and every command that a message names has its word', async () => {
  const allCommands = (await readdir(path.join(src, 'commands'))).map((name) => name.replace(/\.ts$/, ''))
  const unknown = (await readMessages()).flatMap(({file, text}) => {
    const flags = [...text.matchAll(/(?<![\w-])--([a-z][a-z-]*[a-z])/g)].map((match) => match[1] ?? '')
    const commands = [...text.matchAll(/\bredislab ([a-z]+)\b/g)].map((match) => match[1] ?? '')
    return [
      ...flags
        .filter((flag) => !otherFlags.includes(flag) && toLibraryWords(`--${flag}`).startsWith('--'))
        .map((flag) => `${file}: --${flag}`),
      ...commands
        .filter((command) => allCommands.includes(command) && !otherCommands.includes(command))
        .filter((command) => toLibraryWords(`redislab ${command}`).startsWith('redislab'))
        .map((command) => `${file}: redislab ${command}`),
    ]
  })
  expect(unknown).toEqual([])
})

/** The lines with a text in them, of the rooms whose errors a program meets. */
async function readMessages() {
  const rooms = ['core', 'lines', 'engine', 'load', 'runner', 'api']
  const names = (
    await Promise.all(
      rooms.map((room) =>
        readdir(path.join(src, room), {recursive: true}).then((found) =>
          found.map((name) => path.join(room, name)),
        ),
      ),
    )
  ).flat()
  const files = names.filter(
    (name) =>
      /(?<!\.test)\.ts$/.test(name) &&
      // A program has no diagnose: its findings name what people type. What containers are asked with is of their engine.
      !/^(engine\/(host\/(container|run-server)|servers\/images)|core\/(completion|contract\/schemas|diagnosis|evidence|lab|redis|text\/(library-words|name-flag))|engine\/sources)/.test(
        name,
      ),
  )
  const texts = await Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(path.join(src, file), 'utf8')).split('\n')
      return lines
        .filter((line) => /['"`]/.test(line) && !/^\s*(\/\/|\/?\*)/.test(line))
        .map((text) => ({file, text}))
    }),
  )
  return texts.flat()
}
