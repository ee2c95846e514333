import {type Conf, findConfs, optionOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

const options = ['down-after-milliseconds', 'failover-timeout', 'parallel-syncs']

/** Sentinels of one master have different timers. */
export const sentinelSettingsDiffer: Rule = {
  id: 'sentinel-settings-differ',
  needs: 'the confs of two sentinels',
  source: 'redis.io, Sentinel: "SENTINEL SET … has to be sent to all instances"',
  lab: 'sentinel-settings',
  isExaminable: (evidence) => findConfs(evidence).filter(({isSentinel}) => isSentinel).length > 1,
  examine(evidence) {
    const confs = findConfs(evidence).filter(({isSentinel}) => isSentinel)
    const masters = new Set(
      confs.flatMap(({directives}) =>
        directives.filter(({name}) => name === 'sentinel monitor').map(({words}) => words[0] ?? ''),
      ),
    )
    return [...masters].flatMap((master) => options.flatMap((option) => compare(confs, option, master)))
  },
}

function compare(confs: readonly Conf[], option: string, master: string): readonly Diagnosis[] {
  const lines = confs.flatMap((conf) => {
    const line = optionOf(conf, option, master)
    return line === undefined ? [] : [{name: conf.name, value: line.words[1] ?? '', line}]
  })
  if (new Set(lines.map(({value}) => value)).size < 2) return []
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `${option} of ${master} differs between sentinels: ${lines.map(({name, value}) => `${name} ${value}`).join(', ')}.`,
      why:
        option === 'failover-timeout'
          ? 'A sentinel with a shorter one begins a new attempt while another still works on its own.'
          : option === 'down-after-milliseconds'
            ? 'They notice at different times, so the quorum comes together only when the slowest ones agree.'
            : 'How many replicas are resynchronised at a time depends on who becomes leader.',
      evidence: lines.map(({line}) => line),
      fix: [`On every sentinel: redis-cli -p 26379 SENTINEL SET ${master} ${option} VALUE`],
    },
  ]
}
