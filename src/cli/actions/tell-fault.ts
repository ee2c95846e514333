import process from 'node:process'
import {describeWatchedFault} from '../../core/contract/fault-json.ts'
import {ExitCode} from '../../core/errors/errors.ts'
import type {Fault} from '../../core/faults/faults.ts'
import type {LinkFault} from '../../core/links/link-fault.ts'
import {nameFlagOf} from '../../core/text/name-flag.ts'
import type {Explanation} from '../../core/timeline/explain.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import {lookBeforeFault, type WatchEnd, watchFault} from '../../engine/timeline/watch-fault.ts'
import {renderLeft, renderUndoing, renderWatched} from '../../reporters/fault/watched-view.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {ToldLines} from '../../reporters/kit/told-lines.ts'
import {renderSeenElsewhere} from '../../reporters/load/load-view.ts'
import {TimelineReporter} from '../../reporters/timeline/timeline-reporter.ts'
import {WatchLoads} from './watch-loads.ts'
import {checkReport} from './write-report.ts'

export interface WatchedFault {
  readonly fault: Fault | LinkFault
  readonly targets: readonly string[]
  readonly forMs: number | undefined
  readonly withinMs: number | undefined
  /** A file for the page of what happened. */
  readonly html: string | undefined
  readonly signal: AbortSignal
  /** Whether to tell what happens as it happens. */
  readonly isForPeople: boolean
  /** The fault is done: an interrupt only ends the watching. */
  readonly onInjected: () => void
}

/** Injects a fault, and prints its effects until the failover has ended or is stuck. */
export async function tellFault(
  deployment: Deployment,
  {fault, targets, forMs, withinMs, html, signal, isForPeople, onInjected}: WatchedFault,
) {
  if (html !== undefined) await checkReport(html)
  const {plan} = deployment.record
  const nameFlag = nameFlagOf(plan.name)
  await using loads = new WatchLoads(deployment, signal)
  await using offsets = html === undefined ? undefined : await sampleOffsets(deployment)
  using told = isForPeople ? new ToldLines() : undefined
  const write = (text: string) => told?.tell(text)
  told?.await('starting clients that write')
  const scene = await lookBeforeFault(deployment, {fault, targets, signal})
  const {names} = scene.tracker
  const writer = new TimelineReporter(scene.tracker, plan)
  await loads.begin({...scene.masters, ...scene.otherShards})
  let end: WatchEnd | undefined
  for await (const event of watchFault(deployment, scene, {fault, targets, forMs, withinMs, signal})) {
    switch (event.kind) {
      case 'injected': {
        const {report, healsAt} = event.injected
        onInjected()
        signal.addEventListener('abort', () => write(renderLeft(report, {healsAt, nameFlag}, stdoutTheme)))
        break
      }
      case 'entry':
        write(writer.render([event.entry]))
        break
      case 'awaiting':
        told?.await(`waiting for ${event.awaited}`)
        break
      case 'over':
        end = event
    }
  }
  if (end === undefined) throw new TypeError('a watch ends with its outcome')
  const {injected, outcome, explanations} = end
  write(writer.end())
  told?.await('looking for what the clients wrote')
  const takesWrites = outcome === 'failed-over' || outcome === 'reconnected'
  const reports = await loads.end(mastersOf(explanations), takesWrites)
  told?.await(undefined)
  const watched = explanations.map((explanation) => ({
    explanation,
    load: reports.get(explanation.failover.masterName),
  }))
  const isHit = new Set(watched.map(({explanation}) => explanation.failover.masterName))
  const elsewhere = [...reports].filter(([group]) => !isHit.has(group)).map(([, report]) => report)
  const width = terminalWidth()
  for (const one of watched) write(renderWatched(one, {plan, names, width}, stdoutTheme))
  if (elsewhere.length > 0) write(`\n${renderSeenElsewhere(elsewhere, stdoutTheme, {width})}`)
  if (outcome === 'timed-out') {
    process.exitCode = ExitCode.timeout
    const next = `redislab timeline --follow${nameFlag}`
    write(`\n${stdoutTheme.warn('▲')} This is not over: ${stdoutTheme.command(next)} goes on with it.\n`)
  }
  if (html !== undefined) {
    const {writePageOf} = await import('./write-page.ts')
    await writePageOf(deployment, html, {
      signal,
      loads: [...reports.values()],
      samples: offsets?.samples,
    })
  }
  if (injected.healsAt === null) write(renderUndoing(injected.report, nameFlag, stdoutTheme))
  return describeWatchedFault(injected.report, injected.healsAt, {
    outcome,
    watched,
    otherLoads: elsewhere,
  })
}

/** Loaded only where a page is wanted. */
async function sampleOffsets(deployment: Deployment) {
  const {OffsetSamples} = await import('../../engine/page/offset-samples.ts')
  return new OffsetSamples(deployment)
}

/** Who is master of each group, as far as it was hit. */
function mastersOf(explanations: readonly Explanation[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    explanations.map(({failover: {masterName, newMaster, oldMaster}}) => [
      masterName,
      newMaster ?? oldMaster,
    ]),
  )
}
