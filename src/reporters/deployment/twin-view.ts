import {nameFlagOf} from '../../core/text/name-flag.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {formatAddress, type Plan} from '../../core/topology/plan.ts'
import type {JudgedLine, Twin, TwinInstance} from '../../core/twin/twin.ts'
import type {ServerInfo} from '../../core/words.ts'
import {hangText} from '../kit/hang-text.ts'
import type {Theme} from '../kit/theme.ts'
import {wrapColumns} from '../kit/wrap-columns.ts'
import {renderUp, type UpResult} from './up-view.ts'

export interface TwinViewOptions {
  readonly theme: Theme
  /** The columns of the terminal; undefined for a file or a pipe. */
  readonly width: number | undefined
}

/** So wide is a text that goes into a file. */
const usualWidth = 100

/** What `up --like --dry-run` prints: who stands for whom, and what happens to every line of every conf. */
export function renderTwinPlan(
  plan: Plan,
  twin: Twin,
  {
    server,
    of,
    causes,
  }: {
    readonly server: ServerInfo
    readonly of: string
    readonly causes: readonly string[]
  },
  options: TwinViewOptions,
): string {
  const {theme} = options
  const parts = twin.instances.map((instance) => renderInstance(plan, instance, options).join('\n'))
  return [
    `${theme.strong(plan.name)}  ${plan.topology}  ${theme.dim(`a twin of ${makeVisible(of)}, on ${server.flavour} ${server.version}: nothing was started`)}`,
    ...renderRemarks(twin, {unmet: [], causes}, options),
    '',
    parts.join('\n\n'),
  ].join('\n')
}

/** What is not as in the original, and why a twin is not ready. */
export function renderRemarks(
  {obstacles, remarks}: Twin,
  {unmet, causes}: {readonly unmet: readonly string[]; readonly causes: readonly string[]},
  {theme, width = usualWidth}: TwinViewOptions,
): readonly string[] {
  const told =
    obstacles.length > 0 || unmet.length === 0 ? obstacles : [`It is not ready: ${unmet.join('; ')}.`]
  return [
    ...causes.flatMap((text) =>
      hangText(`  ${theme.bad('✖')} In the original: `, makeVisible(text), {width}),
    ),
    ...told.flatMap((text) => hangText(`  ${theme.bad('✖')} `, makeVisible(text), {width})),
    ...remarks.flatMap((text) => hangText(`  ${theme.warn('▲')} `, makeVisible(text), {width})),
  ]
}

/** Who stands for whom. */
export function renderOriginals(
  {instances}: Twin,
  {theme, width = usualWidth}: TwinViewOptions,
): readonly string[] {
  return wrapColumns(
    instances.map((instance) => [
      theme.strong(instance.name),
      theme.dim('for'),
      makeVisible(instance.original),
      theme.dim(
        instance.address === null || instance.address === instance.original
          ? ''
          : makeVisible(instance.address),
      ),
    ]),
    {width},
  )
}

/** What `up --like` prints: the twin as any deployment, who stands for whom, and what is not as in the original. */
export function renderTwinUp(
  up: UpResult,
  {
    plan,
    twin,
    of,
    unmet,
    causes,
  }: {
    readonly plan: Plan
    readonly twin: Twin
    readonly of: string
    readonly unmet: readonly string[]
    /** Findings about the original. */
    readonly causes: readonly string[]
  },
  options: TwinViewOptions,
): string {
  const {theme} = options
  const lines = twin.instances.flatMap((instance) => instance.lines)
  const count = (fate: JudgedLine['fate']) => lines.filter((line) => line.fate === fate).length
  const nameFlag = nameFlagOf(plan.name)
  return [
    renderUp(up, theme).trimEnd(),
    '',
    `A twin of ${theme.strong(makeVisible(of))}: of the lines of its confs, ${count('kept')} are kept, ${count('adapted')} adapted, ${count('left out')} left out.`,
    ...renderOriginals(twin, options),
    ...renderRemarks(twin, {unmet, causes}, options),
    '',
    `  ${theme.command(`redislab diagnose${nameFlag}`)}  ${theme.dim('what is wrong with the original, and what happens to its twin')}`,
    '',
  ].join('\n')
}

function renderInstance(
  plan: Plan,
  instance: TwinInstance,
  {theme, width = usualWidth}: TwinViewOptions,
): readonly string[] {
  const planned = plan.instances.find(({name}) => name === instance.name)
  const role =
    instance.kind === 'sentinel' ? 'sentinel' : instance.replicaOf === undefined ? 'master' : 'replica'
  const whom = instance.replicaOf === undefined ? '' : ` of ${instance.replicaOf}`
  const at = planned === undefined ? '' : formatAddress(planned)
  const known =
    instance.address === null || instance.address === instance.original ? '' : ` (${instance.address})`
  const kept = instance.lines.filter(({fate}) => fate === 'kept')
  const others = instance.lines.filter(({fate}) => fate !== 'kept')
  return [
    `${theme.strong(instance.name)}  ${theme.role(role)}${whom}  ${at}  ${theme.dim(`for ${makeVisible(instance.original)}${makeVisible(known)}`)}`,
    ...(instance.lines.length === 0 ? [theme.dim('  no conf: what Redis ships with')] : []),
    ...(kept.length === 0 ? [] : hangText('  kept      ', kept.map(sayLine).join(', '), {width})),
    ...wrapColumns(
      others.map((line) => [
        line.fate === 'adapted' ? 'adapted ' : theme.dim('left out'),
        cut(sayLine(line)),
        line.fate === 'adapted' ? `→ ${makeVisible(line.here ?? '')}: ${line.why}` : theme.dim(line.why),
      ]),
      {width},
    ),
  ]
}

function sayLine({name, value}: JudgedLine): string {
  return makeVisible(`${name} ${value === '' ? '""' : value}`)
}

/** The whole line is in the conf; here it is to be recognised. */
function cut(text: string): string {
  return text.length > 34 ? `${text.slice(0, 33)}…` : text
}
