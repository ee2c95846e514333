import type {SentinelRowFact} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'
import {majorityOf} from '../sentinels.ts'

/** SENTINEL SENTINELS lists sentinels that are down: each of them raises the majority. */
export const sentinelsDown: Rule = {
  id: 'sentinels-down',
  needs: 'the reply of SENTINEL SENTINELS',
  source:
    'sentinel.c: all sentinels on record count for the majority; redis.io, Sentinel: "Adding or removing Sentinels"',
  lab: 'quorum-lost',
  isExaminable: (evidence) => evidence.facts('sentinel-row').some(isSentinel),
  examine: (evidence) => {
    const sentinels = evidence.facts('sentinel-row').filter(isSentinel)
    return [...groupBy(sentinels, ({stream}) => stream).values()].flatMap((rows): readonly Diagnosis[] => {
      const down = rows.filter(isDown)
      if (down.length === 0) return []
      // One sentinel alone may be the one that is cut off.
      const isAgreed = down.every((row) =>
        sentinels.some((other) => other.stream !== row.stream && isDown(other) && isSame(other, row)),
      )
      const heard = down.filter(isHeard)
      const all = rows.length + 1
      const left = all - down.length
      const majority = majorityOf(all)
      return [
        {
          severity: left < majority ? 'cause' : 'risk',
          certainty: isAgreed ? 'certain' : 'likely',
          title: `For ${instanceNameOf(down[0]?.stream ?? '')}, ${down.length} of ${all} sentinels on record ${down.length === 1 ? 'is' : 'are'} down: ${left} ${left === 1 ? 'is' : 'are'} left, and the majority is ${majority}.`,
          why: `${isAgreed ? '' : `This is the view of ${instanceNameOf(down[0]?.stream ?? '')} alone. `}${left < majority ? 'It gets no failover authorised. ' : ''}${
            heard.length > 0
              ? `But ${heard.length === down.length ? (down.length === 1 ? 'it runs' : 'all of these run') : `${heard.length} of these run`}: ${heard.length === 1 ? 'its' : 'their'} last hello came through a server of this group ${agesOf(heard)} ago, and a sentinel says hello every 2 s. So ${heard.length === 1 ? 'it reaches' : 'they reach'} the servers, and this sentinel does not reach ${heard.length === 1 ? 'it' : 'them'}: port 26379 is blocked, or bind there is loopback alone, or protected-mode refuses this machine, or the announced address does not lead there.`
              : 'A sentinel that was removed, or came back with another id, stays on record until SENTINEL RESET, and counts for the majority.'
          }`,
          evidence: down.flatMap((row) =>
            ['ip', 'runid', 'flags', 'last-ok-ping-reply', 'last-hello-message']
              .map((it) => row.stated.get(it))
              .filter((it) => it !== undefined),
          ),
          fix:
            heard.length === down.length
              ? [
                  'In each sentinel.conf: a bind address that the others reach, protected-mode no or a password (requirepass and sentinel sentinel-pass) on all, and port 26379 open between all of them, both ways.',
                ]
              : [
                  'Those that exist: start them, or repair their way to this sentinel.',
                  'Those that do not: redis-cli -p 26379 SENTINEL RESET NAME on every living sentinel, one after another, 30 s apart.',
                ],
          collect: [
            ...heard.map(
              ({fields}) =>
                `From the machine of this sentinel: redis-cli -h ${fields.get('ip')} -p ${fields.get('port')} PING`,
            ),
            ...(isAgreed ? [] : ['redis-cli -p 26379 SENTINEL SENTINELS NAME   on the other sentinels']),
          ],
        },
      ]
    })
  },
}

function isDown({fields}: SentinelRowFact): boolean {
  return /s_down|disconnected/.test(fields.get('flags') ?? '')
}

/** Whether two sentinels speak of one third: by its id, or by its address where it was never reached. */
function isSame(a: SentinelRowFact, b: SentinelRowFact): boolean {
  const is = (name: string) => (a.fields.get(name) ?? '') !== '' && a.fields.get(name) === b.fields.get(name)
  return is('runid') || (is('ip') && is('port'))
}

function isSentinel({fields}: SentinelRowFact): boolean {
  return /(?:^|,)sentinel(?:,|$)/.test(fields.get('flags') ?? '') || fields.has('last-hello-message')
}

/** Whether it says hello through the master: every 2 s, so 10 s leave room for a slow one (sentinel.c: SENTINEL_PUBLISH_PERIOD). */
function isHeard({fields}: SentinelRowFact): boolean {
  const age = fields.get('last-hello-message')
  return age !== undefined && Number(age) < 10_000
}

function agesOf(rows: readonly SentinelRowFact[]): string {
  return `${Math.max(...rows.map(({fields}) => Number(fields.get('last-hello-message'))))} ms`
}
