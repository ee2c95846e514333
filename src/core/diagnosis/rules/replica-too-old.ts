import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica cannot read the RDB of a newer master. */
export const replicaTooOld: Rule = {
  id: 'replica-too-old',
  needs: 'the log of a replica that loads a copy',
  source:
    'rdb.c: rdbLoadRio refuses an RDB version above its own; redis.io, Replication: upgrade replicas first',
  isExaminable: (evidence) =>
    evidence.hasEvents('rdb-too-new', 'loading-copy', 'receiving-rdb', 'copy-unloadable'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const tooNew = lines.filter(({event}) => event?.kind === 'rdb-too-new')
      const failed = lines.filter(({event}) => event?.kind === 'copy-unloadable')
      if (tooNew.length === 0) return []
      const version = /version (\d+)/.exec(tooNew[0]?.message ?? '')?.[1]
      const syncs = lines.filter(({event}) => event?.kind === 'receiving-rdb')
      const bytes = /receiving (\d+) bytes/.exec(syncs[0]?.message ?? '')?.[1]
      const versions = evidence.facts('version')
      const known = versions.map(({subject, version: it}) => `${subject} ${it}`).join(', ')
      const isReplica = failed.length > 0
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: isReplica
            ? `${name} is older than its master: it cannot read the master's RDB (format version ${version}).`
            : `${name} is older than the server that wrote its RDB file (format version ${version}).`,
          why:
            `A server reads RDB files up to the version that it writes itself.${known === '' ? '' : ` Noted here: ${known}.`} ` +
            (isReplica
              ? `It tries again for ever, and each round transfers everything${bytes === undefined ? '' : ` (${Math.round(Number(bytes) / 1e6)} MB)`}.`
              : 'It does not start with this file.'),
          evidence: [...syncs, ...tooNew, ...failed, ...versions],
          fix: [
            'Upgrade this replica to the version of its master or a newer one. In an upgrade, replicas come first, the master last.',
          ],
          avoid: ['The file is not damaged: there is nothing to repair in it.'],
          collect:
            versions.length > 0
              ? []
              : ['redis-cli INFO server   (redis_version, on the master and on the replica)'],
        },
      ]
    }),
}
