import type {Stated} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

interface OpenSlot {
  readonly slot: number
  readonly migrating: string | undefined
  readonly importing: string | undefined
  readonly stated: readonly Stated[]
}

/** A slot is half moved. */
export const openSlots: Rule = {
  id: 'open-slots',
  needs: 'redis-cli --cluster check, or CLUSTER NODES of the nodes',
  source: 'redis.io, Cluster specification: MIGRATING and IMPORTING; redis-cli: clusterManagerFixOpenSlot',
  lab: 'cluster-reshard',
  isExaminable: (evidence) => evidence.has('cluster-node', 'open-slots'),
  examine(evidence) {
    const open = findOpen(evidence)
    if (open.length === 0) return []
    const covered = evidence.facts('answer').filter(({text}) => /All 16384 slots covered/.test(text))
    const warnings = evidence.facts('answer').filter(({text}) => /following slots are open/.test(text))
    const words = open.slice(0, 3).map(({slot, migrating, importing}) => {
      const ends = [
        ...(migrating === undefined ? [] : [`migrating on ${migrating}`]),
        ...(importing === undefined ? [] : [`importing on ${importing}`]),
      ]
      return `slot ${slot} is ${joinNames(ends)}`
    })
    const one = open.length === 1
    const isBoth = open.some(({migrating, importing}) => migrating !== undefined && importing !== undefined)
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: 'certain',
      title: `${one ? `Slot ${open[0]?.slot} is` : `${open.length} slots are`} half moved: ${words.join('; ')}${open.length > 3 ? '; …' : ''}.`,
      why:
        `Moving it was interrupted: a MIGRATE that timed out, or a resharding that was ended. ${covered.length > 0 ? 'All slots are covered, so the cluster serves. ' : ''}` +
        (isBoth
          ? 'Some of its keys may be on the target already: the source answers ASK for those, and commands with several keys may get TRYAGAIN.'
          : 'Only one side is open: the other was closed, or never opened. There may be no key on the way at all.'),
      evidence: [...open.flatMap(({stated}) => stated), ...warnings, ...covered],
      fix: [
        `See where its keys are, on both: redis-cli -p PORT CLUSTER COUNTKEYSINSLOT ${open[0]?.slot}`,
        'Finish it: redis-cli --cluster fix HOST:PORT   (moves what is left to one side)',
        `Or by hand, on all masters: CLUSTER SETSLOT ${open[0]?.slot} NODE ID-OF-ITS-NEW-OWNER; to undo it, when the target has no key of it: CLUSTER SETSLOT ${open[0]?.slot} STABLE on both.`,
        'Only then go on with resharding.',
      ],
      avoid: [
        'No CLUSTER SETSLOT … STABLE while keys of the slot are on the target: they would not be found any more.',
      ],
    }
    return [finding]
  },
}

function findOpen(evidence: Case): readonly OpenSlot[] {
  const nodes = evidence.facts('cluster-node')
  const nameOf = (id: string) => nodes.find(({node}) => node.id === id)?.node.address ?? `${id.slice(0, 8)}…`
  const ends = [
    ...evidence
      .facts('open-slots')
      .flatMap((fact) =>
        fact.slots.map((slot) => ({slot, state: fact.state, address: fact.address, stated: fact})),
      ),
    ...nodes.flatMap((fact) =>
      fact.node.open.flatMap(({slot, state, other}) => [
        {slot, state, address: fact.node.address, stated: fact},
        {
          slot,
          state: state === 'migrating' ? ('importing' as const) : ('migrating' as const),
          address: nameOf(other),
          stated: fact,
        },
      ]),
    ),
  ]
  return [...groupBy(ends, ({slot}) => slot)].map(([slot, all]) => ({
    slot,
    migrating: all.find(({state}) => state === 'migrating')?.address,
    importing: all.find(({state}) => state === 'importing')?.address,
    stated: all.map(({stated}) => stated),
  }))
}
