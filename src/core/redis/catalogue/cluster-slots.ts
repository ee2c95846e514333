import {entry} from './entry.ts'
import {short} from './short-node-id.ts'

const [a, b] = ['cd47ff9b3300be2be118fb802c1993d09feba7d5', '7edc7473496d50845a12dffa2455f8965f26a1f9']

/** What nodes of a cluster write of slots, and of their way from one to another (cluster.c). */
export const clusterSlotEntries = [
  entry({
    kind: 'slot-importing',
    text: 'Importing slot {slot:n} from node {node}',
    severity: 'notice',
    meaning: ({slot}) =>
      `Slot ${slot} is opened here: it serves keys of it to clients that were sent by ASK.`,
    samples: [`Importing slot 866 from node ${a} ()`],
  }),
  entry({
    kind: 'slot-migrating',
    text: 'Migrating slot {slot:n} to node {node}',
    severity: 'notice',
    meaning: ({slot}) =>
      `Slot ${slot} is on its way: for keys that are gone already, clients are sent on with ASK.`,
    samples: [`Migrating slot 866 to node ${a} ()`],
  }),
  entry({
    kind: 'slot-assigned',
    text: 'Assigning slot {slot:n} to node {node}',
    severity: 'notice',
    meaning: ({slot}) => `Slot ${slot} has another master now.`,
    samples: [`Assigning slot 866 to node ${a} () in shard ${b}`],
  }),
  entry({
    kind: 'slot-moved',
    text: 'Slot {slot:n} is migrated from node {node} in shard {shard} to node {to} in shard {its}.',
    meaning: ({slot}) => `The node has heard that slot ${slot} has another master now.`,
    samples: [`Slot 866 is migrated from node ${a} () in shard ${b} to node ${b} () in shard ${a}.`],
  }),
  entry({
    kind: 'slots-moved',
    text: 'Slot range [{first:n}, {last:n}] is migrated from node {node} in shard {shard} to node {to} in shard {its}.',
    meaning: ({first, last}) => `The node has heard that slots ${first} to ${last} have another master now.`,
    samples: [
      `Slot range [0, 5460] is migrated from node ${a} () in shard ${b} to node ${b} () in shard ${b}.`,
    ],
  }),
  entry({
    kind: 'slot-migration-over',
    text: 'Slot {slot:n} is no longer being migrated to node {node} in shard {shard}.',
    meaning: ({slot}) => `Slot ${slot} is not on its way any more.`,
    samples: [`Slot 866 is no longer being migrated to node ${a} () in shard ${b}.`],
  }),
  entry({
    kind: 'slot-import-over',
    text: 'Slot {slot:n} is no longer being imported from node {node} in shard {shard}…',
    meaning: ({slot}) => `Slot ${slot} is not on its way here any more.`,
    samples: [
      `Slot 866 is no longer being imported from node ${a} () in shard ${b}.`,
      `Slot 866 is no longer being imported from node ${a} () in shard ${b}; Clear my importing source for the slot.`,
    ],
  }),
  entry({
    kind: 'slot-source-failed-over',
    text: 'Failover occurred in migration source. Update importing source for slot {slot:n} to node {node} in shard {shard}.',
    also: [
      'A failover occurred in migration source. Update importing source of {slots:n} slot(s) to node {node} in shard {shard}.',
    ],
    severity: 'notice',
    meaning: ({node}) =>
      `The node that slots are imported from was replaced: they come from ${short(node)} now.`,
    samples: [
      `A failover occurred in migration source. Update importing source of 3 slot(s) to node ${a} () in shard ${b}.`,
      `Failover occurred in migration source. Update importing source for slot 866 to node ${a} () in shard ${b}.`,
    ],
  }),
  entry({
    kind: 'slot-target-failed-over',
    text: 'Failover occurred in migration target. Slot {slot:n} is now being migrated to node {node} in shard {shard}.',
    also: [
      'A failover occurred in migration target. Update migrating target of {slots:n} slot(s) to node {node} in shard {shard}.',
    ],
    severity: 'notice',
    meaning: ({node}) => `The node that slots are migrated to was replaced: they go to ${short(node)} now.`,
    samples: [
      `A failover occurred in migration target. Update migrating target of 3 slot(s) to node ${a} () in shard ${b}.`,
      `Failover occurred in migration target. Slot 866 is now being migrated to node ${a} () in shard ${b}.`,
    ],
  }),
  entry({
    kind: 'shard-emptied',
    text: 'My last slot was migrated to node {node} in shard {shard}. I am now an empty master.',
    severity: 'notice',
    meaning: 'The node has given its last slot away, and stays as a master without any.',
    samples: [`My last slot was migrated to node ${a} () in shard ${b}. I am now an empty primary.`],
  }),
  entry({
    kind: 'last-slot-lost',
    text: 'Lost my last slot during slot migration. Reconfiguring myself as a replica of {node} in shard {shard}',
    severity: 'notice',
    meaning: 'The node has given its last slot away, and becomes a replica of the node that got it.',
    samples: [
      `Lost my last slot during slot migration. Reconfiguring myself as a replica of ${a} () in shard ${b}`,
    ],
  }),
  entry({
    kind: 'slot-stable',
    text: 'Marking slot {slot:n} stable',
    severity: 'notice',
    meaning: ({slot}) => `Slot ${slot} stays where it is.`,
    samples: ['Marking slot 866 stable'],
  }),
  entry({
    kind: 'slot-epoch-updated',
    text: 'configEpoch updated after importing slot {slot:n}',
    severity: 'notice',
    meaning: ({slot}) => `The new master of slot ${slot} takes a newer epoch, so that everybody believes it.`,
    samples: ['configEpoch updated after importing slot 866', 'ConfigEpoch updated after importing slot 866'],
    also: ['ConfigEpoch updated after importing slot {slot:n}'],
  }),
  entry({
    kind: 'foreign-keys',
    text: 'I have keys for slot {slot:n}, but the slot is assigned to another node. {what}',
    severity: 'warning',
    meaning: ({slot}) => `There are keys here of slot ${slot}, which is another node's.`,
    samples: [
      'I have keys for slot 866, but the slot is assigned to another node. Setting it to importing state.',
      'I have keys for slot 866, but the slot is assigned to another node. Deleting keys in the slot.',
    ],
  }),
  entry({
    kind: 'unassigned-keys',
    text: 'I have keys for unassigned slot {slot:n}. Taking responsibility for it.',
    severity: 'warning',
    meaning: ({slot}) => `Nobody has slot ${slot}, and there are keys of it here: this node takes it.`,
    samples: ['I have keys for unassigned slot 866. Taking responsibility for it.'],
  }),
  entry({
    kind: 'dirty-slot-deleted',
    text: 'Deleting keys in dirty slot {slot:n} on node {node}',
    severity: 'notice',
    meaning: ({slot}) =>
      `Another node has slot ${slot} now, so the keys of it that are left here are deleted. An atomic migration ends like this; after a failover these keys may be writes that only this node had.`,
    samples: [`Deleting keys in dirty slot 866 on node ${a} () in shard ${b}`],
  }),
  entry({
    kind: 'imported-slot-taken',
    text: 'I am importing keys from node {node} in shard {shard} to slot {slot:n}, but the slot is now owned by node {to} in shard {its}. Deleting keys in the slot',
    severity: 'warning',
    meaning: ({slot}) =>
      `Another node got slot ${slot} while it was being imported here: what had arrived so far is deleted.`,
    samples: [
      `I am importing keys from node ${a} () in shard ${b} to slot 866, but the slot is now owned by node ${b} () in shard ${a}. Deleting keys in the slot`,
    ],
  }),
]
