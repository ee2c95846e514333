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
  ['Bring it back: redislab start n1', "Bring it back: lab.start('n1')"],
  ['Bring both back: redislab start n1 n2 --name blue', "Bring both back: lab.start(['n1', 'n2'])"],
  [
    'Bring one back: redislab start sentinels, or redislab resume sentinels',
    "Bring one back: lab.start('sentinels'), or lab.resume('sentinels')",
  ],
  [
    'redislab status --name blue shows the whole; redislab explain says why there was no failover.',
    'lab.status() shows the whole; lab.explain() says why there was no failover.',
  ],
  ['redislab pause TARGET freezes an instance.', 'lab.pause(target) freezes an instance.'],
  ['Wait for it: redislab status --wait 30s', 'Wait for it: lab.awaitFailover()'],
  [
    'Start it with links: redislab up 1m1r3s --links --replace --name blue',
    "Start it with links: startDeployment('1m1r3s', {links: true})",
  ],
  ['start again with redislab up --replace.', 'start again with startDeployment(topology).'],
  [
    'redislab down --name blue removes it, after all.',
    "(await findDeployment('blue')).stop() removes it, after all.",
  ],
  ['Try: redislab failover shard:1, or a replica.', "Try: lab.failover('shard:1'), or a replica."],
  [
    'Without asking its master: redislab failover n3 --force',
    "Without asking its master: lab.failover('n3', {manner: 'force'})",
  ],
  [
    'redislab reshard --from shard:1 --count 100 --to shard:2',
    "lab.reshard({from: 'shard:1', count: 100, to: 'shard:2'})",
  ],
  ['redislab reshard 0-100 --to shard:2', "lab.reshard({slots: '0-100', to: 'shard:2'})"],
  ['redislab delay n1 200ms', "lab.delay('n1', {delayMs: 200})"],
  ['redislab delay n1 --bandwidth 1mb', "lab.delay('n1', {bytesPerSecond: 1_000_000})"],
  ['Name two: redislab partition n1 --from n2', "Name two: lab.partition('n1', {from: 'n2'})"],
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
