import {joinNames} from '../../../text/join-names.ts'
import {formatDuration} from '../../../time/duration.ts'
import {stateAfter, type TimelineEntry} from '../../entries/entry.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

interface Away {
  readonly name: string
  readonly cause: TimelineEntry | null
  /** When it was back, in milliseconds from the beginning; undefined when it never was. */
  readonly backMs: number | undefined
  readonly back: TimelineEntry | undefined
}

/** Sentinels that did not run when the story began, or were taken down with the master. */
export function sentinelsAway({incident, sentinels}: Story): readonly Away[] {
  const {downBefore, evidence, at, cause} = incident
  const isCutOff = (entry: TimelineEntry | null | undefined) => entry?.fault?.links !== undefined
  return sentinels.flatMap((name): readonly Away[] => {
    const before = downBefore.get(name)
    const hit = cause?.fault
    const wasHit = hit?.instances.includes(name) && (stateAfter(hit) === 'down' || hit.fault === 'restart')
    const wasAway = wasHit || (downBefore.has(name) && !isCutOff(before))
    if (!wasAway) return []
    const back = evidence.find(
      ({fault, instance, kind, at: time}) =>
        time > at &&
        ((fault?.instances.includes(name) && stateAfter(fault) === 'up') ||
          (instance === name && kind === 'starting')),
    )
    return [{name, cause: wasHit ? cause : (before ?? null), back, backMs: back && back.at - at}]
  })
}

/** Too few sentinels ran at first for a failover, and it had to wait until some were back. */
export function sentinelsCameLate(story: Story): readonly Reason[] {
  const away = sentinelsAway(story)
  const needed = Math.max(story.votesNeeded, story.quorum ?? 0)
  const first = story.failover.phases.odownMs ?? Number.POSITIVE_INFINITY
  const late = away.filter(({backMs}) => backMs !== undefined && backMs < first)
  if (late.length === 0 || story.sentinels.length - away.length >= needed) return []
  const backMs = Math.min(...late.map((one) => one.backMs ?? 0))
  const names = joinNames(away.map(({name}) => name))
  return [
    {
      text: `${names} did not run at first; ${joinNames(late.map(({name}) => name))} came back after ${formatDuration(backMs)}. Until then there were too few sentinels: ${needed} are needed.`,
      evidence: [...new Set(away.flatMap(({cause, back}) => [cause, back]))].filter((entry) => entry != null),
    },
  ]
}
