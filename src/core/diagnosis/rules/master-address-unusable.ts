import type {Stated} from '../../evidence/facts.ts'
import {instanceNameOf} from '../../evidence/instance-name.ts'
import {type Case, field} from '../case.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A replica or a sentinel was given an address that is that of no server: 0.0.0.0 or ::, or port 0. */
export const masterAddressUnusable: Rule = {
  id: 'master-address-unusable',
  needs: 'the log or the conf of a replica or of a sentinel',
  source: 'replication.c: connectWithMaster; connect(2): 0.0.0.0 leads to the own machine',
  isExaminable: (evidence) =>
    evidence.hasEvents('connecting-to-master', '+monitor') ||
    evidence.directives('replicaof', 'slaveof', 'sentinel monitor').length > 0,
  examine: (evidence) =>
    usesOf(evidence).map(({name, address, stated, isSentinel}): Diagnosis => {
      const isAny = /^(?:0\.0\.0\.0|::):/.test(address)
      return {
        severity: 'cause',
        certainty: 'certain',
        title: `${name} ${isSentinel ? 'monitors' : 'follows'} ${address}, which is the address of no server${isAny ? ': it leads to the own machine' : ''}.`,
        why: `Whatever told it so had no address to give: the start script of an image, an operator or a template asked for the master and got an empty answer, or its variable is not set. ${isSentinel ? 'The master counts as down from the start, and none of the real servers is known here, so no failover can come.' : 'It tries once a second; where it is the server at that port itself, it follows itself.'} Neither DNS nor the network is the matter.`,
        evidence: [stated],
        fix: isSentinel
          ? [
              'redis-cli -p 26379 SENTINEL REMOVE NAME, then SENTINEL MONITOR NAME HOST PORT QUORUM with the address of the master, and its auth-pass and timers by SENTINEL SET.',
              'See why the operator or script found no master: its own log, and INFO replication of each server (is one of them role:master?).',
            ]
          : [
              'Have it follow the master: redis-cli REPLICAOF HOST PORT. Which one that is, the sentinels say: redis-cli -p 26379 SENTINEL GET-MASTER-ADDR-BY-NAME NAME',
              'See why whatever started it had no address: its output before these lines, the sentinels at that moment.',
            ],
        collect: [
          'redis-cli INFO replication   (master_host, master_port)',
          'The output of the start script of that pod or service',
        ],
      }
    }),
}

interface Use {
  readonly name: string
  readonly address: string
  readonly stated: Stated
  readonly isSentinel: boolean
}

/** The last word of each process on its master, where that is no address. */
function usesOf(evidence: Case): readonly Use[] {
  const uses: Use[] = []
  for (const {name, lines} of evidence.logs) {
    const connecting = lines.findLast(({event}) => event?.kind === 'connecting-to-master')
    const address = /(?:MASTER|PRIMARY) (\S*:\d+)/.exec(connecting?.message ?? '')?.[1]
    // An empty one is told by what says that it cannot connect.
    if (connecting !== undefined && address !== undefined && !address.startsWith(':0'))
      uses.push({name, address, stated: connecting, isSentinel: false})
    const monitor = lines.findLast(({event}) => event?.kind === '+monitor')
    if (monitor !== undefined)
      uses.push({
        name,
        address: `${field(monitor, 'ip')}:${field(monitor, 'port')}`,
        stated: monitor,
        isSentinel: true,
      })
  }
  for (const directive of evidence.directives('sentinel monitor')) {
    const [, host = '', port = ''] = directive.words
    uses.push({
      name: instanceNameOf(directive.stream),
      address: `${host}:${port}`,
      stated: directive,
      isSentinel: true,
    })
  }
  const unusable = uses.filter(({address}) => /^(?:0\.0\.0\.0|::):\d+$|^\S+:0$/.test(address))
  return [...new Map(unusable.map((use) => [`${use.name} ${use.isSentinel}`, use])).values()]
}
