import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica sends a password that its master does not take. */
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
      if (refused.length === 0) return []
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
