import {findConfs, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel is to monitor a name, and does not resolve names. */
export const hostnamesUnresolved: Rule = {
  id: 'hostnames-unresolved',
  needs: 'sentinel.conf, or the log of a sentinel',
  source: 'redis.io, Sentinel: "IP addresses and DNS names"; sentinel.c: createSentinelAddr',
  lab: 'sentinel-hostnames',
  isExaminable: (evidence) =>
    evidence.directives('sentinel monitor').length > 0 || evidence.logs.some(({isSentinel}) => isSentinel),
  examine(evidence) {
    const failed = evidence
      .facts('log')
      .filter(({message}) =>
        /Can't resolve (?:instance|master|primary) hostname|Failed to resolve hostname/.test(message),
      )
    const confs = findConfs(evidence).flatMap((conf) => {
      const monitor = conf.directives.find(
        ({name, words}) => name === 'sentinel monitor' && isName(words[1] ?? ''),
      )
      const resolves = wordOf(conf, 'sentinel resolve-hostnames')
      // A conf that says nothing else may be a part of one.
      const isWhole = conf.directives.length > 2
      return monitor !== undefined && resolves !== 'yes' && isWhole ? [monitor] : []
    })
    if (failed.length === 0 && confs.length === 0) return []
    const finding: Diagnosis = {
      severity: 'cause',
      certainty: confs.length > 0 ? 'certain' : 'likely',
      title:
        confs.length > 0
          ? `A sentinel is to monitor the name ${confs[0]?.words[1]}, and resolve-hostnames is not on.`
          : 'A sentinel could not resolve the name of an instance.',
      why: 'Names are resolved only with sentinel resolve-hostnames yes (6.2 and later). Without it the sentinel does not start, or refuses the name. A name that does not resolve at this moment, since its pod is gone, counts as an instance that is down.',
      evidence: [...confs, ...failed],
      fix: [
        'In every sentinel.conf, above the monitor line: sentinel resolve-hostnames yes and sentinel announce-hostnames yes; on the servers replica-announce-ip NAME. Or use addresses everywhere.',
      ],
      collect: confs.length > 0 ? [] : ['getent hosts NAME   on the machine of that sentinel'],
    }
    return [finding]
  },
}

function isName(host: string): boolean {
  return /[g-z]/i.test(host) && !host.includes(':')
}
