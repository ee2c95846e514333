import {describe, expect, test} from 'vitest'
import {RedislabError} from '../errors/errors.ts'
import {parseLab} from './parse-lab.ts'

const good = `title: A lock
topology: 1m
options:
  set: {maxmemory: 10mb}
clients: [alice, bob]
claims:
  - id: gone
    text: The lock is gone.
steps:
  - alice: SET lock alice
    reply: OK
  - kill: n1
    id: the-kill
  - await: {state: dead, of: killed}
    within: 5s
    measure: deadMs
  - repeat: 2
    steps:
      - bob: GET lock
        error: ECONNREFUSED
        shows: gone
expect:
  - deadMs < 5000
fails-when:
  without: the-kill
`

function problemOf(text: string): string {
  try {
    parseLab(text, 'labs/x.yaml')
  } catch (error) {
    if (error instanceof RedislabError && error.code === 'LAB_INVALID') return error.message
    throw error
  }
  return 'no problem'
}

test('a lab is read', () => {
  const lab = parseLab(good, 'labs/my-lab.yaml')
  expect(lab.name).toBe('my-lab')
  expect(lab.clients).toEqual({alice: {at: 'master'}, bob: {at: 'master'}})
  expect(lab.steps.map(({kind, number, line}) => [kind, number, line])).toEqual([
    ['command', 1, 10],
    ['kill', 2, 12],
    ['await', 3, 14],
    ['repeat', 4, 17],
  ])
})

describe('each mistake is told with its line and column, and what would be right', () => {
  const step = (text: string) =>
    good
      .replace('  - kill: n1\n    id: the-kill\n', `${text}\n`)
      .replace('  without: the-kill', '  values: {}')
  test.each([
    [
      'a misspelt step',
      good.replace('await:', 'awiat:'),
      '14:5: `awiat` is not a step: did you mean `await`?',
    ],
    [
      'a misspelt word',
      good.replace('reply: OK', 'replay: OK'),
      '11:5: `replay` does not belong here: did you mean `reply`?',
    ],
    [
      'a misspelt heading',
      good.replace('title:', 'tilte:'),
      '1:1: `tilte` does not belong here: did you mean `title`?',
    ],
    ['a missing topology', good.replace('topology: 1m\n', ''), '1:1: `topology` is missing.'],
    [
      'a bad topology',
      good.replace('1m\n', '1x\n'),
      '2:11: "1x" is not a topology. Write masters, replicas and sentinels as in 1m2r3s (1 master, 2 replicas, 3 sentinels); 1m and 1m2r work too.',
    ],
    [
      'a sentinel without a master',
      good.replace('1m\n', '3s\n'),
      '2:11: "3s" is not a topology. Write masters, replicas and sentinels as in 1m2r3s (1 master, 2 replicas, 3 sentinels); 1m and 1m2r work too.',
    ],
    [
      'an unknown option',
      good.replace('  set:', '  sett:'),
      '4:3: `sett` does not belong here: did you mean `set`?',
    ],
    [
      'a wrong option',
      good.replace('set: {maxmemory: 10mb}', 'links: yes please'),
      '4:10: `links` must be true or false.',
    ],
    [
      'a duration without unit',
      good.replace('within: 5s', 'within: 5'),
      '15:13: `within` must be a number and a unit: 200ms, 5s, 1.5s, 2m.',
    ],
    [
      'a duration in words',
      good.replace('within: 5s', 'within: 5 seconds'),
      '15:13: `within`: "5 seconds" is not a duration.',
    ],
    [
      'an unknown target',
      good.replace('kill: n1', 'kill: mastr'),
      '12:11: `kill`: "mastr" is not a target: did you mean `master`?',
    ],
    [
      'an unknown client',
      good.replace('- alice:', '- alise:'),
      '10:5: `alise` is not a step: did you mean `alice`?',
    ],
    [
      'an unknown state',
      good.replace('state: dead', 'state: ded'),
      '14:20: `state` must be one of running, paused, dead, stopped: did you mean `dead`?',
    ],
    [
      'an unknown condition',
      good.replace('{state: dead, of: killed}', '{sate: dead}'),
      '14:13: `sate` does not belong here: did you mean `state`?',
    ],
    [
      'no condition',
      good.replace('{state: dead, of: killed}', 'dead'),
      '14:12: `await` needs one of event, log, role, state, ready, writable, info, client, message, that, as in {event: …}.',
    ],
    [
      'a claim that nobody made',
      good.replace('shows: gone', 'shows: gonne'),
      '7:5: nothing decides the claim `gone`: give it `holds`, or a step that `shows` or `refutes` it.',
    ],
    [
      'two verbs',
      step('  - kill: n1\n    pause: n1'),
      '13:5: `pause` is a step of its own: begin it with a hyphen.',
    ],
    [
      'a step that is a word',
      step('  - kill'),
      '12:5: a step is a map, such as `- kill: master` or `- alice: GET key`.',
    ],
    [
      'a step without a verb',
      step('  - id: nothing'),
      '12:5: the step does not say what to do: it needs a word such as kill, await, wait, or a client.',
    ],
    [
      'a reply and an error',
      good.replace('    reply: OK', '    reply: OK\n    error: ERR'),
      '12:5: `reply` and `error` cannot both come.',
    ],
    [
      'an open quote',
      good.replace('GET lock', 'GET "lock'),
      '19:14: a quote in the command is not closed, or something follows it directly.',
    ],
    [
      'a broken pattern',
      good.replace('reply: OK', 'reply: {matches: "("}'),
      '11:22: `matches`: Invalid regular expression: /(/: Unterminated group.',
    ],
    [
      'a misspelt pattern',
      good.replace('reply: OK', 'reply: {mathces: OK}'),
      '11:13: `mathces` does not belong here: did you mean `matches`?',
    ],
    [
      'an expectation that is none',
      good.replace('deadMs < 5000', 'deadMs << 5000'),
      '23:5: `expect`: "<<" is not an operator here: use + - * / % < <= > >= == != && ||.',
    ],
    [
      'a value that nobody measured',
      good.replace('deadMs < 5000', 'dedMs < 5000'),
      '23:5: there is no value `dedMs`: did you mean `deadMs`?',
    ],
    [
      'a placeholder for nothing',
      step('  - alice: GET ${kye}'),
      '12:5: there is no value `kye`; there are phases, failover, failovers, locks, server, deadMs.',
    ],
    [
      'a mark that is not set',
      good.replace('measure: deadMs', 'measure: deadMs\n    since: begin'),
      '17:12: there is no mark `begin`; there are start.',
    ],
    ['a load that never began', step('  - end: writer'), '12:10: there is no load `writer`.'],
    [
      'an answer of nobody',
      step('  - answer: carol'),
      '12:13: `carol` is not one of the clients: alice, bob.',
    ],
    [
      'a step to leave out that is not there',
      good.replace('without: the-kill', 'without: the-kil'),
      '25:12: there is no step with the id `the-kil`: did you mean `the-kill`?',
    ],
    [
      'two claims of one id',
      good.replace('steps:', '  - id: gone\n    text: Again.\nsteps:'),
      '9:9: there are two claims `gone`.',
    ],
    [
      'a server that nobody knows',
      good.replace('id: the-kill', 'id: the-kill\n    when: mongodb'),
      '14:11: `when`: "mongodb" is not a condition on the server; write such as redis, redis >= 7.2 or valkey.',
    ],
    ['repeated nothing', good.replace('repeat: 2', 'repeat: 0'), '17:13: `repeat`: it is at least 1.'],
    [
      'a control character in what is told',
      good.replace('title: A lock', 'title: "A \\e[2Jlock"'),
      '1:8: `title`: the text holds a control character.',
    ],
    [
      'a client that is called as a step is',
      good.replace('[alice, bob]', '[alice, bob, kill]'),
      '5:10: `kill` is a step, and cannot be the name of a client.',
    ],
    [
      'a condition since a mark that is not set',
      good.replace('{state: dead, of: killed}', '{event: fault-injected, since: begin}'),
      '14:43: there is no mark `begin`; there are start.',
    ],
    [
      'a setting that names a program',
      good.replace('set: {maxmemory: 10mb}', 'sentinel-set: {notification-script: /bin/sh}'),
      '4:18: `notification-script` names files or programs of this machine, which a lab must not; who runs it may: redislab lab run --sentinel-set s1:notification-script=….',
    ],
    [
      'a module, in what a lab fails with',
      good.replace('without: the-kill', 'options: {set: {LoadModule: ./evil.so}}'),
      '25:19: `LoadModule` names files or programs of this machine, which a lab must not; who runs it may: redislab lab run --set n1:LoadModule=….',
    ],
    [
      'a module for one instance, in a list',
      good.replace('set: {maxmemory: 10mb}', 'set: [maxmemory=10mb, "n1:loadmodule=./evil.so"]'),
      '4:25: `n1:loadmodule` names files or programs of this machine, which a lab must not; who runs it may: redislab lab run --set n1:loadmodule=….',
    ],
    [
      'a quorum of more sentinels than there are',
      'title: x\ntopology: 1m3s\noptions: {quorum: 7}\nsteps: [{kill: master}]\n',
      '3:19: A quorum of 7 is not possible with 3 sentinels. Choose `quorum` from 1 to 3.',
    ],
    [
      'a directive that is not for labs to set',
      'title: x\ntopology: 1m\noptions: {set: {port: 7000}}\nsteps: [{kill: master}]\n',
      '3:23: `set` "port=7000": redislab sets "port" itself. Leave it out.',
    ],
    [
      'a time of nothing',
      'title: x\ntopology: 1m3s\noptions: {down-after: 0ms}\nsteps: [{kill: master}]\n',
      '3:23: `down-after` must be 1ms at least.',
    ],
    [
      'an instance that there will not be',
      'title: x\ntopology: 1m1s\nsteps: [{kill: n2}]\n',
      '3:16: there is no `n2` in 1m1s, which has n1, s1.',
    ],
    ['no steps', 'title: x\ntopology: 1m\nsteps: []\n', '3:8: `steps`: a lab needs a step.'],
    [
      'the same word twice',
      good.replace('    reply: OK', '    reply: OK\n    reply: 1'),
      '12:5: it is not YAML: Map keys must be unique.',
    ],
    [
      'no YAML',
      'title: [x\n',
      '2:1: it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(',')}]`)
        .join('\n')}\n`,
      '1:1: it repeats itself too often by aliases (*name).',
    ],
    [
      'steps that hold themselves',
      good.replace('steps:\n', 'steps: &s\n  - repeat: 2\n    steps: *s\n'),
      '11:12: it is nested deeper than 100, or holds itself by an alias.',
    ],
    [
      'a deep nest',
      `title: ${'['.repeat(150)}${']'.repeat(150)}`,
      '1:108: it is nested deeper than 100, or holds itself by an alias.',
    ],
    [
      'a second document',
      `${good}---\ntitle: another\n`,
      '26:1: a file holds one lab: this begins another document.',
    ],
    [
      'a word that is like none',
      `${good}qqqqqqqq: 1\n`,
      '26:1: `qqqqqqqq` does not belong here; here can stand title, topic, about, topology, options, requires, values, clients, claims, steps, expect, certify, fails-when.',
    ],
    ['an empty file', '', '1:1: it must be a map of names and values.'],
    ['a list', '- a\n', '1:1: it must be a map of names and values.'],
  ])('%s', (_, text, told) => {
    expect(problemOf(text)).toBe(`labs/x.yaml:${told}`)
  })

  test('all of them, in the order of the file', () => {
    try {
      parseLab(good.replace('await:', 'awiat:').replace('reply: OK', 'replay: OK'), 'x.yaml')
      expect.unreachable()
    } catch (error) {
      const {details} = error as RedislabError
      expect(details?.['problems']).toMatchObject([
        {line: 11, column: 5},
        {line: 14, column: 5},
      ])
    }
  })
})
