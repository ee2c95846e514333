import {Flags} from '@oclif/core'
import {RedislabError} from '../../core/errors/errors.ts'
import {durationFlag, portFlag} from './flags.ts'
import {htmlFlag} from './html-flag.ts'
import {deploymentFlags} from './up-flags.ts'

const howToStart = {
  ...deploymentFlags,
  port: portFlag({summary: 'First port of the data instances. By default the first free block.'}),
  'sentinel-port': portFlag({summary: 'First port of the sentinels. By default the first free block.'}),
}

/** The flags of `up`, apart from what is about the command in the help. */
const startFlags = Object.fromEntries(
  Object.entries(howToStart).map(([name, flag]) => [name, {...flag, helpGroup: 'DEPLOYMENT'}]),
) as typeof howToStart

export const execFlags = {
  // Without its variable: what exec starts has a name and ports of its own, whatever the environment says.
  name: Flags.string({
    char: 'n',
    summary:
      'Which deployment; with --up, its name. By default $REDISLAB_NAME, else default, or the only one there is.',
    helpValue: 'DEPLOYMENT',
    helpGroup: 'GLOBAL',
  }),
  up: Flags.string({
    summary: 'Start a deployment for the command, and take it down after it. Takes the options of up.',
    helpValue: 'TOPOLOGY',
    exclusive: ['lab'],
  }),
  lab: Flags.string({
    summary: 'Run the command during a lab: on its deployment, while its faults happen.',
    helpValue: 'NAME|FILE',
    exclusive: ['name'],
  }),
  after: durationFlag({
    summary: 'With --lab: how long the command runs before the first step; by default 1s.',
    helpValue: '1s',
    dependsOn: ['lab'],
  }),
  report: Flags.string({
    summary: 'With --lab: write the result of the lab as JSON to this file.',
    helpValue: 'FILE',
    dependsOn: ['lab'],
  }),
  html: htmlFlag({
    summary: 'When the command has ended, write a page of what happened meanwhile to this file.',
  }),
  ...startFlags,
}

/** Options of `up` that a lab leaves open. */
const openInLabs: readonly string[] = [
  'server',
  'set',
  'sentinel-set',
  'password',
  'sentinel-password',
  'acl',
  'tls',
]

/**
 * Options of `up` say nothing about a deployment that is there already, and few about that of a lab.
 *
 * @param typed the flags that stand on the command line
 * @throws RedislabError USAGE
 */
export function checkDeploymentFlags(
  typed: readonly string[],
  {up, lab}: {readonly up?: string | undefined; readonly lab?: string | undefined},
): void {
  if (up !== undefined) return
  const stray = typed.find(
    (flag) => flag in deploymentFlags && (lab === undefined || !openInLabs.includes(flag)),
  )
  if (stray === undefined) return
  if (lab === undefined) {
    throw new RedislabError(
      'USAGE',
      `--${stray} is an option of a deployment that is started: it needs --up.`,
      {
        suggestions: [`redislab exec --up 1m2r3s --${stray} … -- COMMAND`],
      },
    )
  }
  throw new RedislabError(
    'USAGE',
    `--${stray} and --lab cannot be used together: the lab says that itself.`,
    {
      suggestions: [`A lab leaves open: ${openInLabs.map((flag) => `--${flag}`).join(', ')}.`],
    },
  )
}
