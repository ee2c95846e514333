import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findReplicationGroups, linesOf, numberIn, type ServerReply} from '../server-replies.ts'

/** A replica may use less memory than its master: once promoted, it evicts, or refuses writes. */
export const maxmemoryDiffers: Rule = {
  id: 'maxmemory-differs',
  needs: 'INFO of a master and of its replica',
  source:
    'redis.io, Replication: replicas ignore maxmemory until they are promoted (replica-ignore-maxmemory)',
  isExaminable: (evidence) =>
    findReplicationGroups(evidence).some(
      ({master, replicas}) => master !== undefined && hasLimit(master) && replicas.some(hasLimit),
    ),
  examine: (evidence) =>
    findReplicationGroups(evidence).flatMap(({master, replicas}): readonly Diagnosis[] => {
      if (master === undefined || !hasLimit(master)) return []
      const own = numberIn(master, 'maxmemory')
      const smaller = replicas.filter((replica) => {
        const limit = numberIn(replica, 'maxmemory')
        return limit > 0 && (own === 0 || limit < own)
      })
      if (smaller.length === 0) return []
      const used = numberIn(master, 'used_memory')
      const isFull = smaller.some((replica) => used > numberIn(replica, 'maxmemory'))
      const sizes = smaller.map((replica) => `${replica.name} ${inWords(numberIn(replica, 'maxmemory'))}`)
      return [
        {
          severity: isFull ? 'risk' : 'note',
          certainty: 'certain',
          title: `${joinNames(smaller.map(({name}) => name))} may use less memory than ${master.name}, the master: ${sizes.join(', ')}; the master ${own === 0 ? 'has no limit' : inWords(own)}.`,
          why: `A replica does not apply maxmemory. When it is promoted, it does: ${isFull ? `the master uses ${inWords(used)} now, so it would evict keys at once, or with noeviction refuse writes (OOM).` : 'it evicts keys, or refuses writes, earlier than the master did.'}`,
          evidence: [
            ...linesOf(master, 'maxmemory', 'used_memory'),
            ...smaller.flatMap((it) => linesOf(it, 'maxmemory', 'maxmemory_policy')),
          ],
          fix: [
            'First see that the machine has that memory; then redis-cli CONFIG SET maxmemory BYTES with one value on every server, and CONFIG REWRITE.',
          ],
        },
      ]
    }),
}

function hasLimit(server: ServerReply): boolean {
  return !Number.isNaN(numberIn(server, 'maxmemory'))
}

function inWords(bytes: number): string {
  return bytes < 10 * 1024 ** 2 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 ** 2)} MiB`
}
