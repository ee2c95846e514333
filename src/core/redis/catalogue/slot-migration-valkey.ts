import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']
const job = `{name: ${b}, operation: export, target_node_id: ${a}, slots: 0-99}`
const importJob = `{name: ${b}, operation: import, source_node_id: ${a}, slots: 0-99}`

/** Slots move whole, driven by the node that has them: CLUSTER MIGRATESLOTS of Valkey 9 (cluster_migrateslots.c). */
export const valkeySlotMigrationEntries = [
  entry({
    kind: 'slot-export-requested',
    text: "Slot migration initiated through CLUSTER MIGRATESLOTS command: {job} (user request from '{client}')",
    severity: 'notice',
    meaning: ({job}) => `CLUSTER MIGRATESLOTS: ${slotsOf(job)} of this node go to another one, whole.`,
    samples: [
      `Slot migration initiated through CLUSTER MIGRATESLOTS command: ${job} (user request from 'id=3 addr=127.0.0.1:50000')`,
    ],
  }),
  entry({
    kind: 'slot-import-created',
    text: 'New slot import job created: {job}.',
    severity: 'notice',
    meaning: ({job}) => `Another node wants to hand ${slotsOf(job)} over to this one.`,
    samples: [`New slot import job created: ${importJob}.`],
  }),
  entry({
    kind: 'slot-migration-connecting',
    text: 'Connecting slot migration {job} (ip: {host}, port {port:n})',
    also: [
      'Successfully authenticated slot migration {job}',
      'Slot migration {job} connection established.',
      'Slot migration {job} waiting before snapshotting due to {reason}.',
    ],
    meaning: ({job}) => `${capital(slotsOf(job))}: the two nodes get ready for the migration.`,
    samples: [
      `Connecting slot migration ${job} (ip: 127.0.0.1, port 6381)`,
      `Successfully authenticated slot migration ${job}`,
      `Slot migration ${job} connection established.`,
      `Slot migration ${job} waiting before snapshotting due to another child process.`,
    ],
  }),
  entry({
    kind: 'slot-migration-snapshot',
    text: 'Beginning snapshot of slot migration {job}.',
    also: ['Started child process {pid:n} for slot migration {job}'],
    severity: 'notice',
    meaning: ({job}) => `The keys of ${slotsOf(job)} are sent, by a copy of the process; clients go on here.`,
    samples: [
      `Beginning snapshot of slot migration ${job}.`,
      `Started child process 8222 for slot migration ${job}`,
    ],
  }),
  entry({
    kind: 'slot-migration-snapshot-done',
    text: 'Slot migration {job} snapshot finished, starting streaming.',
    also: ['Slot migration {job} successfully received slot snapshot. Beginning incremental stream...'],
    severity: 'notice',
    meaning: ({job}) => `The keys of ${slotsOf(job)} are there. What was written meanwhile follows.`,
    samples: [
      `Slot migration ${job} snapshot finished, starting streaming.`,
      `Slot migration ${importJob} successfully received slot snapshot. Beginning incremental stream...`,
    ],
  }),
  entry({
    kind: 'slot-migration-child-finished',
    text: 'Background SLOT MIGRATION transfer terminated with success',
    meaning: 'The process that sent the keys of the slots has done its work.',
    samples: ['Background SLOT MIGRATION transfer terminated with success'],
  }),
  entry({
    kind: 'slot-migration-paused',
    text: 'Pausing writes (remaining_repl_size is {bytes:n}) to allow slot migration {job} to finalize failover.',
    also: ['Pausing writes to allow slot migration {job} to finalize failover.'],
    severity: 'notice',
    meaning: ({job, bytes}: {job: string; bytes?: number}) =>
      `${bytes === undefined ? 'Little is' : `${bytes} bytes are`} still to be sent: this node takes no writes until the other one has ${slotsOf(job)}.`,
    samples: [
      `Pausing writes (remaining_repl_size is 0) to allow slot migration ${job} to finalize failover.`,
    ],
  }),
  entry({
    kind: 'slot-migration-state',
    text: 'Slot migration {job} state transition: {before} -> {state}',
    meaning: ({job, state}) => `The migration of ${slotsOf(job)} is in the state ${state}.`,
    samples: [`Slot migration ${job} state transition: connecting -> sending-auth-command`],
  }),
  entry({
    kind: 'slot-export-done',
    text: 'Slot migration {job} slots are now owned by target node.',
    severity: 'notice',
    meaning: ({job}) => `${capital(slotsOf(job))} belong to the other node now.`,
    samples: [`Slot migration ${job} slots are now owned by target node.`],
  }),
  entry({
    kind: 'slot-import-done',
    text: 'Slot migration {job} completed successfully. This node is now the owner of the slots',
    severity: 'notice',
    meaning: ({job}) => `${capital(slotsOf(job))} belong to this node now.`,
    samples: [`Slot migration ${importJob} completed successfully. This node is now the owner of the slots`],
  }),
  entry({
    kind: 'slot-migration-finished',
    text: 'Slot migration {job} finished. State: {state}, Message: {message}',
    also: ['Slot migration {job} finished. State: {state}, Message: '],
    severity: 'notice',
    meaning: ({job, state}) => `The migration of ${slotsOf(job)} is over: ${state}.`,
    samples: [`Slot migration ${job} finished. State: success, Message: `],
  }),
  entry({
    kind: 'slot-migration-cleaned-up',
    text: 'Cleaning up slot migration {job} after {reason}',
    meaning: ({job, reason}) => `What is left of the migration of ${slotsOf(job)} is removed (${reason}).`,
    samples: [`Cleaning up slot migration ${job} after success`],
  }),
  entry({
    kind: 'slot-migration-log-cleared',
    text: 'Cleaning slot migration log in anticipation of a load operation.',
    meaning: 'Data is about to be loaded: what this node remembers of earlier migrations is dropped.',
    samples: ['Cleaning slot migration log in anticipation of a load operation.'],
  }),
  entry({
    kind: 'slot-migration-write-loss',
    text: 'Write loss risk! During slot migration {job}, new owner did not broadcast ownership before we unpaused ourselves. Any writes we have recorded since unpausing may be lost!',
    severity: 'error',
    meaning: ({job}) =>
      `The new node may have ${slotsOf(job)} already, but did not say so in time, and this node takes writes again: these are lost if it has.`,
    samples: [
      `Write loss risk! During slot migration ${job}, new owner did not broadcast ownership before we unpaused ourselves. Any writes we have recorded since unpausing may be lost!`,
    ],
  }),
  entry({
    kind: 'slot-migration-timed-out',
    text: 'Slot migration {job} timed out during slot failover.',
    also: ['Timing out slot migration {job} after not receiving ack for too long'],
    severity: 'warning',
    meaning: ({job}) =>
      `The other node did not answer in time: the migration of ${slotsOf(job)} is given up, and the slots stay.`,
    samples: [
      `Slot migration ${job} timed out during slot failover.`,
      `Timing out slot migration ${job} after not receiving ack for too long`,
    ],
  }),
  entry({
    kind: 'slot-migration-failed',
    text: 'Slot migration {job} failed {reason}',
    also: [
      'Slot migration {job} finished. State: failed, Message: {reason}',
      'Slot migration {job} contains slots that are no longer all owned by myself',
      'Child process failed to snapshot slot migration {job}',
      'Background SLOT MIGRATION transfer error',
      'Background SLOT MIGRATION transfer terminated by signal {signal:n}',
      "Can't begin slot migration snapshot in background: fork: {reason}",
      'Write error sending slot migration snapshot to target: {reason}',
      'Slot migration, read error sending snapshot to target: {reason}',
      'Slot migration transfer, write error sending DB to target: {reason}',
      'Received CLUSTER SYNCSLOTS {message} slot migration {job}, but {reason}',
      'Received unexpected CLUSTER SYNCSLOTS PAUSED from slot migration {job}, . Failing migration.',
      'Received unknown SYNCSLOTS subcommand from slot migration {job}. Failing the migration.',
      'WARNING: Receiving inline protocol from slot import, import stream corruption? Closing the slot import connection.',
    ],
    severity: 'warning',
    meaning: 'A migration of slots failed. The slots stay where they were.',
    samples: [
      `Slot migration ${job} failed due to OOM`,
      `Slot migration ${job} failed to start slot snapshot`,
      `Slot migration ${job} finished. State: failed, Message: Connection lost to target`,
      `Child process failed to snapshot slot migration ${job}`,
      'Background SLOT MIGRATION transfer error',
      'Background SLOT MIGRATION transfer terminated by signal 9',
    ],
  }),
  entry({
    kind: 'slot-migration-closed',
    text: 'Slot migration {job} connection lost',
    also: ['Slot migration target dropped, killing fork child.'],
    meaning:
      'The connection between the two nodes is closed, as after each migration. A later line says how it ended.',
    samples: [`Slot migration ${job} connection lost`, 'Slot migration target dropped, killing fork child.'],
  }),
  entry({
    kind: 'slot-migration-target-unknown',
    text: 'Slot migration {job}: target node {node} not found in cluster, aborting connection attempt.',
    severity: 'warning',
    meaning: ({node}) =>
      `Slots were to go to ${short(node)}, which this node does not know any more: they stay.`,
    samples: [`Slot migration ${job}: target node ${a} not found in cluster, aborting connection attempt.`],
  }),
  entry({
    kind: 'slot-migrations-cancelled',
    text: "Canceled all in progress slot migrations (user request from '{client}')",
    severity: 'notice',
    meaning: 'CLUSTER CANCELSLOTMIGRATIONS: slots that are on their way stay where they are.',
    samples: ["Canceled all in progress slot migrations (user request from 'id=3 addr=127.0.0.1:50000')"],
  }),
  entry({
    kind: 'slot-migration-child-killed',
    text: 'Killing running slot migration child: {pid:n}',
    also: [
      'Slot migration child {pid:n} is already exiting, not killing.',
      'There is a slot migration child. Killing it!',
    ],
    meaning: 'The process that sends the keys of slots is not needed any more, and is ended.',
    samples: [
      'Killing running slot migration child: 8222',
      'Slot migration child 8222 is already exiting, not killing.',
      'There is a slot migration child. Killing it!',
    ],
  }),
]

/** `{name: …, operation: export, …, slots: 0-99 200-299}` → `slots 0-99 200-299`. */
function slotsOf(job: string): string {
  const slots = /slots: ([\d -]+)\}/.exec(job)?.[1]
  return slots === undefined ? 'the slots' : `slots ${slots}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
