import {z} from 'zod'
import type {FailoverPhases} from '../../timeline/failover.ts'
import type {FailoverJson} from '../failover-json.ts'
import {exactly} from './exactly.ts'
import {count, milliseconds, moment, name} from './words.ts'

const offset = milliseconds.describe('Milliseconds since the beginning of the failover.')
const maybe = offset.nullable()

export const phases = exactly<FailoverPhases>()(
  z.strictObject({
    sdownMs: maybe.describe('The first sentinel, or node of a cluster (PFAIL), counts the master as down.'),
    odownMs: maybe.describe('Enough sentinels do, or a majority of the masters of a cluster (FAIL).'),
    electedMs: maybe.describe('The leader is elected; in a cluster the replica itself.'),
    promotedMs: maybe.describe('The chosen replica has become a master.'),
    writableMs: maybe.describe('The first write that got through; without a probe the same as promotedMs.'),
    agreedMs: maybe.describe('Every sentinel, or node, that runs names the new master.'),
    reattachedMs: maybe.describe('Every replica that runs is in step with the new master.'),
  }),
).describe('Milliseconds since the beginning of the failover; null for what did not happen.')

const seenBy = z.strictObject({sentinel: name, ms: offset})
const seenByNode = z.strictObject({node: name, ms: offset})

export const attempt = z.strictObject({
  epoch: count,
  startedMs: offset,
  candidates: z.array(name),
  votes: z.array(z.strictObject({voter: name, candidate: name, ms: offset})),
  leader: name.nullable(),
  electedMs: maybe,
  selected: name.nullable().describe('The replica that was chosen.'),
  selectedMs: maybe,
  result: z.enum(['promoted', 'not-elected', 'no-good-replica', 'replica-timeout', 'open']),
  endedMs: maybe,
})

export const reattachment = z.strictObject({
  instance: name,
  ms: offset,
  resync: z.enum(['partial', 'full', 'none', 'unknown']),
})

const cluster = z
  .strictObject({
    pfail: z.array(seenByNode).describe('Nodes that count the master as possibly failing.'),
    fail: z.array(seenByNode).describe('Nodes that know that a majority of the masters does.'),
    delays: z
      .array(
        z.strictObject({
          ms: offset,
          instance: name,
          delayMs: milliseconds,
          rank: count.describe('How many replicas of the shard have more of the data.'),
          offset: z.number().describe('The replication offset in bytes.'),
        }),
      )
      .describe('How long each replica waits before it asks for votes.'),
    votesNeeded: count.describe('A majority of the masters.'),
    agreed: z.array(seenByNode).describe('Nodes that send clients to the new master.'),
    stopped: z
      .array(z.strictObject({node: name, fromMs: offset, toMs: maybe}))
      .describe('Nodes that served nothing, and from when to when.'),
  })
  .nullable()
  .describe('Null without a cluster.')

const inForce = z
  .strictObject({
    downAfterMs: milliseconds.nullable().describe('In a cluster: cluster-node-timeout.'),
    failoverTimeoutMs: milliseconds.nullable(),
    parallelSyncs: count.nullable(),
    quorum: count.nullable(),
    sentinels: count.nullable().describe('How many were known to the one that was elected.'),
  })
  .describe('The settings that the failover went by; null for what is not known.')

export const failoverDetails = z.strictObject({
  sdown: z.array(seenBy),
  odown: z.array(z.strictObject({sentinel: name, ms: offset, votes: count, quorum: count})),
  attempts: z.array(attempt).describe('Rounds of election, and what the winner of each did.'),
  choice: z.string().nullable().describe('Why the chosen replica was chosen.'),
  switched: z.array(seenBy).describe('Sentinels that name the new master.'),
  behind: z.array(name).describe('Sentinels that ran and did not name the new master.'),
  inForce,
  isOnsetKnown: z.boolean().describe('Whether the moment from which times are counted was seen.'),
  reattached: z.array(reattachment),
  oldMasterReturn: reattachment.nullable(),
  requestedAt: name
    .nullable()
    .describe('The sentinel, or replica of a cluster, that was asked for the failover.'),
  outageMs: milliseconds.nullable().describe('The longest time without a write, as the probe saw it.'),
  cluster,
})

const failoverFields = {
  masterName: name,
  at: moment.describe('The beginning: all times are measured from here.'),
  cause: z.string().nullable().describe('What redislab did, in words; null when it began by itself.'),
  oldMaster: name,
  newMaster: name.nullable(),
  outcome: z.enum(['failed-over', 'no-failover']).describe('Whether a replica took over.'),
  isComplete: z.boolean().describe('Whether nothing is left to wait for.'),
  phases,
  details: failoverDetails,
}

export const failover = exactly<FailoverJson>()(z.strictObject(failoverFields)).describe(
  'One time that a master was in question: a failover, or why there was none.',
)
