import type {BadInput} from '../bad-input.ts'

/** What cannot be looked at, or taken down. */
export const views: readonly BadInput[] = [
  {
    typed: 'reset n1',
    code: 'USAGE',
    message: 'reset takes no arguments, but got "n1".',
    suggestions: [
      'For the deployment of that name: redislab reset --name n1',
      'redislab reset --help shows how it is used.',
    ],
  },
  {
    typed: 'await-failover',
    stage: 'masterless',
    code: 'WRONG_STATE',
    message: 'There is no failover in 1m1r: it has no sentinels.',
    suggestions: ['Start one that is watched, such as 1m2r3s, or a cluster.'],
  },
  {
    typed: 'await-failover --timeout 200ms',
    stage: 'sentinels',
    code: 'TIMED_OUT',
    message: 'No failover came within 200 ms.',
    suggestions: ['Nothing was done to a master: redislab kill master'],
  },
  {
    typed: 'await-failover --master other',
    stage: 'sentinels',
    code: 'TARGET_NOT_FOUND',
    message: 'There is no master group named "other".',
    suggestions: ['There is mymaster.'],
  },
  {
    typed: 'status n1 n2',
    code: 'USAGE',
    message: 'status takes no arguments, but got "n1".',
    suggestions: [
      'For the deployment of that name: redislab status --name n1',
      'redislab status --help shows how it is used.',
    ],
  },
  {
    typed: 'status --wait 300ms',
    stage: 'masterless',
    code: 'TIMED_OUT',
    message: 'Still not settled after 300 ms: mymaster has no master; the link of n2 to n1 is down.',
    suggestions: ['redislab status shows the whole; redislab explain says why there was no failover.'],
  },
  {
    typed: 'status',
    stage: 'cutOff',
    code: 'STATE_UNREADABLE',
    message: '/state/default/deployment.json cannot be used: it is cut off or not JSON.',
    suggestions: [
      'redislab down --name default removes it, after ending the processes that are surely its own.',
    ],
  },
  {
    typed: 'status',
    stage: 'otherVersion',
    code: 'STATE_UNREADABLE',
    message:
      '/state/default/deployment.json cannot be used: it was written by a newer redislab (schema 99, this one reads 1).',
    suggestions: ['Use the redislab that it was started with, or a newer one.'],
  },
  {
    typed: 'status',
    stage: 'wrongType',
    code: 'STATE_UNREADABLE',
    message:
      '/state/default/deployment.json cannot be used: plan.instances.0.port is not what redislab writes there.',
    suggestions: [
      'redislab down --name default removes it, after ending the processes that are surely its own.',
    ],
  },
  {
    typed: 'env',
    stage: 'cutOff',
    code: 'STATE_UNREADABLE',
    message: '/state/default/deployment.json cannot be used: it is cut off or not JSON.',
    suggestions: [
      'redislab down --name default removes it, after ending the processes that are surely its own.',
    ],
  },
  {
    typed: 'ls foo',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'ls takes no arguments, but got "foo".',
    suggestions: ['redislab ls --help shows how it is used.'],
  },
  {
    typed: 'ls --all',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'ls has no option --all.',
    suggestions: ['redislab ls --help shows how it is used.'],
  },
  {
    typed: 'down foo',
    code: 'USAGE',
    message: 'down takes no arguments, but got "foo".',
    suggestions: [
      'For the deployment of that name: redislab down --name foo',
      'redislab down --help shows how it is used.',
    ],
  },
  {
    typed: 'down --all foo',
    code: 'USAGE',
    message: 'down takes no arguments, but got "foo".',
    suggestions: [
      'For the deployment of that name: redislab down --name foo',
      'redislab down --help shows how it is used.',
    ],
  },
  {
    typed: 'clean foo',
    code: 'USAGE',
    message: 'clean takes no arguments, but got "foo".',
    suggestions: ['redislab clean --help shows how it is used.'],
  },
  {
    typed: 'clean --all',
    code: 'USAGE',
    message: 'clean has no option --all.',
    suggestions: ['redislab clean --help shows how it is used.'],
  },
  {
    typed: 'logs --grep [',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--grep: "[" is not a regular expression: Unterminated character class.',
    suggestions: ['A backslash takes the meaning from a sign: \\[ \\( \\+ \\* \\?'],
  },
  {
    typed: "logs --grep '('",
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--grep: "(" is not a regular expression: Unterminated group.',
    suggestions: ['A backslash takes the meaning from a sign: \\[ \\( \\+ \\* \\?'],
  },
  {
    typed: 'logs --folow',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'logs has no option --folow.',
    suggestions: ['Did you mean --follow?', 'redislab logs --help shows how it is used.'],
  },
  {
    typed: 'timeline --since yesterday',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--since: "yesterday" is neither a duration nor a time.',
    suggestions: ['Write how long ago (30s, 5m, 1h), a time (23:58, 23:58:30) or a date (2026-11-05T23:58).'],
  },
  {
    typed: 'logs --until 24:10',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--until: "24:10" is neither a duration nor a time.',
    suggestions: ['Write how long ago (30s, 5m, 1h), a time (23:58, 23:58:30) or a date (2026-11-05T23:58).'],
  },
  {
    typed: 'logs --since 1m --until 2m',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--until is before --since.',
    suggestions: [
      'A time without a date is the last time that it was so late. Write a date: 2026-11-05T23:58',
    ],
  },
  {
    typed: "timeline --exclude '('",
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '--exclude: "(" is not a regular expression: Unterminated group.',
    suggestions: ['A backslash takes the meaning from a sign: \\[ \\( \\+ \\* \\?'],
  },
  {
    typed: 'timeline foo',
    stage: 'sentinels',
    code: 'OPTION_INVALID',
    message: '"foo" is not a target.',
    suggestions: [
      'A target is a name (n2, s1), a role (master, replica, replica:2, sentinel, leader), or several (replicas, sentinels, killed, all); in a cluster also shard:2, shard:2/master, slot:866, key:foo; with --hosts also host:NAME.',
    ],
  },
  {
    typed: 'explain n1',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'explain takes no arguments, but got "n1".',
    suggestions: [
      'For the deployment of that name: redislab explain --name n1',
      'redislab explain --help shows how it is used.',
    ],
  },
  {
    typed: 'explain --breif',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'explain has no option --breif.',
    suggestions: ['Did you mean --brief?', 'redislab explain --help shows how it is used.'],
  },
  {
    typed: 'env --format yaml',
    stage: 'sentinels',
    code: 'USAGE',
    message: '--format: "yaml" is none of sh, json, dotenv, github.',
    suggestions: ['redislab env --help shows how it is used.'],
  },
  {
    typed: 'env master',
    stage: 'sentinels',
    code: 'USAGE',
    message: 'env takes no arguments, but got "master".',
    suggestions: [
      'For the deployment of that name: redislab env --name master',
      'redislab env --help shows how it is used.',
    ],
  },
  {
    typed: 'status --wait 300ms',
    stage: 'kept',
    code: 'TIMED_OUT',
    message: 'Still not settled after 300 ms: mymaster has no master.',
    suggestions: ['redislab status shows the whole; redislab explain says why there was no failover.'],
  },
]
