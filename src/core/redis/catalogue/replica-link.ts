import {entry} from './entry.ts'

/** A replica looking for its master: connecting, the handshake, and everything that sends it round again. */
export const replicaLinkEntries = [
  entry({
    kind: 'connecting-to-master',
    text: 'Connecting to MASTER {host}:{port:n}',
    also: ['Connecting to MASTER...'],
    meaning: ({host, port}: {host?: string; port?: number}) =>
      `The replica opens a connection to its master${host === undefined ? '' : ` at ${host}:${port}`}.`,
    samples: ['Connecting to MASTER 127.0.0.1:6380', 'Connecting to PRIMARY 127.0.0.1:6380'],
  }),
  entry({
    kind: 'reconnecting-to-master',
    text: 'Reconnecting to MASTER {host}:{port:n}',
    meaning:
      'The link broke, so the replica connects again at once, without waiting for its next one-second tick.',
    samples: ['Reconnecting to MASTER 127.0.0.1:6380', 'Reconnecting to PRIMARY 127.0.0.1:6380'],
  }),
  entry({
    kind: 'reconnecting-after-failure',
    text: 'Reconnecting to MASTER {host}:{port:n} after failure',
    meaning:
      'A synchronisation failed half-way, so the replica starts over at once, without waiting for its next one-second tick.',
    samples: ['Reconnecting to MASTER 127.0.0.1:6380 after failure'],
  }),
  entry({
    kind: 'sync-started',
    text: 'MASTER <-> REPLICA sync started',
    also: ['MASTER <-> REPLICA sync started: SYNC sent'],
    meaning: 'A socket was created and a connect is under way. Nothing has been synchronised yet.',
    samples: ['MASTER <-> REPLICA sync started', 'PRIMARY <-> REPLICA sync started'],
  }),
  entry({
    kind: 'sync-connected',
    text: 'Non blocking connect for SYNC fired the event.',
    meaning:
      'The TCP connection stands. That only shows that the operating system there answers: a frozen master accepts connections too.',
    samples: ['Non blocking connect for SYNC fired the event.'],
  }),
  entry({
    kind: 'master-answered-ping',
    text: 'Master replied to PING, replication can continue...',
    meaning: 'The master is alive and answers commands, so the handshake goes on.',
    samples: [
      'Master replied to PING, replication can continue...',
      'Primary replied to PING, replication can continue...',
    ],
  }),
  entry({
    kind: 'sync-connection-refused',
    text: 'Error condition on socket for SYNC: Connection refused',
    severity: 'warning',
    meaning:
      'Nothing listens at the address of the master: it is down, or the port is wrong. The replica tries again every second and never gives up; meanwhile it serves the data it has.',
    advice: 'Start the master, or point the replica at the right address with REPLICAOF host port.',
    samples: ['Error condition on socket for SYNC: Connection refused'],
  }),
  entry({
    kind: 'sync-unreachable',
    text: 'Error condition on socket for SYNC: No route to host',
    also: ['Error condition on socket for SYNC: Network is unreachable'],
    severity: 'warning',
    meaning:
      'The network has no way to the address of the master: routing or a firewall. The replica keeps trying.',
    samples: [
      'Error condition on socket for SYNC: No route to host',
      'Error condition on socket for SYNC: Network is unreachable',
    ],
  }),
  entry({
    kind: 'sync-connect-timed-out',
    text: 'Error condition on socket for SYNC: Connection timed out',
    also: ['Error condition on socket for SYNC: Operation timed out'],
    severity: 'warning',
    meaning:
      'Nobody answered the attempt to connect: packets are dropped on the way, or the machine is gone.',
    samples: [
      'Error condition on socket for SYNC: Connection timed out',
      'Error condition on socket for SYNC: Operation timed out',
    ],
  }),
  entry({
    kind: 'sync-socket-error',
    text: 'Error condition on socket for SYNC: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      `The connection to the master failed (${reason}). The replica tries again within a second.`,
    samples: ['Error condition on socket for SYNC: Connection reset by peer'],
  }),
  entry({
    kind: 'connect-failed',
    text: 'Unable to connect to MASTER: {reason}',
    also: ['Unable to connect to Master: {reason}'],
    severity: 'warning',
    meaning: ({reason}) =>
      `The replica could not even begin to connect (${reason}): often a host name that does not resolve. It tries again every second.`,
    samples: [
      'Unable to connect to MASTER: Success',
      'Unable to connect to MASTER: Invalid argument',
      'Unable to connect to Primary: Network is unreachable',
    ],
  }),
  entry({
    kind: 'connect-timed-out',
    text: 'Timeout connecting to the MASTER...',
    severity: 'warning',
    meaning:
      'The handshake made no progress for repl-timeout. If the line before says that the connect "fired the event", the master process is frozen; if not, packets are being dropped.',
    samples: ['Timeout connecting to the MASTER...', 'Timeout connecting to the PRIMARY...'],
  }),
  entry({
    kind: 'handshake-read-failed',
    text: 'Failed to read response from the server: {reason}',
    also: ['I/O error reading PING reply from master: {reason}'],
    severity: 'warning',
    meaning: ({reason}) =>
      reason === 'Success'
        ? 'The master closed the connection during the handshake.'
        : `During the handshake nothing could be read from the master (${reason}).`,
    samples: [
      'Failed to read response from the server: Success',
      'Failed to read response from the server: Connection reset by peer',
    ],
  }),
  entry({
    kind: 'handshake-no-answer',
    text: 'Master did not respond to command during SYNC handshake',
    also: ['Master did not respond to auth command during SYNC handshake'],
    severity: 'warning',
    meaning:
      'The handshake ended without an answer from the master. The replica begins again within a second.',
    samples: [
      'Master did not respond to command during SYNC handshake',
      'Primary did not respond to command during SYNC handshake',
    ],
  }),
  entry({
    kind: 'handshake-write-failed',
    text: 'Sending command to master in replication handshake: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      `The replica could not send its next handshake command (${reason}): the connection is gone.`,
    samples: ['Sending command to master in replication handshake: -Writing to master: Broken pipe'],
  }),
  entry({
    kind: 'handshake-out-of-step',
    text: 'syncWithMaster(): state machine error, state should be RECEIVE_PSYNC but is {state:n}',
    also: [
      'syncWithPrimary(): state machine error, state should be RECEIVE_PSYNC but is {state:n}',
      'syncWithMaster(): state machine error, state should be RECEIVE_PSYNC_REPLY but is {state:n}',
    ],
    severity: 'warning',
    meaning:
      'The replica was sent to another master while it shook hands with one, and mixed the two up. It stood still until a read timed out, and begins again.',
    samples: [
      'syncWithMaster(): state machine error, state should be RECEIVE_PSYNC but is 1',
      'syncWithPrimary(): state machine error, state should be RECEIVE_PSYNC but is 1',
    ],
  }),
  entry({
    kind: 'master-refused-ping',
    text: "Error reply to PING from master: '{reply}'",
    severity: 'warning',
    meaning: ({reply}) =>
      `The master answers, but with an error: ${reply}. Usual reasons are protected mode, maxclients, loading, or a busy script.`,
    samples: ["Error reply to PING from master: '-DENIED Redis is running in protected mode'"],
  }),
  entry({
    kind: 'master-refused-auth',
    text: 'Unable to AUTH to MASTER: {reply}',
    also: ['Unable to AUTH to Master: {reply}'],
    severity: 'error',
    meaning: 'The master rejects the password of the replica. The replica tries again every second, in vain.',
    advice: 'Set masterauth (and masteruser) on the replica to what the master expects.',
    samples: [
      'Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled.',
      'Unable to AUTH to Primary: -WRONGPASS invalid username-password pair or user is disabled.',
    ],
  }),
  entry({
    kind: 'replconf-needs-auth',
    text: '(Non critical) Master does not understand REPLCONF {option}: -NOAUTH {reply}',
    severity: 'error',
    meaning:
      'The master demands a password and the replica has none. Redis calls it "non critical", yet the synchronisation cannot succeed.',
    advice: 'Set masterauth on the replica.',
    samples: [
      '(Non critical) Master does not understand REPLCONF listening-port: -NOAUTH Authentication required.',
      '(Non critical) Primary does not understand REPLCONF capa: -NOAUTH Authentication required.',
    ],
  }),
  entry({
    kind: 'replconf-not-understood',
    text: '(Non critical) Master does not understand REPLCONF {option}: {reply}',
    also: ['(non critical): Master does not understand REPLCONF {option}: {reply}'],
    meaning: ({option}) =>
      `The master does not know "REPLCONF ${option}", as older versions do not. Replication works without it.`,
    samples: [
      '(Non critical) Master does not understand REPLCONF ip-address: -ERR Unrecognized REPLCONF option',
    ],
  }),
  entry({
    kind: 'link-lost',
    text: 'Connection with master lost.',
    severity: 'warning',
    meaning: 'The replication link broke. From now on this replica falls behind.',
    samples: ['Connection with master lost.', 'Connection with primary lost.'],
  }),
  entry({
    kind: 'link-timed-out',
    text: 'MASTER timeout: no data nor PING received...',
    also: ['MASTER time out: no data nor PING received...'],
    severity: 'warning',
    meaning:
      'The master has sent nothing for repl-timeout, not even the PING that it sends every repl-ping-replica-period: it hangs, or the network swallows packets.',
    samples: [
      'MASTER timeout: no data nor PING received...',
      'PRIMARY timeout: no data nor PING received...',
    ],
  }),
]
