import {joinNames} from '../../text/join-names.ts'
import {type Conf, findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server has a requirepass that the masterauth of the others is not, or no masterauth at all. */
export const masterauthDiffers: Rule = {
  id: 'masterauth-differs',
  needs: 'the confs of the servers of one group, with passwords',
  source:
    'redis.io, Sentinel: all instances need the same password, and masterauth, since any may become a replica',
  lab: 'reconnect-wrongpass',
  isExaminable: (evidence) => servers(findConfs(evidence)).length > 1,
  examine(evidence) {
    const all = servers(findConfs(evidence))
    if (all.length < 2) return []
    const passwords = new Map(all.map((conf) => [conf, lastOf(conf, 'requirepass')?.words[0]]))
    const different = new Set(passwords.values()).size > 1
    const without = all.filter((conf) => lastOf(conf, 'masterauth', 'primaryauth') === undefined)
    const wrong = all.filter((conf) => {
      const own = lastOf(conf, 'masterauth', 'primaryauth')?.words[0]
      return (
        own !== undefined && ![...passwords].some(([other, password]) => other !== conf && password === own)
      )
    })
    if (!different && without.length === 0 && wrong.length === 0) return []
    const lines = all.flatMap((conf) =>
      [lastOf(conf, 'requirepass'), lastOf(conf, 'masterauth', 'primaryauth')].filter(
        (it) => it !== undefined,
      ),
    )
    const finding: Diagnosis = {
      severity: wrong.length > 0 || different ? 'cause' : 'risk',
      certainty: 'certain',
      title:
        without.length > 0
          ? `${joinNames(without.map(({name}) => name))} ${without.length === 1 ? 'has' : 'have'} no masterauth: ${without.length === 1 ? 'it' : 'they'} cannot follow a master that asks for a password.`
          : different
            ? `The servers have different passwords: ${all.map(({name}) => name).join(', ')}.`
            : `The masterauth of ${joinNames(wrong.map(({name}) => name))} is the requirepass of no other server.`,
      why: 'Roles change with every failover: each server has to log in to each other one, also the one that is master now. What is wrong here shows only after a failover, when the old master comes back as a replica and is refused.',
      evidence: lines,
      fix: [
        'Give all servers the same requirepass and masterauth: redis-cli CONFIG SET masterauth PASSWORD and CONFIG SET requirepass PASSWORD on each, then CONFIG REWRITE.',
      ],
    }
    return [finding]
  },
}

function servers(confs: readonly Conf[]): readonly Conf[] {
  return confs.filter((conf) => !conf.isSentinel && (lastOf(conf, 'requirepass')?.words[0] ?? '') !== '')
}
