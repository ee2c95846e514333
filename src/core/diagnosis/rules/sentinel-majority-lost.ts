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
      const together =
        hosts.length > 0
          ? ` The sentinel that is down has the address of the master: both went with one machine.`
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
          fix:
            all < 3
              ? [
                  'Add a third sentinel, on a machine that holds neither the master nor the other sentinel.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ]
              : [
                  'Bring back the sentinels that are down, or move them to machines that fail apart from each other.',
                  `Check it: redis-cli -p 26379 SENTINEL CKQUORUM ${masterName}`,
                ],
          avoid: ['A quorum of 1 changes nothing here: the vote still needs the majority.'],
        },
      ]
    }),
}
