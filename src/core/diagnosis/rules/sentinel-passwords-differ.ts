import type {Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import {findConfs, lastOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Login {
  readonly name: string
  /** Any of them lets others in; empty where no password is asked for. */
  readonly passwords: readonly string[]
  readonly stated: Stated
}

/** Sentinels of one master ask for different passwords: they cannot ask each other. */
export const sentinelPasswordsDiffer: Rule = {
  id: 'sentinel-passwords-differ',
  needs: 'the confs of two sentinels with requirepass, or ACL LIST of two sentinels',
  source:
    'redis.io, Sentinel: "all Sentinels must have the same password"; sentinel.c: sentinelSendAuthIfNeeded sends its own requirepass',
  isExaminable: (evidence) => findLogins(evidence).length > 1,
  examine(evidence) {
    const logins = findLogins(evidence)
    const groups = [...groupBy(logins, ({passwords}) => passwords.toSorted().join(' ')).values()].toSorted(
      (a, b) => b.length - a.length,
    )
    const [most = [], ...others] = groups
    // One that wants none lets everybody in, and has none to give.
    const odd = others
      .flat()
      .filter(({passwords}) => !passwords.some((it) => most[0]?.passwords.includes(it)))
    if (odd.length === 0) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'likely',
      title: `${joinNames(odd.map(({name}) => name))} ${odd.length === 1 ? 'asks' : 'ask'} for another password than ${joinNames(most.map(({name}) => name))}.`,
      why: 'A sentinel logs in to the others with its own requirepass, or with sentinel-pass where that is set. Whom it cannot log in to it counts as down: it gets no vote from there, and hears no opinion on the master.',
      evidence: [...most.slice(0, 2), ...odd].map(({stated}) => stated),
      fix: [
        'The same requirepass on every sentinel; where ACL users are used, sentinel sentinel-user NAME and sentinel sentinel-pass PASSWORD on every one. In a conf, then restart one after another.',
      ],
      collect: [
        'redis-cli -p 26379 SENTINEL SENTINELS NAME   on each: whom it counts as down or disconnected',
      ],
    }
    return [finding]
  },
}

function findLogins(evidence: Case): readonly Login[] {
  const confs = findConfs(evidence).filter(({isSentinel}) => isSentinel)
  // With sentinel-pass what is sent is no more the own requirepass.
  const plain = confs.filter((conf) => lastOf(conf, 'sentinel sentinel-pass') === undefined)
  return plain.flatMap((conf): readonly Login[] => {
    const line = lastOf(conf, 'requirepass')
    if (line !== undefined) return [{name: conf.name, passwords: line.words.slice(0, 1), stated: line}]
    const user = evidence
      .facts('acl-user')
      .find(({name, stream}) => name === 'default' && instanceNameOf(stream) === conf.name)
    if (user === undefined) return []
    return [{name: conf.name, passwords: user.rules.filter((it) => /^[#>]/.test(it)), stated: user}]
  })
}
