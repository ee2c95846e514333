import {stdoutTheme, type Theme} from '../kit/theme.ts'

interface Removed {
  readonly name: string
  readonly ended: number
  /** It was opened from files: nothing of it ran here. */
  readonly wasOpened?: boolean
}

/** What `down` did, a line a deployment. */
export function renderRemoved(
  removed: readonly Removed[],
  {kept = false}: {kept?: boolean},
  theme: Theme = stdoutTheme,
): string {
  if (removed.length === 0) return 'Nothing to remove.'
  return removed
    .map(({name, ended, wasOpened}) => {
      const processes = ended === 1 ? '1 process' : `${ended} processes`
      const what = wasOpened
        ? 'forgotten; what it was opened from is as it was'
        : kept
          ? `${processes} stopped, folder kept`
          : `${processes} ended, folder removed`
      return `${theme.good('✔')} ${theme.strong(name)}  ${theme.dim(what)}`
    })
    .join('\n')
}

/**
 * What `clean` did.
 *
 * @param left names of those that looked dead, and then were found alive or busy
 */
export function renderCleaned(
  removed: readonly Removed[],
  left: readonly string[],
  theme: Theme = stdoutTheme,
): string {
  const lines = removed.length > 0 ? [renderRemoved(removed, {}, theme)] : []
  if (left.length > 0)
    lines.push(`Left alone, since it runs or another command is changing it: ${left.join(', ')}.`)
  return lines.length > 0 ? lines.join('\n') : 'Nothing to remove: no deployment here is dead or damaged.'
}

/** Hosts that were not looked at, since they did not answer. */
export function renderSilent(hosts: readonly string[]): string {
  const [it, they] = hosts.length === 1 ? ['does', 'it has'] : ['do', 'they have']
  return `${hosts.join(', ')} ${it} not answer: if ${they} containers of what was removed, redislab clean finds them later.`
}
