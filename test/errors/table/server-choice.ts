import type {BadInput} from '../bad-input.ts'

/** Programs that no instance can be started from. */
export const serverChoice: readonly BadInput[] = [
  {
    typed: 'up 1m --server ./nowhere/redis-server',
    code: 'SERVER_NOT_FOUND',
    message: '/here/nowhere/redis-server is not there.',
    suggestions: ['redislab servers shows which servers are here.'],
  },
  {
    typed: 'up 1m --server 99.9',
    code: 'SERVER_NOT_FOUND',
    message: 'No server here is "99.9".',
    suggestions: [
      'There is redis 7.0.15 (/usr/bin/redis-server).',
      'Install it (apt-get install valkey-server, dnf install valkey), or name the folder of one that you built or unpacked: REDISLAB_SERVERS=DIR',
      'Or name a file: --server ./valkey-server',
    ],
  },
  {
    typed: 'up 1m --server ./file',
    code: 'SERVER_NOT_FOUND',
    message: '/here/file is not executable.',
    suggestions: ['redislab servers shows which servers are here.'],
  },
  {
    typed: 'up 1m --server ./talks',
    code: 'SERVER_NOT_FOUND',
    message: '/here/talks is not a Redis or Valkey server: its --version says "hello".',
    suggestions: ['redislab servers shows which servers are here.'],
  },
  {
    typed: 'up 1m --server ./old-server',
    code: 'SERVER_TOO_OLD',
    message: '/here/old-server is redis 5.0.14; redislab needs Redis 6.2 or later.',
    suggestions: [
      'Install another one, or choose one with --server.',
      'redislab servers shows which servers are here.',
    ],
  },
  {
    typed: 'up 1m --server ./keydb-server',
    code: 'SERVER_UNSUPPORTED',
    message: '/here/keydb-server is keydb 6.3.4; redislab does not support KeyDB.',
    suggestions: [
      'Install another one, or choose one with --server.',
      'redislab servers shows which servers are here.',
    ],
  },
  {
    typed: "up 1m --server ''",
    code: 'OPTION_INVALID',
    message: '--server is empty: it takes a path, a flavour or a version.',
    suggestions: ['redislab servers shows which servers are here.'],
  },
  {
    typed: 'REDISLAB_SERVER=./nowhere up 1m',
    code: 'SERVER_NOT_FOUND',
    message: '/here/nowhere is not there.',
    suggestions: ['redislab servers shows which servers are here.'],
  },
]
