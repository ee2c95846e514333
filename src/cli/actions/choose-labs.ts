import {RedislabError} from '../../core/errors/errors.ts'
import {breakLab} from '../../core/lab/break-lab.ts'
import type {Lab} from '../../core/lab/lab.ts'
import type {Language} from '../../core/lab/languages.ts'
import {readLab, readShippedLabs} from '../../runner/lab-files.ts'

export interface LabChoice {
  readonly all: boolean
  readonly topic: string | undefined
  /** Each lab with the one change under which it must fail. */
  readonly negative: boolean
  readonly lang: Language
}

/**
 * The labs that a command line asks for.
 *
 * @throws RedislabError USAGE when it asks for none, or for names and for all; LAB_NOT_FOUND, LAB_INVALID; OPTION_INVALID
 * for `negative` where a lab does not say how to break it
 */
export async function chooseLabs(
  names: readonly string[],
  {all, topic, negative, lang: language}: LabChoice,
): Promise<readonly Lab[]> {
  const isSweeping = all || topic !== undefined
  const [first] = names
  if (first !== undefined && isSweeping) {
    const [option, several] = all
      ? ['--all', 'All of them: redislab lab run --all']
      : ['--topic', `The topic: redislab lab run --topic ${topic}`]
    throw new RedislabError('USAGE', `${option} and the name of a lab (${first}) cannot be used together.`, {
      suggestions: [`Only this: redislab lab run ${first}`, several],
    })
  }
  const labs = isSweeping
    ? (await readShippedLabs({language})).filter((lab) => all || lab.topic === topic)
    : await Promise.all(names.map((name) => readLab(name, {language})))
  if (labs.length === 0) {
    throw new RedislabError('USAGE', 'No lab given.', {
      suggestions: ['See what there is: redislab lab list', 'All of them: redislab lab run --all'],
    })
  }
  return negative ? labs.map(broken) : labs
}

function broken(lab: Lab): Lab {
  const changed = breakLab(lab)
  if (changed !== undefined) return changed
  throw new RedislabError('OPTION_INVALID', `${lab.name} does not say under which change it must fail.`, {
    suggestions: ['Say so in the file, with fails-when.'],
  })
}
