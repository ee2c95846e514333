import type {LogFact, Stated} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'
import {findSentinelViews, majorityOf} from '../sentinels.ts'

/** More sentinels are down than a majority of all can do without. */
export const sentinelMajorityLost: Rule = {
  id: 'sentinel-majority-lost',
  needs: 'the log of a sentinel from its start',
  source: 'sentinel.c: sentinelGetLeader; redis.io, Sentinel: "Fundamental things to know"',
  lab: 'two-sentinels',
  isExaminable: (evidence) => findSentinelViews(evidence).some(({count}) => count !== undefined),
  examine: (evidence) =>
    findSentinelViews(evidence).flatMap((view): readonly Diagnosis[] => {
      const {masterName, master, quorum, others, down, monitor, count, name} = view
      const all = count ?? 0
      const majority = majorityOf(all)
      const left = all - down.length
      if (count === undefined || down.length === 0 || left >= majority) return []
      const hosts = down.map(({text}) => text).filter((text) => text.includes(` ${master.split(':')[0]} `))
      const log = evidence.logs.find((it) => it.name === name)
      const isNeverReached = down.every((line) => wasNeverReached(line, log?.lines ?? []))
      const together = isNeverReached
        ? ' Each counted as down right after it was found, and never as up: it was found through the hellos that sentinels publish on the servers, so it ran; what does not work is the way from here to its own port (26379 where no conf says another): a firewall or a security group, bind or protected-mode there, an announced address that does not lead to it.'
        : hosts.length > 0
          ? ' A sentinel that is down has the address of the master: the loss of that machine takes both.'
          : ''
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `Only ${left} of ${all} sentinels ${left === 1 ? 'is' : 'are'} left of ${masterName}, and the majority is ${majority}: no failover can be authorised.`,
          why:
            `Whatever the quorum, a leader needs the votes of ${majority} of the ${all} sentinels that ${name} has on record.` +
            `${quorum === undefined ? '' : ` The quorum of ${quorum} only decides when the master counts as down (+odown), it is no vote.`}${together}`,
          evidence: [monitor, ...others, ...down],
          fix: isNeverReached
            ? [
                'Open the port of each sentinel for all others, both ways; in each sentinel.conf a bind address that they reach, and protected-mode no or a password on all.',
                `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
              ]
            : all < 3
              ? [
                  'Add a third sentinel, on a machine that holds neither the master nor the other sentinel.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ]
              : [
                  'Bring back the sentinels that are down, or move them to machines that fail apart from each other.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ],
          collect: isNeverReached
            ? [`From the machine of ${name}: redis-cli -h HOST -p 26379 PING   (each of the other sentinels)`]
            : [],
          avoid: ['A quorum of 1 changes nothing here: the vote still needs the majority.'],
        },
      ]
    }),
}

/** Whether a sentinel that is down was found a moment before by this log, and never counted as up in between. */
function wasNeverReached(down: Stated, lines: readonly LogFact[]): boolean {
  const line = lines.find(({place}) => place.path === down.place.path && place.line === down.place.line)
  const name = /sentinel (\S+) /.exec(down.text)?.[1]
  if (line?.at == null || name === undefined) return false
  const before = lines.slice(0, lines.indexOf(line)).filter(({message}) => message.includes(` ${name} `))
  const found = before.findLast(({event}) => event?.kind === '+sentinel')
  const isFirst = !before.some(({event}) => event?.kind === '-sdown' || event?.kind === '+sdown')
  return isFirst && found?.at != null && line.at - found.at < longestGreetingMs
}

/** Above any down-after-milliseconds that is usual. */
const longestGreetingMs = 65_000
