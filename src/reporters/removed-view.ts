import {stdoutTheme, type Theme} from './theme.ts'

interface Removed {
  readonly name: string
  readonly ended: number
}

/** What `down` and `clean` did, a line a deployment. */
export function renderRemoved(
  removed: readonly Removed[],
  {kept = false}: {kept?: boolean},
  theme: Theme = stdoutTheme,
): string {
  if (removed.length === 0) return 'Nothing to remove.'
  return removed
    .map(({name, ended}) => {
      const processes = ended === 1 ? '1 process' : `${ended} processes`
      const what = kept ? `${processes} stopped, folder kept` : `${processes} ended, folder removed`
      return `${theme.good('✔')} ${theme.strong(name)}  ${theme.dim(what)}`
    })
    .join('\n')
}
