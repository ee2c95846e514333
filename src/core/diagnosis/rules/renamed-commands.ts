import {findConfs} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** What a sentinel sends to servers (sentinel.c). */
const needed = [
  'CONFIG',
  'SLAVEOF',
  'REPLICAOF',
  'INFO',
  'PING',
  'PUBLISH',
  'SUBSCRIBE',
  'CLIENT',
  'MULTI',
  'EXEC',
  'SCRIPT',
  'ROLE',
]

/** Servers have renamed commands that sentinels use, and the sentinels do not know. */
export const renamedCommands: Rule = {
  id: 'renamed-commands',
  needs: 'redis.conf with rename-command',
  source: 'sentinel.c: sentinelInstanceMapCommand; sentinel.conf: sentinel rename-command',
  isExaminable: (evidence) => evidence.directives('rename-command').length > 0,
  examine(evidence) {
    const renamed = evidence
      .directives('rename-command')
      .filter(({words}) => needed.includes((words[0] ?? '').toUpperCase()))
    const known = new Set(
      evidence.directives('sentinel rename-command').map(({words}) => (words[1] ?? '').toUpperCase()),
    )
    const unknown = renamed.filter(({words}) => !known.has((words[0] ?? '').toUpperCase()))
    const sentinels = findConfs(evidence).filter(({isSentinel, isWhole}) => isSentinel && isWhole)
    if (unknown.length === 0) return []
    const names = [...new Set(unknown.map(({words}) => (words[0] ?? '').toUpperCase()))].join(', ')
    const finding: Diagnosis = {
      severity: sentinels.length > 0 ? 'cause' : 'risk',
      certainty: sentinels.length > 0 ? 'certain' : 'possible',
      title: `Servers have renamed ${names}, which sentinels need${sentinels.length > 0 ? ', and no sentinel rename-command says so' : ''}.`,
      why: 'A sentinel sends INFO and PING to watch, and REPLICAOF (SLAVEOF), CONFIG REWRITE and CLIENT KILL in one transaction to promote. One name that the server does not know, and the promotion fails.',
      evidence: unknown,
      fix: [
        'In every sentinel.conf, for each: sentinel rename-command MASTERNAME COMMAND NEWNAME (5.0 and later)',
        'Better: leave the names and restrict users by ACL (6.0 and later).',
      ],
      collect: sentinels.length > 0 ? [] : ['The sentinel.conf of each sentinel'],
    }
    return [finding]
  },
}
