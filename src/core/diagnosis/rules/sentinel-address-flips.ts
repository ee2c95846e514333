import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {groupBy} from '../group-by.ts'
import type {Rule} from '../rule.ts'

/** One sentinel is seen at two addresses in turn. */
export const sentinelAddressFlips: Rule = {
  id: 'sentinel-address-flips',
  needs: 'the log of a sentinel',
  source: 'sentinel.c: sentinelProcessHelloMessage: an id at another address is the same sentinel, moved',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => isSentinel),
  examine(evidence) {
    const switches = evidence.facts('log').filter(({message}) => /^\+sentinel-address-switch /.test(message))
    // Before 3.0 the entry at the old address was removed as a duplicate of the id.
    const duplicates = evidence.events('-dup-sentinel')
    const byId = groupBy(
      [...switches, ...duplicates],
      ({message}) => /\b([0-9a-f]{40})\b/.exec(message)?.[1] ?? message,
    )
    return [...byId].flatMap(([id, lines]): readonly Diagnosis[] => {
      if (lines.length < 2) return []
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `The sentinel ${id.slice(0, 8)}… is seen at another address ${lines.length} times, to and fro${addressesIn(lines)}.`,
          why: 'Either two sentinels have this id (a copied sentinel.conf), or one sentinel says hello from two addresses: IPv4 and IPv6, two interfaces, NAT. The others keep closing and opening connections to it, and it may count as down when a vote is needed.',
          evidence: lines,
          fix: [
            'On that sentinel: sentinel announce-ip ADDRESS, one that all others reach. If two have the id: delete the myid line of one of them.',
          ],
          collect: [
            'redis-cli -p 26379 SENTINEL MYID   on each sentinel',
            'redis-cli -p 26379 CONFIG GET bind   on that sentinel',
          ],
        },
      ]
    })
  },
}

function addressesIn(lines: readonly LogFact[]): string {
  const hosts = [
    ...new Set(
      lines.flatMap(
        ({message}) => / ip (\S+) port|#duplicate of (\S+?):\d+ or/.exec(message)?.slice(1) ?? [],
      ),
    ),
  ].filter((it) => it !== undefined)
  return hosts.length < 2 ? '' : `: ${joinNames(hosts.slice(0, 3))}`
}
