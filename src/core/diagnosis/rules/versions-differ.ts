import {compareVersions, nameServer, type ServerVersion} from '../../redis/server-version.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findReplicationGroups, linesOf} from '../server-replies.ts'
import {versionFields, versionOf, withoutPatch} from '../version-of.ts'

/** A replica is older than its master: the next whole copy is one that it may not be able to read. */
export const versionsDiffer: Rule = {
  id: 'versions-differ',
  needs: 'INFO of a master and of its replica',
  source:
    'redis.io, Replication: upgrade replicas first; rdb.c: rdbLoadRio refuses an RDB version above its own',
  isExaminable: (evidence) =>
    findReplicationGroups(evidence).some(
      ({master, replicas}) =>
        versionOf(master) !== undefined && replicas.some((it) => versionOf(it) !== undefined),
    ),
  examine: (evidence) =>
    findReplicationGroups(evidence).flatMap(({master, replicas}): readonly Diagnosis[] => {
      const ofMaster = versionOf(master)
      if (master === undefined || ofMaster === undefined) return []
      const older = replicas.filter((replica) => {
        const own = versionOf(replica)
        return own !== undefined && isOlder(own, ofMaster)
      })
      if (older.length === 0) return []
      const list = older.map((it) => `${it.name} is ${inWords(versionOf(it))}`).join(', ')
      return [
        {
          severity: 'risk',
          certainty: 'likely',
          title: `${joinNames(older.map(({name}) => name))} ${older.length === 1 ? 'is' : 'are'} older than ${older.length === 1 ? 'its' : 'their'} master: ${list}; ${master.name} is ${inWords(ofMaster)}.`,
          why: 'As long as a partial resynchronisation does, nothing is seen. The next whole copy is an RDB of the newer version: where its format is newer, too, the replica cannot read it, and asks for it again and again. Commands that are new are replicated, and unknown there. In an upgrade, replicas come first, the master last.',
          evidence: [
            ...linesOf(master, ...versionFields),
            ...older.flatMap((it) => linesOf(it, ...versionFields)),
          ],
          fix: ['Upgrade the replicas that are older, one after another, before anything else is done.'],
          avoid: ['Do not restart an older replica, and do not fail over to it, before that.'],
        },
      ]
    }),
}

/** Valkey began as Redis 7.2.4; what is between it and a later Redis has no order. */
function isOlder(a: ServerVersion, b: ServerVersion): boolean {
  if (a.flavour === b.flavour) return compareVersions(withoutPatch(a), withoutPatch(b)) < 0
  return a.flavour === 'redis' && compareVersions(withoutPatch(a), '7.2') < 0
}

function inWords(version: ServerVersion | undefined): string {
  return version === undefined ? 'unknown' : nameServer(version)
}
