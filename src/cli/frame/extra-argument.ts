import {RedislabError} from '../../core/errors/errors.ts'
import {isAboutDeployment} from '../../core/text/commands.ts'
import {isDeploymentName} from '../../engine/state/deployment-name.ts'

/**
 * A word that a command has no use for.
 *
 * @param takes how many arguments the command has
 */
export function extraArgument(command: string, word: string, takes = 0): RedislabError {
  const isName = takes === 0 && isDeploymentName(word) && isAboutDeployment(command)
  return new RedislabError(
    'USAGE',
    takes === 0
      ? `${command} takes no arguments, but got "${word}".`
      : `${command} takes no further arguments, but got "${word}".`,
    {
      suggestions: [
        ...(isName ? [`For the deployment of that name: redislab ${command} --name ${word}`] : []),
        `redislab ${command} --help shows how it is used.`,
      ],
    },
  )
}
