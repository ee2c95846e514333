import {RedislabError} from '../core/errors.ts'
import {isDeploymentName} from '../engine/state/record.ts'

/** Commands that are about no deployment. */
const ofTheMachine: ReadonlySet<string> = new Set(['servers', 'doctor', 'ls', 'lab list'])

/** A word that is too many, for a command that takes none. */
export function extraArgument(command: string, argument: string): RedislabError {
  const isName = isDeploymentName(argument) && !ofTheMachine.has(command)
  return new RedislabError('USAGE', `${command} takes no argument, such as "${argument}".`, {
    suggestions: [
      ...(isName ? [`For the deployment of that name: redislab ${command} --name ${argument}`] : []),
      `redislab ${command} --help shows how it is used.`,
    ],
  })
}
