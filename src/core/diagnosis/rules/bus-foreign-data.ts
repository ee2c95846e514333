import {joinNames} from '../../text/join-names.ts'
import {isLoopback} from '../../topology/loopback.ts'
import {isPublicAddress} from '../../topology/public-address.ts'
import {field} from '../case.ts'
import {countTimes} from '../count-times.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** Somebody who is no node speaks to the bus port. */
export const busForeignData: Rule = {
  id: 'bus-foreign-data',
  needs: 'the log of a node of a cluster',
  source: 'cluster.c: clusterReadHandler, the signature RCmb; redis#2657, redis#11443',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const bad = lines.filter(({event}) => event?.kind === 'bus-message-invalid')
      if (bad.length === 0) return []
      const hosts = [...new Set(bad.map((line) => field(line, 'address').replace(/:\d+$/, '')))].filter(
        (host) => host !== '',
      )
      const open = hosts.filter(isPublicAddress)
      const isLocal = hosts.length > 0 && hosts.every(isLoopback)
      const times = bad.length === 1 ? 'once' : `${countTimes(bad)} times`
      return [
        {
          severity: open.length > 0 ? 'risk' : 'note',
          certainty: 'certain',
          title: `Something that does not speak as the nodes of this cluster do came to the bus port of ${name} (${times}${hosts.length === 0 ? '' : `, from ${joinNames(hosts.slice(0, 3))}${hosts.length > 3 ? ` and ${hosts.length - 3} more` : ''}`})${open.length > 0 ? ': that port is reached from public addresses' : ''}.`,
          why: `The node drops such a connection, and goes on: nothing of the data or of the cluster is harmed. ${
            isLocal
              ? 'It comes from its own machine: a probe, an exporter of metrics or redis-cli with the bus port (port + 10000) in place of the port.'
              : open.length > 0
                ? 'From the internet it is a scanner, most likely. But anybody who reaches the bus port may speak as a node, without a password.'
                : 'Mostly a scanner of ports, or a monitor, probe or client that was given the bus port (port + 10000) in place of the port. A node of a cluster that speaks TLS on the bus (tls-cluster yes) looks the same to one that does not.'
          }`,
          evidence: bad,
          fix:
            open.length > 0
              ? [
                  'Close the bus port (and the port) for all but the other nodes and the clients: firewall, security group, bind to a private address.',
                ]
              : ['Find who connects (below), and give it the port of the server, or take it off.'],
          collect: ['ss -tnp | grep :BUS-PORT   at the moment of a line: who connects?'],
        },
      ]
    }),
}
