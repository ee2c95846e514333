import {
  checkInstances,
  listSettings,
  parseDirective,
  reachesOut,
  type Settings,
} from '../config/directives.ts'
import {RedislabError} from '../errors/errors.ts'
import {parseDuration} from '../time/duration.ts'
import {checkQuorum} from '../topology/plan.ts'
import type {Topology} from '../topology/topology.ts'
import type {Path, Problems} from './problems.ts'
import type {LabOptions} from './schema/lab.ts'

/** Finds options with which the deployment of a lab would be refused, or would reach out of itself. */
export function checkOptions(
  options: LabOptions | undefined,
  {topology, path, problems}: {readonly topology: Topology; readonly path: Path; readonly problems: Problems},
): void {
  if (options === undefined) return
  const told = (at: Path, check: () => void) => {
    try {
      check()
    } catch (error) {
      if (!(error instanceof RedislabError)) throw error
      const text = [error.message, ...error.suggestions.slice(0, 1)].join(' ')
      // Here they are no options of a command.
      problems.add([...path, ...at], text.replace(/--(quorum|sentinel-set|set)\b/g, '`$1`'))
    }
  }
  // Of a cluster, which has no sentinels, it is told that it has no such option.
  if (!topology.cluster) told(['quorum'], () => checkQuorum(options.quorum, topology.sentinels))
  for (const key of ['down-after', 'failover-timeout'] as const) {
    const text = options[key]
    if (text !== undefined && !text.includes('${') && parseDuration(text) < 1)
      problems.add([...path, key], `\`${key}\` must be 1ms at least`)
  }
  if ((options['parallel-syncs'] ?? 1) < 1)
    problems.add([...path, 'parallel-syncs'], '`parallel-syncs` must be 1 at least')
  for (const key of ['set', 'sentinel-set'] as const) {
    for (const [at, text] of entriesOf(options[key])) {
      told([key, at], () => checkInstances([parseDirective(text, `--${key}`, 'a lab')], topology, `--${key}`))
      const name = text.replace(/=[\s\S]*$/, '')
      // A lab may come from anywhere: what it does stays in its deployment.
      const directive = name.replace(/^\w+:/, '')
      if (reachesOut(directive))
        problems.add(
          [...path, key, at],
          `\`${name}\` names files or programs of this machine, which a lab must not; who runs it may: redislab lab run --${key} ${key === 'set' ? 'n1' : 's1'}:${directive}=…`,
          {isKey: typeof at === 'string'},
        )
    }
  }
}

/** Where each setting stands, and its text. */
function entriesOf(settings: Settings = []): readonly (readonly [at: string | number, text: string])[] {
  const places = Array.isArray(settings) ? settings.keys() : Object.keys(settings)
  const texts = listSettings(settings)
  return [...places].map((at, index) => [at, texts[index] ?? ''])
}
