import {commandGroups, isAboutDeployment} from './commands.ts'

/** ` --name X`, for commands that are shown to be typed next; nothing for the deployment that is meant without it. */
export function nameFlagOf(deployment: string): string {
  return deployment === 'default' ? '' : ` --name ${deployment}`
}

/** Hints name these also for deployments that do not exist yet, or are no longer needed. */
const unnamed: ReadonlySet<string> = new Set(['up', 'render', 'down'])
const named = commandGroups
  .flatMap(({commands}) => commands)
  .filter((command) => isAboutDeployment(command) && !unnamed.has(command))
const command = new RegExp(`\\bredislab (?:${named.join('|')})\\b`, 'g')

/**
 * A hint with the name of the deployment in each command that is to be typed for it: copied as it is, the command would
 * otherwise be done to the default deployment.
 */
export function nameInHint(hint: string, deployment: string): string {
  const flag = nameFlagOf(deployment)
  if (flag === '' || hint.includes(' --name ')) return hint
  return (
    hint
      .replace(command, `$&${flag}`)
      // Without the name it would take another deployment down.
      .replace(/\bredislab up\b(?=.* --replace\b)/, `$&${flag}`)
  )
}
