import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import {type Reply, type ReplyWord, repliesTo} from '../reply-words.ts'
import type {Rule} from '../rule.ts'

/** What a sentinel starts with, in milliseconds (sentinel.c: the statics that SENTINEL DEBUG sets). No conf changes them. */
const starts: ReadonlyMap<string, number> = new Map([
  ['INFO-PERIOD', 10_000],
  ['PING-PERIOD', 1000],
  ['ASK-PERIOD', 1000],
  ['PUBLISH-PERIOD', 2000],
  ['DEFAULT-DOWN-AFTER', 30_000],
  ['DEFAULT-FAILOVER-TIMEOUT', 180_000],
  ['TILT-TRIGGER', 2000],
  ['TILT-PERIOD', 30_000],
  ['SLAVE-RECONF-TIMEOUT', 10_000],
  ['MIN-LINK-RECONNECT-PERIOD', 15_000],
  ['ELECTION-TIMEOUT', 10_000],
  ['SCRIPT-MAX-RUNTIME', 60_000],
  ['SCRIPT-RETRY-DELAY', 30_000],
])

/** While its master is down, a replica is asked for INFO once in so long, whatever the periods (sentinelSendPeriodicCommands). */
const infoWhenDownMs = 1000

/** A period that is not what a sentinel starts with. */
interface Changed {
  readonly sentinel: string
  readonly name: string
  readonly ms: number
  readonly stated: readonly ReplyWord[]
}

/** Periods of a sentinel were changed with SENTINEL DEBUG: that is for tests, and no conf shows it. */
export const sentinelPeriodsChanged: Rule = {
  id: 'sentinel-periods-changed',
  needs: 'the reply of SENTINEL DEBUG, from 7.0 on',
  source: 'sentinel.c: sentinelSetDebugConfigParameters; sentinelSelectSlave: five PING periods',
  isExaminable: (evidence) => findPeriods(evidence).length > 0,
  examine(evidence) {
    const asked = new Set(findPeriods(evidence).map(({name}) => name))
    const changed = findPeriods(evidence).flatMap(changesIn)
    return changed.length === 0 ? [] : [describe(changed, [...asked])]
  },
}

function findPeriods(evidence: Case): readonly Reply[] {
  return repliesTo(evidence, 'SENTINEL', 'DEBUG').filter(({words}) =>
    words.some(({word}) => starts.has(word)),
  )
}

function changesIn({name: sentinel, words}: Reply): readonly Changed[] {
  return words.flatMap((own, index): readonly Changed[] => {
    const start = starts.get(own.word)
    const value = words[index + 1]
    const ms = Number(value?.word)
    if (start === undefined || value === undefined || Number.isNaN(ms) || ms === start) return []
    return [{sentinel, name: own.word, ms, stated: [own, value]}]
  })
}

function describe(changed: readonly Changed[], asked: readonly string[]): Diagnosis {
  const alike = [...groupBy(changed, ({name, ms}) => `${name} ${ms}`).values()]
  const words = alike.map((same) => {
    const [{name, ms}] = same as [Changed, ...Changed[]]
    const who = same.length === asked.length ? '' : ` on ${joinNames(same.map(({sentinel}) => sentinel))}`
    return `${name} is ${ms} ms${who}, and ${starts.get(name)} at the start`
  })
  const more = words.length - 3
  const sentinels = [...new Set(changed.map(({sentinel}) => sentinel))]
  const blind = changed.filter(({name, ms}) => name === 'PING-PERIOD' && 5 * ms < infoWhenDownMs)
  return {
    severity: blind.length > 0 ? 'cause' : 'note',
    certainty: 'certain',
    title: `Periods of ${joinNames(sentinels)} were changed with SENTINEL DEBUG: ${words.slice(0, 3).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    why: `${
      blind.length === 0
        ? ''
        : `${joinNames([...new Set(blind.map(({sentinel}) => sentinel))])} can hardly promote a replica: a sentinel takes only one whose last answer to INFO is no older than five PING periods, here ${5 * (blind[0]?.ms ?? 0)} ms, and asks for INFO once in ${infoWhenDownMs} ms. Its failovers end with -failover-abort-no-good-slave. `
    }SENTINEL DEBUG is for tests. Its periods decide how soon something is noticed, which replica may be promoted, and when a sentinel is in TILT. No conf holds them: a sentinel that restarts is back at what it starts with${sentinels.length < asked.length || alike.some((same) => same.length < asked.length) ? ', and they differ between sentinels already' : ''}.`,
    evidence: changed.flatMap(({stated}) => stated.map((it) => it.stated)),
    fix: [
      `On each of ${joinNames(sentinels)}: redis-cli -p 26379 SENTINEL DEBUG ${[...new Set(changed.map(({name}) => name))].map((name) => `${name} ${starts.get(name)}`).join(' ')}`,
    ],
  }
}
