import {entry} from './entry.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** Slots move whole, driven by the node that gets them: CLUSTER MIGRATION IMPORT of Redis 8.4 (cluster_asm.c). */
export const redisSlotMigrationEntries = [
  entry({
    kind: 'import-task-created',
    text: 'Import task {task} created: src={source}, dest={destination}, slots={slots}',
    severity: 'notice',
    meaning: ({slots}) => `CLUSTER MIGRATION IMPORT: this node is to get slots ${slots}, whole.`,
    samples: [`Import task ${b} created: src=${a}, dest=${b}, slots=0-99`],
  }),
  entry({
    kind: 'import-task-started',
    text: 'Import task {task} started for slots: {slots}',
    also: [
      'Import task {task} starting: src={source}, dest={destination}, slots={slots}',
      'Import task {task} started for slots: {slots}, source address: {source}',
    ],
    severity: 'notice',
    meaning: ({slots}) => `The keys of slots ${slots} arrive; their present node goes on serving them.`,
    samples: [`Import task ${b} started for slots: 0-99`],
  }),
  entry({
    kind: 'import-task-ready',
    text: 'Import task {task} is ready to takeover slots: {slots}',
    severity: 'notice',
    meaning: ({slots}) => `All keys of slots ${slots} are here: this node takes them over.`,
    samples: [`Import task ${b} is ready to takeover slots: 0-99`],
  }),
  entry({
    kind: 'import-task-completed',
    text: 'Import task {task} completed for slots: {slots} (imported {keys:n} keys)',
    also: ['Import task {task} completed for slots: {slots}'],
    severity: 'notice',
    meaning: ({slots, keys}: {slots: string; keys?: number}) =>
      `Slots ${slots} belong to this node now${keys === undefined ? '' : ` (keys: ${keys})`}.`,
    samples: [`Import task ${b} completed for slots: 0-99 (imported 3 keys)`],
  }),
  entry({
    kind: 'migrate-task-created',
    text: 'Migrate task {task} created: src={source}, dest={destination}, slots={slots}',
    severity: 'notice',
    meaning: ({slots}) => `Another node imports slots ${slots} from this one.`,
    samples: [`Migrate task ${b} created: src=${a}, dest=${b}, slots=0-99`],
  }),
  entry({
    kind: 'migrate-task-started',
    text: 'Migrate task {task} started for slots: {slots} (keys at start: {keys:n})',
    also: [
      'Migrate task {task} started for slots: {slots}, destination address: {destination}, (number of keys at start: {keys:n})',
      'Migrate task {task} started for slots: {slots}',
    ],
    severity: 'notice',
    meaning: ({slots, keys}: {slots: string; keys?: number}) =>
      `The keys of slots ${slots} are sent${keys === undefined ? '' : ` (${keys} at the start)`}; clients go on here.`,
    samples: [`Migrate task ${b} started for slots: 0-99 (keys at start: 3)`],
  }),
  entry({
    kind: 'migrate-task-handoff',
    text: 'Migrate task {task} preparing to handoff for slots: {slots}',
    severity: 'notice',
    meaning: ({slots}) => `Nearly all of slots ${slots} is sent: the hand-over is next.`,
    samples: [`Migrate task ${b} preparing to handoff for slots: 0-99`],
  }),
  entry({
    kind: 'migrate-task-paused',
    text: 'The applied offset lag {bytes:n} is less than the threshold {limit:n}, pausing writes for slot handoff',
    severity: 'notice',
    meaning: ({bytes}) =>
      `${bytes} bytes are still to be sent: this node takes no writes until the other one has the slots.`,
    samples: ['The applied offset lag 0 is less than the threshold 1048576, pausing writes for slot handoff'],
  }),
  entry({
    kind: 'migrate-task-drained',
    text: 'Slot migration command stream drained, sending STREAM-EOF to the destination',
    meaning: 'Everything that belongs to the slots is sent.',
    samples: ['Slot migration command stream drained, sending STREAM-EOF to the destination'],
  }),
  entry({
    kind: 'migrate-task-completed',
    text: 'Migrate task {task} completed for slots: {slots} (migrated {keys:n} keys)',
    also: ['Migrate task {task} completed for slots: {slots}'],
    severity: 'notice',
    meaning: ({slots, keys}: {slots: string; keys?: number}) =>
      `Slots ${slots} belong to the other node now${keys === undefined ? '' : ` (keys: ${keys})`}.`,
    samples: [`Migrate task ${b} completed for slots: 0-99 (migrated 3 keys)`],
  }),
  entry({
    kind: 'slot-task-failed',
    text: 'Import task {task} failed: slots={slots}, err={reason}',
    also: [
      'Migrate task {task} failed: slots={slots}, err={reason}',
      'Import task {task} failed for slots: {slots}',
      'Migrate task {task} failed for slots: {slots}',
      'Import task {task} from old master failed: slots={slots}',
      'Can not start import task {task} for slots: {slots} due to {reason}',
    ],
    severity: 'warning',
    meaning: ({slots}) => `The migration of slots ${slots} failed: they stay where they were.`,
    samples: [
      `Import task ${b} failed: slots=0-99, err=Cancelled due to user request`,
      `Import task ${b} failed for slots: 0-99`,
      `Migrate task ${b} failed for slots: 0-99`,
      `Import task ${b} from old master failed: slots=0-99`,
      `Can not start import task ${b} for slots: 0-99 due to trim in progress for some of the slots`,
    ],
  }),
  entry({
    kind: 'import-source-changed',
    text: 'Import task {task} source node changed: slots={slots}, new_source={source}',
    severity: 'notice',
    meaning: ({slots}) => `The node that slots ${slots} come from was replaced: they come from the new one.`,
    samples: [`Import task ${b} source node changed: slots=0-99, new_source=${a}`],
  }),
  entry({
    kind: 'slots-copy-started',
    text: 'Starting BGSAVE for SYNC with target: slot migration destination socket',
    also: [
      'Starting BGSAVE for SYNC with target: slot migration destination socket (rdb-channel)',
      'Background RDB transfer started by pid {pid:n} to slot migration destination socket',
    ],
    meaning: 'A child process sends the keys of the slots straight to the node that gets them.',
    samples: [
      'Starting BGSAVE for SYNC with target: slot migration destination socket',
      'Starting BGSAVE for SYNC with target: slot migration destination socket (rdb-channel)',
      'Background RDB transfer started by pid 8222 to slot migration destination socket',
    ],
  }),
  entry({
    kind: 'slots-copy-delayed',
    text: 'BGSAVE for slots snapshot sync delayed',
    meaning: 'Another child process is at work: the keys of the slots are sent when it is done.',
    samples: ['BGSAVE for slots snapshot sync delayed'],
  }),
  entry({
    kind: 'slot-sync-step',
    text: 'Source node replied to {command}, syncslots can continue...',
    also: [
      'Source node replied to AUTH command, syncslots rdb channel operation can continue...',
      'Source node replied to SLOTSSNAPSHOT, syncing slots snapshot can continue...',
      'Source node replied to SYNCSLOTS SYNC with -NOTREADY, will retry later...',
      'RDB channel connection to source node {source} established, waiting for AUTH reply...',
      'RDB channel snapshot transfer completed for the import task.',
      'CLUSTER SYNCSLOTS STREAM-EOF received during streaming buffer',
      'CLUSTER SYNCSLOTS STREAM-EOF received when waiting for STREAM-EOF',
      'Starting to stream accumulated buffer for the import task ({bytes:n} bytes)',
      'Successfully streamed accumulated buffer for the import task, applied offset: {offset:n}',
      'Streamed slots snapshot transfer succeeded',
    ],
    meaning: 'A step of an import of slots.',
    samples: [
      'Source node replied to AUTH command, syncslots can continue...',
      'Source node replied to SYNCSLOTS SYNC, syncslots can continue...',
      'Source node replied to AUTH command, syncslots rdb channel operation can continue...',
      'Source node replied to SLOTSSNAPSHOT, syncing slots snapshot can continue...',
      'Source node replied to SYNCSLOTS SYNC with -NOTREADY, will retry later...',
      `RDB channel connection to source node ${a} established, waiting for AUTH reply...`,
      'RDB channel snapshot transfer completed for the import task.',
      'CLUSTER SYNCSLOTS STREAM-EOF received during streaming buffer',
      'Starting to stream accumulated buffer for the import task (14 bytes)',
      'Successfully streamed accumulated buffer for the import task, applied offset: 14',
    ],
  }),
  entry({
    kind: 'slot-sync-broken',
    text: 'Unable to connect to the source node: {reason}',
    also: [
      'Source node did not respond to command during SYNCSLOTS handshake',
      'Failed to send command to source node: {reason}',
      'Error sending CLUSTER SYNCSLOTS ACK: {reason}',
      'Slots sync buffer limit has been reached ({bytes:n} bytes), stopped buffering slots sync stream. Further accumulation may occur on source side.…',
      'Unexpected CLUSTER SYNCSLOTS SNAPSHOT-EOF command: rdb_channel_state={state}',
      'Unexpected CLUSTER SYNCSLOTS STREAM-EOF command',
      'Unexpected CLUSTER SYNCSLOTS STREAM-EOF state: {state}',
      'CLUSTER SYNCSLOTS ACK received, dest state: {state}, but offset {offset:n} is less than the current dest offset {expected:n}',
      'ASM config update failed: {reason}',
    ],
    severity: 'warning',
    meaning: 'An import of slots has trouble with the node that has them. It is tried again, or fails.',
    samples: [
      'Unable to connect to the source node: Connection refused',
      'Source node did not respond to command during SYNCSLOTS handshake',
      'Failed to send command to source node: Broken pipe',
      'Error sending CLUSTER SYNCSLOTS ACK: Broken pipe',
      'Slots sync buffer limit has been reached (268435456 bytes), stopped buffering slots sync stream. Further accumulation may occur on source side. ',
    ],
  }),
  entry({
    kind: 'trim-started',
    text: 'Background trim started for slots: {slots} to trim {keys:n} keys.',
    also: [
      'Active trim initiated for slots: {slots}, to trim {keys:n} keys.',
      'Active trim scheduled for slots: {slots}',
    ],
    meaning: ({slots}) =>
      `Slots ${slots} belong to another node now: the keys of them that are left here are deleted.`,
    samples: [
      'Background trim started for slots: 0-99 to trim 3 keys.',
      'Active trim initiated for slots: 0-99, to trim 3 keys.',
      'Active trim scheduled for slots: 0-99',
    ],
  }),
  entry({
    kind: 'trim-completed',
    text: 'Active trim completed for slots: {slots}, {keys:n} keys trimmed.',
    meaning: ({slots, keys}) =>
      `The keys of slots ${slots}, which went to another node, are deleted here (${keys}).`,
    samples: ['Active trim completed for slots: 0-99, 3 keys trimmed.'],
  }),
  entry({
    kind: 'trim-waits',
    text: 'Trim job is deferred since {reason}.',
    also: [
      'Active trim cycle is blocked since {reason}.',
      'Trim job will start after the write pause is lifted.',
      'Active trim cycle will continue after the write pause is lifted.',
      'Master is sending command for slot {slot:n}. There is an trim job in progress for this slot. This replica cannot process this command right now. Blocking master client until trim job is done.…',
    ],
    meaning: ({reason}: {reason?: string}) =>
      reason === undefined
        ? 'Keys of slots that went away are deleted later, when writes are no longer paused.'
        : `Keys of slots that went away are deleted later: ${reason}.`,
    samples: [
      'Trim job is deferred since trim is disabled by module.',
      'Active trim cycle is blocked since trim is disabled by module.',
    ],
  }),
  entry({
    kind: 'trim-goes-on',
    text: 'Active trim cycle is unblocked.',
    also: [
      'Unblocking master client after active trim is completed',
      'Active trim cycle is resumed after the write pause is lifted.',
    ],
    meaning: 'Nothing holds up the deletion of keys of slots that went away any more.',
    samples: ['Active trim cycle is unblocked.', 'Unblocking master client after active trim is completed'],
  }),
  entry({
    kind: 'trim-cancelled',
    text: 'Cancelling the pending trim job for slots: {slots}',
    also: ['Cancelling all active trim jobs'],
    meaning: 'Keys of slots that went away need not be deleted any more.',
    samples: ['Cancelling the pending trim job for slots: 0-99', 'Cancelling all active trim jobs'],
  }),
  entry({
    kind: 'trim-of-foreign-keys',
    text: 'Detected keys in slots that do not belong to this node. Scheduling trim for {keys:n} keys in slots: {slots}',
    severity: 'warning',
    meaning: ({keys, slots}) =>
      `There are keys here (${keys}) of slots ${slots}, which belong to another node: they are deleted.`,
    samples: [
      'Detected keys in slots that do not belong to this node. Scheduling trim for 3 keys in slots: 0-99',
    ],
  }),
]
