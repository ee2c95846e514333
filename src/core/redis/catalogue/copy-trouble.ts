import {entry} from './entry.ts'

/** What goes wrong in replication and is told in few versions, or rarely (replication.c). */
export const copyTroubleEntries = [
  entry({
    kind: 'sync-event-refused',
    text: "Can't create readable event for SYNC: {reason} ({connection})",
    also: [
      "Can't create readable event for SYNC",
      "Can't create readable event for Bio SYNC: {reason} ({connection})",
      "Can't create readable event for rdb channel connection: {reason} ({connection})",
      "Can't create readable event for master client: {reason}",
      "Can't set read handler for main channel: {reason}",
      "Can't clear main connection handler: {reason} ({connection})",
      'Error while setting readable handler: {reason}',
      "Dual channel replication: Can't create readable event for SYNC: {reason} ({connection})",
      "Dual channel replication: Can't clear main connection handler: {reason} ({connection})",
      'Dual channel replication: Error while setting readable handler: {reason}',
      'Unable to register writable event for replica bulk transfer: {reason}',
      'Error resurrecting the cached master, impossible to add the readable handler: {reason}',
      'Error resurrecting the cached master, impossible to add the writable handler: {reason}',
    ],
    severity: 'error',
    meaning: 'The server cannot wait for data on a replication link: the link is closed and made again.',
    samples: ["Can't create readable event for SYNC: Numerical result out of range (fd=10099)"],
  }),
  entry({
    kind: 'psync-unsendable',
    text: 'Unable to send PSYNC to master: {reason}',
    severity: 'warning',
    meaning: ({reason}) =>
      `The connection broke before the replica could ask for what it missed (${reason}). It tries again.`,
    samples: ['Unable to send PSYNC to master: Broken pipe'],
  }),
  entry({
    kind: 'psync-reply-odd',
    text: 'Master replied with wrong +FULLRESYNC syntax.',
    also: [
      'Master replied with wrong +RDBCHANNELSYNC syntax: {reply}',
      'Received unexpected psync reply: {reply}',
      'Received unexpected $ENDOFF response: {reply}',
      'Dual channel replication: Received unexpected $ENDOFF response: {reply}',
    ],
    severity: 'error',
    meaning: 'The master answered the request for data in a way that this replica does not understand.',
    samples: ['Master replied with wrong +FULLRESYNC syntax.'],
  }),
  entry({
    kind: 'replica-offset-odd',
    text: 'Replica {replica} asks for synchronization but with a wrong offset',
    severity: 'warning',
    meaning: ({replica}) => `Replica ${replica} named a position that is no number. Its request is refused.`,
    samples: ['Replica 127.0.0.1:6381 asks for synchronization but with a wrong offset'],
  }),
  entry({
    kind: 'copy-unreadable',
    text: 'Read error sending DB to replica: {reason}',
    also: [
      'Diskless rdb transfer, read error sending DB to replicas: {reason}',
      'Failed to lseek the RDB file to offset {offset:n} for replica {replica}: {reason}',
    ],
    severity: 'error',
    meaning: ({reason}) =>
      `The master cannot read the snapshot that it sends (${reason}): the replica has to ask again.`,
    samples: ['Read error sending DB to replica: Input/output error'],
  }),
  entry({
    kind: 'diskless-load-skipped',
    text: "Skipping diskless-load because there are modules that don't handle read errors.",
    also: ['Skipping diskless-load because there are modules that are not aware of async replication.'],
    meaning:
      'The replica writes the copy to its disk first, although repl-diskless-load says otherwise: a module cannot do with less.',
    samples: ["Skipping diskless-load because there are modules that don't handle read errors."],
  }),
  entry({
    kind: 'backlog-shown',
    text: "Latest backlog is: '{bytes}'",
    meaning:
      'After an error on a replication link: the last bytes that were sent to replicas, to find out what went wrong.',
    samples: ["Latest backlog is: '*1\\r\\n$4\\r\\nPING\\r\\n'"],
  }),
  entry({
    kind: 'backlog-hidden',
    text: 'hide-user-data-from-log is on, skip logging backlog content to avoid spilling PII.',
    also: ['hide-user-data-from-log is on, skip logging backlog content to avoid spilling user data.'],
    meaning:
      'After an error on a replication link the last bytes sent are not shown, since they may hold data of users.',
    samples: ['hide-user-data-from-log is on, skip logging backlog content to avoid spilling PII.'],
  }),
  entry({
    kind: 'stream-damaged',
    text: 'WARNING: Receiving inline protocol from master, master stream corruption? Closing the master connection and discarding the cached master.',
    severity: 'error',
    meaning:
      'What comes over the link is not what a server sends: it is closed, and everything is copied again.',
    samples: [
      'WARNING: Receiving inline protocol from master, master stream corruption? Closing the master connection and discarding the cached master.',
    ],
  }),
  entry({
    kind: 'protocol-error',
    text: 'Protocol error ({what}) from client: {client}. {bytes}',
    severity: 'error',
    meaning: ({what}) => `Over a link came something that is no command (${what}): it is closed.`,
    samples: [
      "Protocol error (too big mbulk count string) from client: id=3 addr=127.0.0.1:6380 flags=M. Query buffer: '*1'",
    ],
  }),
  entry({
    kind: 'replica-sent-command',
    text: "Replica generated a reply to command '{command}', disconnecting it: {client}",
    severity: 'warning',
    meaning: ({command}) =>
      `Over its replication link a replica sent the command ${command}, which asks for an answer. That must not be, and it is cut off.`,
    samples: [
      "Replica generated a reply to command 'ping', disconnecting it: id=3 addr=127.0.0.1:6381 flags=S",
    ],
  }),
  entry({
    kind: 'client-unregistered',
    text: 'Error registering fd event for the new client connection: {reason} (addr={address} laddr={own})',
    also: [
      'Error registering fd event for the new client: {reason} (conn: {connection})',
      'Error registering fd event for the new client: {reason} (fd={fd:n})',
      'Error allocating resoures for the client',
    ],
    severity: 'warning',
    meaning: 'A client connected, and the server cannot serve it.',
    samples: [
      'Error registering fd event for the new client connection: Numerical result out of range (addr=127.0.0.1:50000 laddr=127.0.0.1:6380)',
    ],
  }),
  entry({
    kind: 'copy-without-channel-done',
    text: 'Close the connection with replica {replica} as RDB transfer is complete',
    meaning: ({replica}) => `${replica} asked for a snapshot only (redis-cli --rdb), and has it.`,
    samples: ['Close the connection with replica 127.0.0.1:50000 as RDB transfer is complete'],
  }),
  entry({
    kind: 'replica-told-of-copy',
    text: 'Replica {replica} correctly received the streamed RDB file.',
    meaning: ({replica}) => `The snapshot has gone whole to replica ${replica}.`,
    samples: ['Slave 127.0.0.1:6381 correctly received the streamed RDB file.'],
  }),
  entry({
    kind: 'replica-copy-failed',
    text: 'Closing replica {replica}: child->replica RDB transfer failed: {reason}',
    severity: 'warning',
    meaning: ({replica, reason}) =>
      `The snapshot did not get through to replica ${replica} (${reason}). It will ask again.`,
    samples: ['Closing slave 127.0.0.1:6381: child->slave RDB transfer failed: Broken pipe'],
  }),
]
