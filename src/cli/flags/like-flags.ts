import {Flags, type Interfaces} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import type {DeploymentFlags} from './up-flags.ts'

export const likeFlags = {
  like: Flags.string({
    summary:
      'Start a twin: topology and settings of another deployment, from confs, folders, archives and compose files, or of one that was opened, by its name.',
    multiple: true,
    helpValue: 'SOURCE',
    exclusive: ['hosts', 'cluster', 'chain', 'tls', 'insecure', 'templates', 'acl'],
  }),
  timing: Flags.option({
    summary:
      'lab: short timers and an instant start (the default). fast: shorter still, for tests. redis: what Redis ships with. With --like: kept, as in the original (the default), or fast, all shortened by the same factor.',
    options: ['lab', 'fast', 'redis', 'kept'] as const,
  })(),
}

/** The flags of `up` that its twin reads. */
export type UpFlags = DeploymentFlagsOfUp &
  Interfaces.InferredFlags<typeof likeFlags> & {
    readonly replace: boolean
    readonly owner?: number | undefined
    readonly 'dry-run': boolean
  }

type DeploymentFlagsOfUp = Pick<
  DeploymentFlags,
  'name' | 'port' | 'sentinel-port' | 'set' | 'sentinel-set' | 'server' | 'links'
>

/** What an original decides. */
const ofOriginal = [
  'topology',
  'host',
  'master-name',
  'quorum',
  'down-after',
  'failover-timeout',
  'parallel-syncs',
  'password',
  'sentinel-password',
  'persist',
] as const

/** @throws RedislabError USAGE for a flag that says what the original says */
export function refuseWithLike(isGiven: (flag: string) => boolean): void {
  const flag = ofOriginal.find(isGiven)
  if (flag === undefined) return
  throw new RedislabError(
    'USAGE',
    `${flag === 'topology' ? 'A topology' : `--${flag}`} cannot be used with --like: the original decides it.`,
    {
      suggestions: ['To try a change in the twin: --set NAME=VALUE, --sentinel-set NAME=VALUE.'],
    },
  )
}

/** @throws RedislabError USAGE for a timing that is of twins alone */
export function timingOfLab(timing: UpFlags['timing']): 'lab' | 'redis' | 'fast' {
  if (timing !== 'kept') return timing ?? 'lab'
  throw new RedislabError('USAGE', `--timing ${timing} is for a twin.`, {
    suggestions: ['Name what it is the twin of: --like SOURCE, or write --timing lab.'],
  })
}

/** @throws RedislabError USAGE for a timing that no twin has */
export function timingOfTwin(timing: UpFlags['timing']): 'kept' | 'fast' {
  if (timing === undefined) return 'kept'
  if (timing === 'kept' || timing === 'fast') return timing
  throw new RedislabError('USAGE', `--timing ${timing} is not for a twin.`, {
    suggestions: ['Write --timing kept, or --timing fast.'],
  })
}
