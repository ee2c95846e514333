import type {BadInput} from '../bad-input.ts'

/** What cannot be run on a deployment. */
export const programs: readonly BadInput[] = [
  {
    typed: 'cli get foo',
    code: 'OPTION_INVALID',
    message: '"get" is not a target.',
    suggestions: [
      'For a command on the master: redislab cli -- get foo',
      'A target is a name (n2, s1), a role (master, replica, replica:2, sentinel, leader), or several (replicas, sentinels, killed, all); in a cluster also shard:2, shard:2/master, slot:866, key:foo; with --hosts also host:NAME.',
    ],
  },
  {
    typed: 'cli replicas -- PING',
    stage: 'sentinels',
    code: 'TARGET_AMBIGUOUS',
    message: '"replicas" is more than one instance; redis-cli opens one.',
    suggestions: ['Name one: n1, replica:2, s1.'],
  },
  {
    typed: 'cli n2 -- PING',
    stage: 'replicas',
    code: 'WRONG_STATE',
    message: 'n2 does not run: it is dead.',
    suggestions: ['Bring it back: redislab start n2'],
  },
  {
    typed: 'cli n3 -- PING',
    stage: 'replicas',
    code: 'WRONG_STATE',
    message: 'n3 does not run: it is stopped.',
    suggestions: ['Bring it back: redislab start n3'],
  },
  {
    typed: "exec -- ''",
    code: 'USAGE',
    message: 'The command to run is empty: "".',
    suggestions: ['Is the variable that holds it set? Example: redislab exec -- npm test'],
  },
  {
    typed: 'load',
    code: 'USAGE',
    message: 'KIND is missing: acked-writes, reads, locks, blocked-pops or pubsub.',
    suggestions: ['redislab load --help shows how it is used.'],
  },
  {
    typed: 'load foo',
    code: 'USAGE',
    message: 'KIND: "foo" is none of acked-writes, reads, locks, blocked-pops, pubsub.',
    suggestions: ['redislab load --help shows how it is used.'],
  },
  {
    typed: 'load reads --strategy lua',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--strategy is for locks, not for reads.',
    suggestions: ['redislab load locks --strategy lua'],
  },
  {
    typed: 'load locks --strategy mine',
    stage: 'sentinels',
    code: 'USAGE',
    message:
      '--strategy: "mine" is none of setnx-expire, set-nx-ex, set-nx-ex-token, lua, watchdog, redlock.',
    suggestions: ['redislab load --help shows how it is used.'],
  },
  {
    typed: 'load acked-writes --at replicas',
    stage: 'sentinels',
    code: 'TARGET_AMBIGUOUS',
    message: 'replicas are several: a load stays at one instance.',
    suggestions: ['Name one: n2, n3.'],
  },
  {
    typed: 'load acked-writes --at s1',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: 's1 is a sentinel and holds no data.',
    suggestions: ['Name a data instance: n1, master, replica.'],
  },
  {
    typed: 'load acked-writes --master other',
    stage: 'sentinels',
    code: 'TARGET_NOT_FOUND',
    message: 'There is no master named "other" in this deployment.',
    suggestions: ['Its masters are mymaster.'],
  },
  {
    typed: 'load acked-writes',
    stage: 'masters',
    code: 'TARGET_AMBIGUOUS',
    message: 'There are 2 masters to put a load on.',
    suggestions: ['Say which with --master: mymaster-1, mymaster-2.'],
  },
  {
    typed: 'load acked-writes',
    stage: 'masterless',
    code: 'TARGET_NOT_FOUND',
    message: 'No instance of mymaster is master now.',
    suggestions: ['See what there is: redislab status'],
  },
  {
    typed: 'exec',
    code: 'USAGE',
    message: 'The command to run is missing: it comes after --.',
    suggestions: ['Such as: redislab exec -- npm test'],
  },
  {
    typed: 'exec --json -- true',
    code: 'USAGE',
    message: 'exec has no --json: stdout is that of the command which it runs.',
    suggestions: ['What a lab came to is written to a file: --lab NAME --report FILE'],
  },
  {
    typed: 'exec --port 6380 -- true',
    code: 'USAGE',
    message: '--port is an option of a deployment that is started: it needs --up.',
    suggestions: ['redislab exec --up 1m2r3s --port … -- COMMAND'],
  },
  {
    typed: 'exec --after 1s -- true',
    code: 'USAGE',
    message: '--after needs --lab.',
    suggestions: ['redislab exec --help shows how it is used.'],
  },
  {
    typed: 'exec --lab nowhere -- true',
    code: 'LAB_NOT_FOUND',
    message: 'There is no lab named "nowhere".',
    suggestions: [
      'See what there is: redislab lab list',
      'A lab of your own is named by its file: redislab lab run ./mine.yaml',
    ],
  },
  {
    typed: 'exec --lab failover --port 7000 -- true',
    code: 'USAGE',
    message: '--port and --lab cannot be used together: the lab says that itself.',
    suggestions: [
      'A lab leaves open: --server, --set, --sentinel-set, --password, --sentinel-password, --acl, --tls.',
    ],
  },
  {
    typed: 'exec -- ./nowhere',
    stage: 'sentinels',
    code: 'PROGRAM_NOT_FOUND',
    message: 'There is no command "./nowhere".',
    suggestions: ['A file in this folder is named with its path: ./NAME.'],
  },
  {
    typed: 'exec -- ./file',
    stage: 'sentinels',
    code: 'PROGRAM_NOT_EXECUTABLE',
    message: '"./file" cannot be executed: permission denied.',
    suggestions: ['A script needs a first line such as #!/bin/sh, and chmod +x; or name its interpreter.'],
  },
]
