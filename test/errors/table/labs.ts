import type {BadInput} from '../bad-input.ts'

/** What is no lab, or not to be done with one. */
export const labs: readonly BadInput[] = [
  {
    typed: 'lab runn',
    code: 'COMMAND_UNKNOWN',
    message: 'redislab has no command "lab runn".',
    suggestions: ['Did you mean this? redislab lab run', 'redislab lab --help lists its commands.'],
  },
  {
    typed: 'lab list foo',
    code: 'USAGE',
    message: 'lab list takes no arguments, but got "foo".',
    suggestions: ['redislab lab list --help shows how it is used.'],
  },
  {
    typed: 'lab list --topic cats',
    code: 'USAGE',
    message: '--topic: "cats" is none of locks, replication, sentinel, cluster, applications, environment.',
    suggestions: ['redislab lab list --help shows how it is used.'],
  },
  {
    typed: 'lab list --lang fr',
    code: 'USAGE',
    message: '--lang: "fr" is none of en, zh.',
    suggestions: ['redislab lab list --help shows how it is used.'],
  },
  {
    typed: 'lab show',
    code: 'USAGE',
    message: 'LAB is missing: a name that redislab lab list shows, or a file.',
    suggestions: ['redislab lab show --help shows how it is used.'],
  },
  {
    typed: 'lab show failovr',
    code: 'LAB_NOT_FOUND',
    message: 'There is no lab named "failovr".',
    suggestions: [
      'Did you mean failover?',
      'See what there is: redislab lab list',
      'A lab of your own is named by its file: redislab lab run ./mine.yaml',
    ],
  },
  {
    typed: 'lab show ./nowhere.yaml',
    code: 'LAB_NOT_FOUND',
    message: 'The lab ./nowhere.yaml cannot be read: there is no such file.',
    suggestions: ['See what there is: redislab lab list', 'A starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab check',
    code: 'USAGE',
    message: 'LAB is missing: lab files, or names of labs.',
    suggestions: ['redislab lab check --help shows how it is used.'],
  },
  {
    typed: 'lab run',
    code: 'USAGE',
    message: 'No lab given.',
    suggestions: ['See what there is: redislab lab list', 'All of them: redislab lab run --all'],
  },
  {
    typed: 'lab run failovr',
    code: 'LAB_NOT_FOUND',
    message: 'There is no lab named "failovr".',
    suggestions: [
      'Did you mean failover?',
      'See what there is: redislab lab list',
      'A lab of your own is named by its file: redislab lab run ./mine.yaml',
    ],
  },
  {
    typed: 'lab run ./nowhere.yaml',
    code: 'LAB_NOT_FOUND',
    message: 'The lab ./nowhere.yaml cannot be read: there is no such file.',
    suggestions: ['See what there is: redislab lab list', 'A starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./empty.yaml',
    code: 'LAB_INVALID',
    message: 'empty.yaml:1:1: it must be a map of names and values.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./list.yaml',
    code: 'LAB_INVALID',
    message: 'list.yaml:1:1: it must be a map of names and values.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./binary.yaml',
    code: 'LAB_INVALID',
    message: 'binary.yaml:1:1: `topology` is missing.',
    suggestions: [
      'binary.yaml:1:1: `steps` is missing',
      'binary.yaml:1:8: `title`: the text holds a control character',
      'How labs are written: docs/labs.md; a starting point: redislab lab new NAME',
    ],
  },
  {
    typed: 'lab run ./broken.yaml',
    code: 'LAB_INVALID',
    message:
      'broken.yaml:2:1: it is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bomb.yaml',
    code: 'LAB_INVALID',
    message: 'bomb.yaml:1:1: it repeats itself too often by aliases (*name).',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./no-steps.yaml',
    code: 'LAB_INVALID',
    message: 'no-steps.yaml:1:1: `steps` is missing.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./misspelt-step.yaml',
    code: 'LAB_INVALID',
    message: 'misspelt-step.yaml:4:5: `kil` is not a step: did you mean `kill`?',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./unknown-field.yaml',
    code: 'LAB_INVALID',
    message: 'unknown-field.yaml:3:1: `stepps` does not belong here: did you mean `steps`?',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-topology.yaml',
    code: 'LAB_INVALID',
    message: 'bad-topology.yaml:2:11: "m1r2" is not a topology. Did you mean 1m2r?',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-duration.yaml',
    code: 'LAB_INVALID',
    message: 'bad-duration.yaml:4:11: `wait` must be a number and a unit: 200ms, 5s, 1.5s, 2m.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-target.yaml',
    code: 'LAB_INVALID',
    message:
      'bad-target.yaml:4:11: `kill`: "the-master" is not a target: write a name (n2, s1), a role (master, replica, replica:2, sentinel, leader), or several (replicas, sentinels, killed, all); in a cluster also shard:2, shard:2/master, slot:866, key:foo; with --hosts also host:NAME.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./unknown-instance.yaml',
    code: 'LAB_INVALID',
    message: 'unknown-instance.yaml:4:11: there is no `n7` in 1m2r3s, which has n1, n2, n3, s1, s2, s3.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-quorum.yaml',
    code: 'LAB_INVALID',
    message:
      'bad-quorum.yaml:3:19: A quorum of 7 is not possible with 3 sentinels. Choose `quorum` from 1 to 3.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./reserved.yaml',
    code: 'LAB_INVALID',
    message: 'reserved.yaml:3:23: `set` "port=7000": redislab sets "port" itself. Leave it out.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./unknown-client.yaml',
    code: 'LAB_INVALID',
    message:
      'unknown-client.yaml:5:5: `bob` is not a step: it can be a client (alice), an instance (n1, master, s1), or wait, await, never, kill, stop, start, restart, pause, resume, failover, sleep, disconnect, set, fill, partition, delay, heal, load, end, answer, close, observe, note, check, reshard, acquire, release, freeze, thaw, crash, huge-pages, check-system, process-status, edit, repeat, each, together.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./unknown-claim.yaml',
    code: 'LAB_INVALID',
    message: 'unknown-claim.yaml:7:12: there is no claim `no-such-claim`.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-expression.yaml',
    code: 'LAB_INVALID',
    message: 'bad-expression.yaml:6:5: `expect`: Expected expression after < at character 16.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run ./bad-event.yaml',
    code: 'LAB_INVALID',
    message:
      'bad-event.yaml:4:20: `event`: "+switch-mastr" is not a kind of event: did you mean `+switch-master`?',
    suggestions: [
      'bad-event.yaml:4:35: `within` does not belong here; here can stand event, of, fields, since',
      'How labs are written: docs/labs.md; a starting point: redislab lab new NAME',
    ],
  },
  {
    typed: 'lab run ./cluster-sentinels.yaml',
    code: 'LAB_INVALID',
    message:
      'cluster-sentinels.yaml:2:11: The topology "3m3r3s" has sentinels, and a cluster has none. In a cluster the masters themselves watch each other: leave the sentinels out, as in 3m3r.',
    suggestions: ['How labs are written: docs/labs.md; a starting point: redislab lab new NAME'],
  },
  {
    typed: 'lab run --all failover',
    code: 'USAGE',
    message: '--all and the name of a lab (failover) cannot be used together.',
    suggestions: ['Only this: redislab lab run failover', 'All of them: redislab lab run --all'],
  },
  {
    typed: 'lab run --topic cats',
    code: 'USAGE',
    message: '--topic: "cats" is none of locks, replication, sentinel, cluster, applications, environment.',
    suggestions: ['redislab lab run --help shows how it is used.'],
  },
  {
    typed: 'lab run failover --repeat 0',
    code: 'OPTION_INVALID',
    message: '--repeat: "0" is not a whole number from 1 to 10000.',
    suggestions: ['Write it in digits: 2.'],
  },
  {
    typed: 'lab run failover --keep sometimes',
    code: 'USAGE',
    message: '--keep: "sometimes" is none of failure, always.',
    suggestions: ['redislab lab run --help shows how it is used.'],
  },
  {
    typed: 'lab run failover --server 99.9',
    code: 'SERVER_NOT_FOUND',
    message: 'No server here is "99.9".',
    suggestions: [
      'There is redis 7.0.15 (/usr/bin/redis-server).',
      'Install it (apt-get install valkey-server, dnf install valkey), or name the folder of one that you built or unpacked: REDISLAB_SERVERS=DIR',
      'Or name a file: --server ./valkey-server',
    ],
  },
  {
    typed: 'lab run failover --server ./talks',
    code: 'SERVER_NOT_FOUND',
    message: '/here/talks is not a Redis or Valkey server: its --version says "hello".',
    suggestions: ['redislab servers shows which servers are here.'],
  },
  {
    typed: 'lab run failover --set maxmemory',
    code: 'DIRECTIVE_INVALID',
    message: '--set "maxmemory": a directive needs a name and a value.',
    suggestions: ['Write --set name=value: maxmemory=64mb.'],
  },
  {
    typed: 'lab run failover --lang fr',
    code: 'USAGE',
    message: '--lang: "fr" is none of en, zh.',
    suggestions: ['redislab lab run --help shows how it is used.'],
  },
  {
    typed: 'lab run ./no-failure.yaml --negative',
    code: 'OPTION_INVALID',
    message: 'no-failure does not say under which change it must fail.',
    suggestions: ['Say so in the file, with fails-when.'],
  },
  {
    typed: 'lab new',
    code: 'USAGE',
    message: 'NAME is missing: the name of the lab: NAME.yaml is written.',
    suggestions: ['redislab lab new --help shows how it is used.'],
  },
  {
    typed: 'lab new ../x',
    code: 'OPTION_INVALID',
    message: '"../x" cannot be the name of a lab.',
    suggestions: ['Use letters, digits, dash, underscore and dot, beginning with a letter or digit.'],
  },
  {
    typed: 'lab new mine --out ./nowhere',
    code: 'OPTION_INVALID',
    message: 'There is no folder nowhere.',
    suggestions: ['Make it first: mkdir -p nowhere'],
  },
  {
    typed: 'lab new mine --out ./file',
    code: 'OPTION_INVALID',
    message: 'There is no folder file.',
    suggestions: ['That is a file: name a folder with --out.'],
  },
  {
    typed: 'lab new mine --out /proc',
    code: 'PERMISSION_DENIED',
    message: 'No file can be made in /proc.',
    suggestions: ['Name a folder that you can write with --out.'],
  },
  {
    typed: 'lab new empty',
    code: 'OPTION_INVALID',
    message: 'empty.yaml already exists.',
    suggestions: ['Choose another name.'],
  },
]
