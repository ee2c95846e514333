import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

/** Sentinels that did not trust their own view. */
export function tilt(story: Story): readonly Reason[] {
  const entered = story.ofKind('+tilt')
  const names = [...new Set(entered.flatMap(({instance}) => instance ?? []))]
  if (names.length === 0) return []
  const left = story.ofKind('-tilt')
  const over = names.every((name) => left.some(({instance}) => instance === name))
  return [
    {
      text: `${joinNames(names)} went into TILT: a sentinel that was frozen, or whose clock jumped, for more than 2 s does not trust its own view. For 30 s it only watches${over ? ' (that is over)' : ''}: it counts nobody as down and carries out no failover, though it votes when it is asked.`,
      evidence: [...entered, ...left],
    },
  ]
}
