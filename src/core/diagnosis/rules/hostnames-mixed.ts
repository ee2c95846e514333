import type {DirectiveFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Case} from '../case.ts'
import {type Conf, findConfs, wordOf} from '../confs.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Some of a group are known by names, and others by addresses. */
export const hostnamesMixed: Rule = {
  id: 'hostnames-mixed',
  needs: 'the confs or replies of sentinels, with the replicas that they know',
  source: 'redis.io, Sentinel: "IP addresses and DNS names": use names everywhere or nowhere; redis#9827',
  isExaminable: (evidence) =>
    evidence.directives('sentinel known-replica', 'sentinel known-slave', 'sentinel announce-hostnames')
      .length > 0,
  examine: (evidence) => [...announcedDifferently(evidence), ...knownDifferently(evidence)],
}

/** One sentinel tells clients a name, another an address. */
function announcedDifferently(evidence: Case): readonly Diagnosis[] {
  const sentinels = findConfs(evidence).filter(({isSentinel}) => isSentinel)
  const announce = (conf: Conf) => (wordOf(conf, 'sentinel announce-hostnames') ?? 'no') === 'yes'
  const [naming, others] = [sentinels.filter(announce), sentinels.filter((conf) => !announce(conf))]
  if (naming.length === 0 || others.length === 0) return []
  const lines = sentinels.flatMap(({directives}) =>
    directives.filter(({name}) => /^sentinel (?:announce|resolve)-hostnames$/.test(name)),
  )
  return [
    {
      severity: 'risk',
      certainty: 'certain',
      title: `${joinNames(naming.map(({name}) => name))} announce${naming.length === 1 ? 's' : ''} hostnames, and ${joinNames(others.map(({name}) => name))} ${others.length === 1 ? 'does' : 'do'} not.`,
      why: 'Which address clients get, and which one a new replica is told to follow, depends on the sentinel that leads or is asked. With TLS a certificate may be for the one and not for the other.',
      evidence: lines,
      fix: [
        'On every sentinel: redis-cli -p 26379 SENTINEL CONFIG SET announce-hostnames yes, or no; it is written into its conf.',
      ],
    },
  ]
}

function isName({words}: DirectiveFact): boolean {
  return /[g-z]/i.test(words[1] ?? '') && !(words[1] ?? '').includes(':')
}

/** Of the servers of one master some have names. */
function knownDifferently(evidence: Case): readonly Diagnosis[] {
  const found = findConfs(evidence).flatMap(({directives}): readonly Diagnosis[] =>
    directives
      .filter(({name}) => name === 'sentinel monitor')
      .flatMap((monitor): readonly Diagnosis[] => {
        const [master] = monitor.words
        const replicas = directives.filter(
          ({name, words}) => /^sentinel known-(?:replica|slave)$/.test(name) && words[0] === master,
        )
        const named = replicas.filter(isName)
        const bare = replicas.filter((line) => !isName(line))
        if (named.length === 0 || bare.length === 0) return []
        const list = (lines: readonly DirectiveFact[]) =>
          joinNames(lines.map(({words}) => `${words[1]}:${words[2]}`))
        return [
          {
            severity: 'risk',
            certainty: 'certain',
            title: `Replicas of ${master} are known by names and by addresses: ${list(named)}, but ${list(bare)}.`,
            why: 'A sentinel compares what it has on record with what the master lists, as text: a server that appears once by its name and once by its address counts as two, of which one is down.',
            evidence: [...named, ...bare],
            fix: [
              'Let all servers announce the same kind: replica-announce-ip NAME in each redis.conf, with resolve-hostnames yes and announce-hostnames yes on every sentinel; or addresses everywhere.',
              `Then have the sentinels look again, one after another, 30 s apart: redis-cli -p 26379 SENTINEL RESET ${master}`,
            ],
          },
        ]
      }),
  )
  return [...new Map(found.map((it) => [it.title, it])).values()]
}
