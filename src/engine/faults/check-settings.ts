import {hostWordsOf} from '../../core/config/check-confs.ts'
import {judgeSetting} from '../../core/config/rules.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {Directive} from '../../core/words.ts'
import {resolveNames} from '../host/resolve-names.ts'
import {instanceDirectory} from '../instances/instance-process.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'

/**
 * Refuses settings by which an instance would write or go outside of its deployment, as its conf may not either.
 *
 * @throws RedislabError DIRECTIVE_INVALID
 */
export async function checkSettings(
  directives: readonly Directive[],
  instances: readonly PlannedInstance[],
  {plan, ...access}: DeploymentRecord,
  directory: string,
): Promise<void> {
  // CONFIG SET takes the value as one word.
  const lines = directives.map(({name, value}) => ({name, words: [value], isForOneInstance: false}))
  const names = await resolveNames(lines.flatMap(hostWordsOf))
  for (const instance of instances) {
    const place = {
      plan,
      instance,
      directory: instanceDirectory(directory, instance.name),
      access,
      names,
      morePorts: [],
    }
    for (const line of lines) {
      const refusal = judgeSetting(line, place)
      if (refusal === undefined) continue
      throw new RedislabError(
        'DIRECTIVE_INVALID',
        `${line.name} cannot be set so at ${instance.name}: it ${refusal.problem}.`,
        {
          suggestions: ['What a deployment changes stays in it: docs/templates.md says what may be named.'],
          details: {instance: instance.name, directive: line.name},
        },
      )
    }
  }
}
