import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica of Valkey opens its second connection for the copy, and that one is turned away. */
export const dualChannelRefused: Rule = {
  id: 'dual-channel-refused',
  needs: 'the log of a replica with dual-channel-replication-enabled',
  source:
    'valkey, replication.c: dualChannelFullSyncWithPrimary logs in again and sends SYNC on the RDB channel; valkey.conf: dual-channel-replication-enabled',
  isExaminable: (evidence) => evidence.facts('log').some(({message}) => isBegun.test(message)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const aborted = lines.filter(({message}) => isAborted.test(message))
      const begun = lines.filter(({message}) => isBegun.test(message))
      const last = aborted.at(-1)
      const after = last === undefined ? [] : lines.slice(lines.indexOf(last))
      const isDone = after.some(
        ({event, message}) => event?.kind === 'sync-finished' || /Finished with success/.test(message),
      )
      if (begun.length === 0 || aborted.length === 0 || isDone) return []
      const refused = lines.filter(({message}) =>
        /NOPERM|NOAUTH|WRONGPASS|max number of clients/.test(message),
      )
      return [
        {
          severity: 'cause',
          certainty: refused.length > 0 ? 'certain' : 'likely',
          title: `${name} cannot open the second connection that its copy takes: the RDB channel is given up${aborted.length > 1 ? ` ${countTimes(aborted)} times` : ''}.`,
          why:
            'With dual-channel-replication-enabled the snapshot comes on a connection of its own. There the replica logs in once more, sends REPLCONF and SYNC, where the first connection sends PSYNC: a user that may run +psync and +replconf alone is let in on the first and turned away on the second.' +
            `${refused.length > 0 ? '' : ' No line here has the answer of the primary; a connection that it has no place for (maxclients), or a proxy that leads it elsewhere, would look the same.'} That the replication ids do not match is only why a whole copy is needed. It tries again for ever.`,
          evidence: [...begun.slice(-2), ...refused, ...aborted.slice(-2)],
          fix: [
            'On the primary, for the user of masteruser: redis-cli ACL SETUSER NAME +psync +replconf +ping +sync, then ACL SAVE (or CONFIG REWRITE)',
            'Until then, on the replica: redis-cli CONFIG SET dual-channel-replication-enabled no',
          ],
          collect: [
            'redis-cli ACL LOG   on the primary: the denials stand there',
            'redis-cli INFO clients; redis-cli CONFIG GET maxclients   on the primary',
          ],
        },
      ]
    }),
}

const isBegun = /PSYNC is not possible, initialize RDB channel/
const isAborted = /Aborting dual channel sync/
