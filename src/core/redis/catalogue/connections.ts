import {entry} from './entry.ts'

/** Clients coming and going. Most of it is told only with loglevel verbose. */
export const connectionEntries = [
  entry({
    kind: 'client-accepted',
    text: 'Accepted {address}',
    also: ['Accepted connection to {socket}'],
    meaning: 'A client connected. It may be another server, a sentinel or a person.',
    samples: ['Accepted 127.0.0.1:38000', 'Accepted connection to /tmp/redis.sock'],
  }),
  entry({
    kind: 'client-closed',
    text: 'Client closed connection {client}',
    also: ['Client closed connection'],
    meaning: 'A client hung up.',
    samples: [
      'Client closed connection id=3 addr=127.0.0.1:38000 laddr=127.0.0.1:6380 fd=13',
      'Client closed connection',
    ],
  }),
  entry({
    kind: 'client-read-failed',
    text: 'Reading from client: {reason}',
    also: ['Error writing to client: {reason}'],
    meaning: ({reason}) => `The connection of a client broke (${reason}).`,
    samples: ['Reading from client: Connection reset by peer', 'Error writing to client: Broken pipe'],
  }),
  entry({
    kind: 'accept-failed',
    text: 'Error accepting a client connection: {reason}',
    also: ['Accepting client connection: {reason}'],
    severity: 'warning',
    meaning: ({reason}) => `A client could not be let in (${reason}).`,
    samples: ['Accepting client connection: accept: Too many open files'],
  }),
  entry({
    kind: 'clients-counted',
    text: '{clients:n} clients connected ({replicas:n} replicas), {bytes:n} bytes in use',
    also: [
      '{clients:n} clients connected ({replicas:n} slaves), {bytes:n} bytes in use',
      '{clients:n} clients connected ({replicas:n} slaves), {bytes:n} bytes in use, {objects:n} shared objects',
      'DB {db:n}: {keys:n} keys ({volatile:n} volatile) in {slots:n} slots HT.',
    ],
    severity: 'info',
    meaning: 'Every five seconds a server counts its clients and keys, with loglevel verbose.',
    samples: [
      '3 clients connected (1 replicas), 1221904 bytes in use',
      'DB 0: 5 keys (1 volatile) in 8 slots HT.',
    ],
  }),
  entry({
    kind: 'query-buffer-exceeded',
    text: 'Closing client that reached max query buffer length: {client}',
    severity: 'warning',
    meaning: 'A client sent a command longer than client-query-buffer-limit and was cut off.',
    samples: [
      'Closing client that reached max query buffer length: id=3 addr=127.0.0.1:38000 (qbuf initial bytes: "*3")',
    ],
  }),
  entry({
    kind: 'client-evicted',
    text: 'Evicting client: {client}',
    severity: 'warning',
    meaning: 'Clients together used more memory than maxmemory-clients, so the largest was cut off.',
    samples: ['Evicting client: id=3 addr=127.0.0.1:38000'],
  }),
  entry({
    kind: 'client-eviction-in-vain',
    text: 'Over client maxmemory after evicting all evictable clients',
    severity: 'warning',
    meaning:
      'Clients use more memory than maxmemory-clients, and none is left that may be cut off: the rest are replicas, the master, or marked no-evict.',
    samples: ['Over client maxmemory after evicting all evictable clients'],
  }),
  entry({
    kind: 'replication-stream-error',
    text: "== CRITICAL == This {self} is sending an error to its {other}: '{error}' after processing the command '{command}'",
    severity: 'error',
    meaning: ({self, command}) =>
      `This ${self} could not do a command that came over the replication link (${command}): its data may differ from now on.`,
    samples: [
      "== CRITICAL == This replica is sending an error to its master: 'WRONGTYPE Operation against a key' after processing the command 'lpush'",
    ],
  }),
  entry({
    kind: 'config-rewritten',
    text: 'CONFIG REWRITE executed with success.',
    meaning:
      'The conf file on disk now says what is in force. Sentinels order this after they changed whom an instance follows.',
    samples: ['CONFIG REWRITE executed with success.'],
  }),
  entry({
    kind: 'config-file-written',
    text: 'Rewritten config file ({path}) successfully',
    meaning: ({path}) => `The file ${path} now says what is in force.`,
    samples: ['Rewritten config file (/etc/redis/sentinel.conf) successfully'],
  }),
  entry({
    kind: 'config-rewrite-failed',
    text: 'CONFIG REWRITE failed: {reason}',
    severity: 'error',
    meaning: ({reason}) =>
      `The conf file could not be written (${reason}): a restart would bring the old settings back.`,
    samples: ['CONFIG REWRITE failed: Permission denied'],
  }),
]
