import {traitsOf} from '../../faults/kinds.ts'
import {describeShape} from '../../links/describe.ts'
import {clients} from '../../links/link.ts'
import {joinNames} from '../../text/join-names.ts'
import {formatDuration} from '../../time/duration.ts'
import type {FaultEntry} from './journal-entry.ts'

const mannerWords = {
  agreed: 'told to take over',
  force: 'told to take over by force',
  takeover: 'told to take over without asking anybody',
  coordinated: 'told to hand over',
  handover: 'stopped, to hand over first',
} as const

/** `n1 killed with SIGSEGV, for 5.00 s`; `n1 and s1, all of host-a, killed`; `n1 and s1 partitioned from n2, n3, s2 and s3`; `all links healed` */
export function describeFault(entry: FaultEntry): string {
  const {fault, forMs, heal, manner} = entry
  const done = (manner && mannerWords[manner]) ?? traitsOf(fault)?.done ?? `${fault}:`
  return [
    `${whomOf(entry)} ${done}${detailOf(entry)}`,
    forMs === undefined ? '' : `, for ${formatDuration(forMs)}`,
    heal ? ', as planned' : '',
  ].join('')
}

function whomOf({fault, instances, hosts = [], links = [], heal}: FaultEntry): string {
  if (instances.length > 0)
    return hosts.length === 0 ? joinNames(instances) : `${joinNames(instances)}, all of ${joinNames(hosts)},`
  if (fault === 'partition' || fault === 'delay') return clients
  // What is healed as planned are those links that were cut or slowed down for that time.
  if (fault === 'heal') return heal ? `${links.length} link${links.length === 1 ? '' : 's'}` : 'all links'
  return joinNames(instances)
}

function detailOf(entry: FaultEntry): string {
  const {fault, signal, durationMs, directives = []} = entry
  switch (fault) {
    case 'kill':
      return signal === undefined || signal === 'SIGKILL' ? '' : ` with ${signal}`
    case 'sleep':
      return durationMs === undefined ? '' : ` for ${formatDuration(durationMs)}`
    case 'set':
      return `: ${directives.map(({name, value}) => `${name} ${value || '""'}`).join(', ')}`
    case 'partition':
      return ` from ${othersOf(entry)}`
    case 'delay':
      return ` to ${othersOf(entry)}: ${describeShape(entry)}`
    default:
      return ''
  }
}

/** So many are named one by one. */
const mostNames = 6

/** The other ends of the links of a fault. */
function othersOf({instances, links = []}: FaultEntry): string {
  const ends = [...new Set(links.flatMap(({from, to}) => [from, to]))]
  const own = instances.length === 0 ? [clients] : instances
  const others = ends.filter((name) => !own.includes(name))
  // Instances that were parted from each other have no others.
  if (others.length === 0) return 'each other'
  return others.length > mostNames ? `${others.length} others` : joinNames(others.toSorted())
}
