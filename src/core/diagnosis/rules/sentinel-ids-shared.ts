import type {Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {joinNames} from '../../text/join-names.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface Claim {
  readonly id: string
  /** Who has it: a file, or an address at which others see it. */
  readonly owner: string
  readonly stated: Stated
}

/** Two sentinels have one id: each counts the other as itself moved elsewhere. */
export const sentinelIdsShared: Rule = {
  id: 'sentinel-ids-shared',
  needs: 'the confs or logs of two sentinels, or one that sees others',
  source:
    'sentinel.c: sentinelProcessHelloMessage; an id seen at another address is taken for the same sentinel moved',
  isExaminable: (evidence) => claimsOf(evidence).length > 0,
  examine(evidence) {
    const shared = [...groupBy(claimsOf(evidence), ({id}) => id)].filter(
      ([, claims]) => new Set(claims.map(({owner}) => owner)).size > 1,
    )
    return shared.map(([id, claims]): Diagnosis => {
      const owners = [...new Set(claims.map(({owner}) => owner))]
      const switches = evidence.events('+sentinel-address-switch').filter(({message}) => message.includes(id))
      return {
        severity: 'cause',
        certainty: 'certain',
        title: `${owners.length} sentinels have one id: ${id.slice(0, 8)}… is that of ${joinNames(owners)}.`,
        why:
          'A sentinel is known by its id. Two with one id are counted as one that moves to and fro, so fewer sentinels are on record than there are, and their votes count once: a majority may never come about. ' +
          'It comes from a sentinel.conf that was copied after it had been used, or an image that has the myid line baked in.',
        evidence: [...claims.map(({stated}) => stated), ...switches],
        fix: [
          'Stop the sentinels that have it, but one. Delete the line "sentinel myid …" from their sentinel.conf (and "sentinel known-…" lines that were copied with it), and start them: each makes an id of its own.',
          'Then have all forget what they knew, one after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET NAME',
          'Take the myid line out of the template or image.',
        ],
        collect: ['redis-cli -p 26379 SENTINEL MYID   on each sentinel'],
      }
    })
  },
}

function claimsOf(evidence: Case): readonly Claim[] {
  const own = [
    ...evidence
      .directives('sentinel myid')
      .map((it) => ({id: it.words[0] ?? '', owner: instanceNameOf(it.stream), stated: it})),
    ...evidence
      .events('sentinel-id')
      .map((it) => ({id: field(it, 'runid'), owner: instanceNameOf(it.stream), stated: it})),
  ]
  return own.filter(({id}) => id !== '')
}
