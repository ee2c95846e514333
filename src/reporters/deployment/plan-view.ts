import {formatAddress, hasHosts, hasLinks, type Plan} from '../../core/topology/plan.ts'
import type {ServerInfo} from '../../core/words.ts'
import {alignColumns} from '../kit/table.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

/** What `up --dry-run` prints: which processes would be started, where, and with which settings. */
export function renderPlan(plan: Plan, server: ServerInfo, theme: Theme = stdoutTheme): string {
  const {settings, masters, instances} = plan
  const isLinked = hasLinks(plan)
  const withHosts = hasHosts(plan)
  const header = [
    'instance',
    'starts as',
    ...(withHosts ? ['host'] : []),
    'address',
    isLinked ? 'listens on' : '',
    '',
  ].map(theme.dim)
  const rows = instances.map((instance) => [
    theme.strong(instance.name),
    theme.role(
      instance.kind === 'sentinel' ? 'sentinel' : instance.replicaOf === undefined ? 'master' : 'replica',
    ),
    ...(withHosts ? [instance.onHost ?? ''] : []),
    formatAddress(instance),
    instance.bound === undefined ? '' : formatAddress(instance.bound),
    instance.replicaOf === undefined ? '' : `of ${instance.replicaOf}`,
  ])
  const hasSentinels = plan.mode === 'sentinel'
  const facts = [
    [
      theme.dim('server'),
      `${server.flavour} ${server.version} (${server.image === undefined ? server.path : `image:${server.image.name}`})`,
    ],
    [theme.dim('persist'), settings.persist],
    ...(settings.timing === 'fast' ? [[theme.dim('timing'), 'fast, for tests only']] : []),
    ...(isLinked
      ? [[theme.dim('links'), 'a relay at each address, and the instance behind it where it listens']]
      : []),
    ...(hasSentinels
      ? [
          [theme.dim('masters'), masters.map(({name, quorum}) => `${name} (quorum ${quorum})`).join(', ')],
          [theme.dim('down-after'), `${settings.downAfterMs} ms`],
          [theme.dim('failover-timeout'), `${settings.failoverTimeoutMs} ms`],
          [theme.dim('parallel-syncs'), String(settings.parallelSyncs)],
        ]
      : []),
  ]
  const title = `${theme.strong(plan.name)}  ${plan.topology}  ${theme.dim('a plan: nothing was started')}`
  return [title, '', ...alignColumns([header, ...rows]), '', ...alignColumns(facts)].join('\n')
}
