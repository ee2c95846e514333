import type {LogFact} from '../../evidence/facts.ts'
import {field} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {tellOpen} from '../over.ts'
import type {Rule} from '../rule.ts'

/** What a master did, the one who takes its stream could not do: their data differ from then on, or a right is missing. */
export const replicaRefusesCommand: Rule = {
  id: 'replica-refuses-command',
  needs: 'the log of a replica, or of a node that takes slots',
  source: 'networking.c: afterErrorReply; redis.conf: propagation-error-behavior',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const refused = lines.filter(({event}) => event?.kind === 'replication-stream-error')
      return [
        ...groupBy(refused, (line) => `${field(line, 'command')} ${field(line, 'error')}`).values(),
      ].flatMap((same) =>
        tellOpen(same, lines, endsOf, (open) => describe(name, open as [LogFact, ...LogFact[]])),
      )
    }),
}

/** A whole copy makes the data of a replica those of its master again. What a node takes over by slots is in no copy. */
function endsOf(line: LogFact): readonly string[] {
  return /import/.test(field(line, 'self')) ? [] : ['sync-finished']
}

function describe(name: string, same: readonly [LogFact, ...LogFact[]]): Diagnosis {
  const [first] = same
  const command = field(first, 'command')
  const error = field(first, 'error').trim()
  const takesSlots = /import/.test(field(first, 'self'))
  const noRight = /NOPERM User (\S+) has no permissions/.exec(error)
  const what = `${name} could not do ${command}, which ${takesSlots ? 'the node that gives it slots' : 'its master'} sent (${same.length === 1 ? 'once' : `${countTimes(same)} times`})`
  if (noRight !== null)
    return {
      severity: 'cause',
      certainty: 'certain',
      title: `${what}: the user ${noRight[1]} may not, on ${name}.`,
      why: takesSlots
        ? 'The migration of slots comes in as commands of the user of masteruser (primaryuser), so that user needs the right to write on the node that takes the slots, not only psync and replconf. The migration fails; the slots stay where they were, and no data is lost.'
        : 'The stream of its master is refused for that right: the replica lacks what the command did.',
      evidence: same,
      fix: [
        `On every node: redis-cli ACL SETUSER ${noRight[1]} ~* &* +@all, or at least +@write and all that is replicated (multi, exec, select, publish), then ACL SAVE or CONFIG REWRITE; start the migration again.`,
      ],
      collect: ['redis-cli ACL LOG', `redis-cli ACL GETUSER ${noRight[1]}`],
    }
  return {
    severity: 'cause',
    certainty: 'likely',
    title: `${what}: ${error}`,
    why: 'What worked on the one side failed on the other, so their data differ already, or do so now: a key was written on the replica itself (replica-read-only no), a script gives another result there, or the two are of different versions or settings. From then on the replica serves, and would be promoted with, other data than its master.',
    evidence: same,
    fix: [
      'Have the replica take a whole copy. Look first that it is a replica (redis-cli ROLE): then stop it, move its dump.rdb and append only files away (keep them until all is well), and start it again.',
      'Then see to it that nobody writes to the replica (replica-read-only yes), and that both are of one version.',
    ],
    avoid: ['Do not fail over to this replica before that.'],
    collect: [
      'redis-cli INFO errorstats; redis-cli DBSIZE   on both',
      'redis-cli CONFIG GET replica-read-only   on the replica',
    ],
  }
}
