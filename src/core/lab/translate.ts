import type {Lab, Step} from './lab.ts'

/** Texts in another language, by the texts of the file. */
export type Dictionary = Readonly<Record<string, string>>

/** Every text of a lab that is for people, in the order of the file. */
export function textsOf(lab: Lab): readonly string[] {
  const found: string[] = []
  translateLab(lab, (text) => {
    found.push(text)
    return text
  })
  return [...new Set(found)]
}

/** The lab with its texts in another language. What the dictionary does not have stays as it is. */
export function translateWith(lab: Lab, dictionary: Dictionary): Lab {
  return translateLab(lab, (text) => (Object.hasOwn(dictionary, text) ? (dictionary[text] ?? text) : text))
}

function translateLab(lab: Lab, translate: (text: string) => string): Lab {
  const maybe = (text: string | undefined) => (text === undefined ? undefined : translate(text))
  return {
    ...lab,
    title: translate(lab.title),
    about: maybe(lab.about),
    claims: lab.claims.map(({text, because, ...claim}) => ({
      ...claim,
      text: translate(text),
      ...(because === undefined ? {} : {because: translate(because)}),
    })),
    steps: translateSteps(lab.steps, translate),
    expect: lab.expect.map(({say, ...expectation}) => ({
      ...expectation,
      ...(say === undefined ? {} : {say: translate(say)}),
    })),
  }
}

function translateSteps(steps: readonly Step[], translate: (text: string) => string): readonly Step[] {
  return steps.map((step) => ({
    ...step,
    ...(step.say === undefined ? {} : {say: translate(step.say)}),
    ...('steps' in step ? {steps: translateSteps(step.steps, translate)} : {}),
  }))
}
