import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import {field} from '../case.ts'
import {findConfs, wordOf} from '../confs.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A sentinel is to monitor a name that it does not resolve. */
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
    const named = evidence.facts('log').filter(hasName)
    // The directive exists from 6.2 on; before, a name was resolved once, at the start.
    const isOld =
      evidence.facts('version').some(({version}) => isBefore62(version)) ||
      hasOldBanner(evidence.facts('log'))
    const confs = findConfs(evidence).flatMap((conf) => {
      const monitor = conf.directives.find(
        ({name, words}) => name === 'sentinel monitor' && isName(words[1] ?? ''),
      )
      // A conf of two lines may be a part of one.
      const isWhole = conf.directives.length > 2
      return monitor !== undefined && wordOf(conf, 'sentinel resolve-hostnames') !== 'yes' && isWhole
        ? [monitor]
        : []
    })
    const findings: Diagnosis[] = []
    if (confs.length > 0 && !isOld && named.length === 0) {
      findings.push({
        severity: 'risk',
        certainty: 'likely',
        title: `A sentinel is to monitor the name ${confs[0]?.words[1]}, and resolve-hostnames is not on.`,
        why: 'From 6.2 on, names are resolved only with sentinel resolve-hostnames yes; without it such a monitor line is refused. (Before 6.2 a name was resolved once, at the start.)',
        evidence: confs,
        fix: [
          'In every sentinel.conf, above the monitor line: sentinel resolve-hostnames yes and sentinel announce-hostnames yes; on the servers replica-announce-ip NAME. Or use addresses everywhere.',
        ],
        collect: ['redis-cli -p 26379 INFO server   (redis_version)'],
      })
    }
    if (failed.length > 0) {
      findings.push({
        severity: 'cause',
        certainty: 'likely',
        title: `A sentinel could not resolve ${namesIn(failed)}.`,
        why: `${named.length > 0 ? 'Names are in use and were resolved before, so resolving is on: this name was gone at that moment. ' : ''}A name that does not resolve, since its container or pod is gone, counts as an instance that is down, and a failover cannot reconfigure it.`,
        evidence: [...failed, ...named.slice(0, 1)],
        fix: [
          'Keep names resolvable while an instance is down (a headless service that publishes addresses that are not ready, fixed entries), or use addresses.',
        ],
        collect: ['getent hosts NAME   on the machine of that sentinel'],
      })
    }
    return findings
  },
}

function isName(host: string): boolean {
  return /[g-z]/i.test(host) && !host.includes(':')
}

function hasName(line: LogFact): boolean {
  return isName(field(line, 'ip'))
}

function hasOldBanner(lines: readonly LogFact[]): boolean {
  return lines.some(({message}) => isBefore62(/version=(\d+\.\d+)/.exec(message)?.[1] ?? '7.0'))
}

function isBefore62(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 6 || (major === 6 && minor < 2)
}

/** The names in such lines, each once, and how often. */
function namesIn(lines: readonly LogFact[]): string {
  const names = [
    ...new Set(lines.flatMap(({message}) => /hostname:? '?([\w.-]+)'?/.exec(message)?.[1] ?? [])),
  ]
  if (names.length === 0) return 'the name of an instance'
  return `${joinNames(names.slice(0, 3))} (${countTimes(lines)} ${countTimes(lines) === 1 ? 'time' : 'times'})`
}
