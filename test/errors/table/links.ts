import type {BadInput} from '../bad-input.ts'

/** What cannot be done to links. */
export const links: readonly BadInput[] = [
  {
    typed: 'partition',
    code: 'USAGE',
    message:
      'TARGET is missing: names (n2, s1), live roles (master, replica:2), several (replicas, sentinels), or clients. Lists have commas: master,s1.',
    suggestions: ['redislab partition --help shows how it is used.'],
  },
  {
    typed: 'partition n1',
    code: 'DEPLOYMENT_NOT_FOUND',
    message: 'There is no deployment named "default".',
    suggestions: ['Start one: redislab up 1m2r3s'],
  },
  {
    typed: 'partition master',
    stage: 'sentinels',
    code: 'WRONG_STATE',
    message: '"default" has no links to cut or heal: its instances reach each other directly.',
    suggestions: [
      'Start it again with links: redislab up 1m2r3s --links --replace',
      'redislab pause TARGET freezes an instance, which others see much like a cut.',
    ],
  },
  {
    typed: 'delay master 200ms',
    stage: 'sentinels',
    code: 'WRONG_STATE',
    message: '"default" has no links to cut or heal: its instances reach each other directly.',
    suggestions: [
      'Start it again with links: redislab up 1m2r3s --links --replace',
      'redislab pause TARGET freezes an instance, which others see much like a cut.',
    ],
  },
  {
    typed: 'heal',
    stage: 'sentinels',
    code: 'WRONG_STATE',
    message: '"default" has no links to cut or heal: its instances reach each other directly.',
    suggestions: [
      'Start it again with links: redislab up 1m2r3s --links --replace',
      'redislab pause TARGET freezes an instance, which others see much like a cut.',
    ],
  },
  {
    typed: 'partition n2 --from n1 n3',
    stage: 'links',
    code: 'USAGE',
    message: '"n3" after --from n1 is ambiguous.',
    suggestions: ['To add it to --from: --from n1,n3', 'To make it a target: put all targets before --from.'],
  },
  {
    typed: 'partition n2 --from',
    stage: 'links',
    code: 'USAGE',
    message: '--from needs a value: the other side: targets, or clients.',
    suggestions: ['redislab partition --help shows how it is used.'],
  },
  {
    typed: "partition n2 --from ''",
    stage: 'links',
    code: 'OPTION_INVALID',
    message: 'There is no link between these: one side is empty.',
    suggestions: ['Name two that differ: redislab partition n1 --from n2'],
  },
  {
    typed: 'partition n1 --reset --refuse',
    stage: 'links',
    code: 'USAGE',
    message: '--refuse and --reset cannot be used together.',
    suggestions: ['redislab partition --help shows how it is used.'],
  },
  {
    typed: 'partition n1 --to n2',
    stage: 'links',
    code: 'USAGE',
    message: 'partition has no option --to.',
    suggestions: ['redislab partition --help shows how it is used.'],
  },
  {
    typed: 'delay',
    stage: 'links',
    code: 'USAGE',
    message:
      'TARGET is missing: names (n2, s1), live roles (master, replica:2), several (replicas, sentinels), or clients. Lists have commas: master,s1.',
    suggestions: ['redislab delay --help shows how it is used.'],
  },
  {
    typed: 'delay n1',
    stage: 'links',
    code: 'OPTION_INVALID',
    message: 'A delay needs a time, a jitter or a bandwidth.',
    suggestions: ['redislab delay n1 200ms', 'redislab delay n1 --bandwidth 1mb'],
  },
  {
    typed: 'delay n1 fast',
    stage: 'links',
    code: 'OPTION_INVALID',
    message: 'TIME: "fast" is not a duration.',
    suggestions: ['Write a number and a unit: 200ms, 5s, 1.5s, 2m, 1h.'],
  },
  {
    typed: 'delay n1 --bandwidth 5parsec',
    stage: 'links',
    code: 'OPTION_INVALID',
    message: '--bandwidth: "5parsec" is not a bandwidth.',
    suggestions: ['Write a number and a unit, a second: 500kb, 1mb, 10mbit.'],
  },
  {
    typed: 'delay n1 200ms n2',
    stage: 'links',
    code: 'USAGE',
    message: 'delay takes no further arguments, but got "n2".',
    suggestions: ['redislab delay --help shows how it is used.'],
  },
  {
    typed: 'heal --from n1',
    stage: 'links',
    code: 'USAGE',
    message: 'heal has no option --from.',
    suggestions: ['redislab heal --help shows how it is used.'],
  },
]
