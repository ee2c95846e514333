import {isIp} from '../topology/loopback.ts'
import type {Plan} from '../topology/plan.ts'
import type {Access} from './access.ts'
import type {ConfLine} from './conf-line.ts'
import type {TlsFiles} from './files.ts'
import {type Mistake, refuseMistakes} from './mistake.ts'
import {resolvePath} from './paths.ts'
import type {Place} from './place.ts'
import type {Drafts, RenderedConf} from './render.ts'
import {at, findMissing} from './required-lines.ts'
import {announcesHost, judgeLine} from './rules.ts'

export interface Surroundings {
  readonly access: Access
  /** The files for TLS, where the servers speak it. */
  readonly tls?: TlsFiles | undefined
  /** The addresses that {@link hostNamesIn} resolve to on this machine. */
  readonly names: ReadonlyMap<string, readonly string[]>
}

/**
 * Refuses confs that point to anything outside of their deployment, that redislab could not find its instances by, or
 * that have two instances share what only one can have. All mistakes of all files are told at once.
 *
 * @throws RedislabError TEMPLATE_INVALID, DIRECTIVE_INVALID
 */
export function checkConfs(plan: Plan, {confs, mistakes}: Drafts, {access, names, tls}: Surroundings): void {
  const judged = confs.flatMap(({instance, directory, lines, file}) => {
    const place: Place = {plan, instance, directory, access, names, tls, morePorts: morePortsOf(lines)}
    const refused = lines.flatMap((line) => {
      const refusal = judgeLine(line, place)
      return refusal === undefined ? [] : [at(line, refusal)]
    })
    return [...refused, ...findMissing(lines, place, file)]
  })
  // What may not be at all need not differ.
  const shared = findShared(confs, tls !== undefined).filter(
    ({where}) => !judged.some((mistake) => mistake.where === where),
  )
  refuseMistakes([...mistakes, ...judged, ...shared])
}

/** The names of hosts in confs: before they can be judged, somebody must look up what they mean. */
export function hostNamesIn({confs}: Drafts): readonly string[] {
  const words = confs.flatMap(({lines}) => lines.flatMap(hostWordsOf))
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => word !== '' && !isIp(word))
}

/** The words of a line that name a host. */
export function hostWordsOf({name, words}: Pick<ConfLine, 'name' | 'words'>): readonly string[] {
  if (announcesHost(name)) return words
  if (name === 'replicaof' || name === 'slaveof')
    return words.slice(0, 1).flatMap((word) => word.split(/\s+/, 1))
  return /^sentinel (monitor|known-)/.test(name) ? words.slice(1, 2) : []
}

/** Ports beside `port` at which a conf has its server listen. */
function morePortsOf(lines: readonly ConfLine[]): readonly string[] {
  return lines.filter(({name}) => name === 'tls-port').flatMap(({words}) => words)
}

/** What a server has for itself: a second one that takes it fails, or takes it away from the first. */
const exclusive: ReadonlySet<string> = new Set(['unixsocket', 'aclfile', 'pidfile', 'tls-port', 'rdma-port'])

function findShared(confs: readonly RenderedConf[], speakTls: boolean): readonly Mistake[] {
  const owners = new Map<string, Owner[]>()
  const claim = (what: string, owner: Owner) => owners.set(what, [...(owners.get(what) ?? []), owner])
  for (const {instance, directory, lines} of confs) {
    // With TLS it is the tls-port, which claims it itself.
    if (!speakTls) claim(String(instance.port), {name: instance.name})
    for (const line of [...exclusive].flatMap((name) => lines.findLast((one) => one.name === name) ?? [])) {
      const [value = ''] = line.words
      if (value === '' || value === '0') continue
      claim(/-port$/.test(line.name) ? value : resolvePath(directory, value), {name: instance.name, line})
    }
  }
  return [...owners.values()].flatMap((sharers) => {
    const names = [...new Set(sharers.map(({name}) => name))]
    if (sharers.length < 2) return []
    return sharers.flatMap(({line}) =>
      line === undefined
        ? []
        : [
            at(line, {
              problem: `would be shared by ${names.join(', ')}`,
              remedy: `Have it differ: with {{name}} in the value, or --set ${names.at(-1)}:${line.name}=…`,
            }),
          ],
    )
  })
}

interface Owner {
  readonly name: string
  /** The line that claims it; of the port, which redislab chose, none. */
  readonly line?: ConfLine
}
