import {joinNames} from '../../../text/join-names.ts'
import type {Reason, Story} from '../../explaining/facts.ts'

const authOptions: ReadonlySet<string> = new Set(['auth-pass', 'auth-user'])

/** Sentinels whose password was changed before they counted instances as down: an error reply is no valid answer. */
export function authChanged(story: Story): readonly Reason[] {
  const changes = [...story.incident.settingsBefore, ...story.ofKind('+set')].filter(({fields}) =>
    authOptions.has(String(fields['option'])),
  )
  const down = [...story.incident.sdownBefore, ...story.ofKind('+sdown')]
  const blind = changes.filter(({instance, at}) =>
    down.some((one) => one.instance === instance && one.at >= at),
  )
  if (blind.length === 0) return []
  const names = joinNames([...new Set(blind.map(({instance}) => instance ?? ''))])
  const seen = new Set(blind.map(({instance}) => instance))
  return [
    {
      text: `The password that ${names} logs in with was changed (SENTINEL SET auth-pass) before ${names} counted instances as down. An instance that refuses it with NOAUTH or WRONGPASS runs, and counts as silent all the same: compare auth-pass with requirepass.`,
      evidence: [...blind, ...down.filter(({instance}) => seen.has(instance))],
    },
  ]
}
