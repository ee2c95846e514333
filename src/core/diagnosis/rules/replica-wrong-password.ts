import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica sends a password that its master does not take, or its user lacks rights there. */
export const replicaWrongPassword: Rule = {
  id: 'replica-wrong-password',
  needs: 'the log of a replica',
  source: 'replication.c: syncWithMaster',
  lab: 'reconnect-wrongpass',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const refused = lines.filter(({message}) =>
        /Unable to AUTH to (?:MASTER|PRIMARY)|-WRONGPASS|invalid password|invalid username-password/.test(
          message,
        ),
      )
      if (refused.length === 0) return mayNot(name, lines)
      const unanswered = refused.filter(({message}) =>
        /: -?(?:Reading|Writing) (?:from|to) master: /.test(message),
      )
      if (unanswered.length === refused.length) return [unansweredLogin(name, unanswered)]
      const isUnneeded = refused.some(({message}) =>
        /without any password configured|no password is set/.test(message),
      )
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: isUnneeded
            ? `${name} sends a password, and its master has none.`
            : `The master of ${name} refuses its password (or user).`,
          why: isUnneeded
            ? 'A replica with masterauth cannot follow a master without requirepass: AUTH is an error there.'
            : 'masterauth (with masteruser, where there is one) is not what the master asks for. It is tried again for ever.',
          evidence: refused,
          fix: [
            'Make masterauth and requirepass equal on all servers of the group: redis-cli CONFIG SET masterauth PASSWORD, then CONFIG REWRITE.',
          ],
          collect: ['redis-cli ACL LOG   on the master (6.0 and later)'],
        },
      ]
    }),
}

/** Its user is known to the master, and may not run what a replica runs. */
function mayNot(name: string, lines: readonly LogFact[]): readonly Diagnosis[] {
  const denied = lines.filter(
    ({message}) => /NOPERM/.test(message) && /REPLCONF|PSYNC|PING|MASTER|PRIMARY/i.test(message),
  )
  if (denied.length === 0) return []
  const commands = [...new Set(denied.flatMap(({message}) => /run the '([\w|]+)'/.exec(message)?.[1] ?? []))]
  return [
    {
      severity: 'cause',
      certainty: 'certain',
      title: `The user with which ${name} logs in to its master may not run what a replica needs${commands.length === 0 ? '' : `: ${commands.join(', ')}`}.`,
      why: 'The password is right (a wrong one gets WRONGPASS). A replica runs PING, REPLCONF and PSYNC on its master, and its masteruser has to be allowed all three. The "(Non critical) … does not understand REPLCONF" lines are the same refusal.',
      evidence: denied,
      fix: [
        'On every server, since each may be the master: redis-cli ACL SETUSER MASTERUSER +psync +replconf +ping, then ACL SAVE (or CONFIG REWRITE)',
      ],
      collect: ['redis-cli ACL LOG   on the master', 'redis-cli CONFIG GET masteruser   on the replica'],
    },
  ]
}

/** replication.c: sendSynchronousCommand: an answer that starts with "Reading from master" is an error of the connection. */
function unansweredLogin(name: string, lines: readonly LogFact[]): Diagnosis {
  const reason = /master: (.*?)'?$/.exec(lines.at(-1)?.message ?? '')?.[1] ?? ''
  const isOld = /Operation now in progress/.test(reason)
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot log in to its master: no answer to AUTH was read (${reason}).`,
    why: `The master did not refuse the password: it would say so. ${isOld ? 'This reason is that of a call before: an old version (2.6) does not wait for the answer as it should, or the answer did not come in time.' : 'The connection ended, or the answer did not come in time.'} What is wrong is the server, its version, or something between the two, and not the password, as far as this shows.`,
    evidence: lines,
    fix: [
      'Try it by hand from the machine of the replica (below). Where that works, upgrade the replica; where not, the answer says more.',
    ],
    collect: [
      'From the machine of the replica: redis-cli -h MASTER -p PORT -a PASSWORD PING',
      'redis-cli INFO server   (redis_version of both)',
    ],
  }
}
