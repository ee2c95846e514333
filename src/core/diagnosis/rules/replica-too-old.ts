import type {Stated} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Which versions write which version of RDB (rdb.h: RDB_VERSION). */
const writers = new Map([
  ['6', 'Redis 2.6 to 3.0'],
  ['7', 'Redis 3.2'],
  ['8', 'Redis 4'],
  ['9', 'Redis 5 and 6'],
  ['10', 'Redis 7.0'],
  ['11', 'Redis 7.2, and Valkey up to 8.1'],
  ['12', 'Redis 7.4 and later'],
  ['80', 'Valkey 9.0 and later'],
])

/** Whether only Redis, from 7.4 on, writes this version. */
function isForeign(version: string | undefined): boolean {
  return Number(version) >= 12 && Number(version) < 80
}

/** The two programs have gone their own ways: neither is older than the other. */
function foreign(
  name: string,
  version: string | undefined,
  isReplica: boolean,
  evidence: readonly Stated[],
): Diagnosis {
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} is Valkey, and ${isReplica ? 'what its master sends' : 'its RDB file'} is of Redis 7.4 or later (format version ${version}): it does not read that.`,
    why: 'Up to version 11 (Redis 7.2) the two have one format. Redis has counted on from 12, and Valkey from 80, with types of data that the other does not know. A newer Valkey does not change that.',
    evidence,
    fix: [
      'Start Redis on this file again, and take the data over from there: with Valkey 9.0 and later rdb-version-check relaxed tries to read it, which works as long as it holds no type of its own (fields of hashes that expire, modules).',
      'Where that fails: copy key by key from the running Redis (MIGRATE does not work across the formats either; a tool that reads and writes commands does), or go back to Redis 7.2 or before.',
    ],
    avoid: ['The file is not damaged: there is nothing to repair in it.'],
    collect: ['strings dump.rdb | head -3   (redis-ver is the version that wrote it)'],
  }
}

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
      const own = lines
        .map(({message}) =>
          /\b((?:Redis|Valkey) version=\d+\.\d+\.\d+)/.exec(message)?.[1]?.replace(' version=', ' '),
        )
        .find((it) => it !== undefined)
      const isReplica = failed.length > 0
      const isValkey =
        own?.startsWith('Valkey') === true ||
        lines.some(({message}) => /Valkey|rdb-version-check/.test(message)) ||
        versions.some(({text}) => /\bto valkey\b/i.test(text))
      // Valkey reads no format of Redis above 11 as its own, and calls its own 80 and later (rdb.h: RDB_FOREIGN_VERSION_MIN).
      if (isForeign(version) && isValkey)
        return [foreign(name, version, isReplica, [...syncs, ...tooNew, ...failed, ...versions])]
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: isReplica
            ? `${name} is older than its master: it cannot read the master's RDB (format version ${version}).`
            : `${name} is older than the server that wrote its RDB file (format version ${version}).`,
          why:
            `A server reads RDB files up to the version that it writes itself.${known === '' ? '' : ` Noted here: ${known}.`} ` +
            `${writers.get(version ?? '') === undefined ? '' : `Version ${version} is written by ${writers.get(version ?? '')}. `}${own === undefined ? '' : `This is ${own}. `}` +
            (isReplica
              ? `It tries again for ever, and each round transfers everything${bytes === undefined ? '' : ` (${Math.round(Number(bytes) / 1e6)} MB)`}.`
              : 'It does not start with this file.'),
          evidence: [...syncs, ...tooNew, ...failed, ...versions],
          fix: [
            isReplica
              ? 'Upgrade this replica to the version of its master or a newer one. In an upgrade, replicas come first, the master last.'
              : 'Start the version that wrote the file, or a newer one (see below which one really starts: an older one may come first in PATH, or an image was rolled back).',
          ],
          avoid: ['The file is not damaged: there is nothing to repair in it.'],
          collect:
            versions.length > 0
              ? []
              : [
                  isReplica
                    ? 'redis-cli INFO server   (redis_version, on the master and on the replica)'
                    : 'redis-server --version; head -c 9 dump.rdb; strings dump.rdb | head -3   (redis-ver is the version that wrote it)',
                ],
        },
      ]
    }),
}
