import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Replication is healthy, by both sides: which says nothing of whether sentinels reach the replica. */
export const sentinelsReachReplica: Rule = {
  id: 'sentinels-reach-replica',
  needs: 'INFO replication of a master and of its replica',
  source: 'sentinel.c: sentinelSelectSlave; redis.conf: protected-mode',
  isExaminable: (evidence) => evidence.facts('info').some(({fields}) => fields.get('role') === 'slave'),
  examine(evidence) {
    const infos = evidence.facts('info')
    return infos.flatMap((replica): readonly Diagnosis[] => {
      if (replica.fields.get('role') !== 'slave' || replica.fields.get('master_link_status') !== 'up')
        return []
      const replid = replica.fields.get('master_replid')
      const master = infos.find(
        ({fields}) => fields.get('role') === 'master' && fields.get('master_replid') === replid,
      )
      const listed = [...(master?.fields ?? [])].find(
        ([name, value]) => /^slave\d+$/.test(name) && value.includes('state=online'),
      )
      if (master === undefined || listed === undefined) return []
      const priority = replica.fields.get('slave_priority') ?? '100'
      if (priority === '0') return []
      const lag = /lag=(-?\d+)/.exec(listed[1])?.[1] ?? '?'
      const quotes = [
        master.stated.get('role'),
        master.stated.get(listed[0]),
        ...['role', 'master_link_status', 'slave_priority'].map((name) => replica.stated.get(name)),
      ].filter((it) => it !== undefined)
      const hasSentinel = evidence.logs.some(({isSentinel}) => isSentinel)
      return [
        {
          severity: hasSentinel ? 'note' : 'risk',
          certainty: 'possible',
          title: `Replication is healthy by both sides (online, lag ${lag}, link up, priority ${priority}). That does not prove that the sentinels can connect to ${instanceNameOf(replica.stream)}.`,
          why:
            'The replica opens the connection for replication itself; a sentinel opens its own, to the replica. When a failover finds no good replica although replication looks like this, ' +
            'what is left is the way from the sentinels to the replica: protected-mode (which lets only loopback in while there is neither bind nor a password), bind, a password that the sentinels lack, a firewall.',
          evidence: quotes,
          fix: [
            'Set a password and bind on both servers (or protected-mode no inside a closed network), and sentinel auth-pass on every sentinel.',
          ],
          collect: [
            'From the machine of each sentinel: redis-cli -h REPLICA -p 6379 PING',
            'redis-cli -p 26379 SENTINEL REPLICAS NAME   (flags: s_down, disconnected)',
            'redis-cli -h REPLICA CONFIG GET protected-mode   (and bind, requirepass)',
          ],
        },
      ]
    })
  },
}
