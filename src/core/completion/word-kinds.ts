/** Kinds of words that are looked up. */
export type WordKind = 'deployment' | 'target' | 'topology' | 'lab'

const ofFlags: Readonly<Record<string, WordKind>> = {
  name: 'deployment',
  at: 'target',
  from: 'target',
  to: 'target',
  up: 'topology',
  lab: 'lab',
}

const ofArguments: Readonly<Record<string, WordKind>> = {
  target: 'target',
  targets: 'target',
  topology: 'topology',
  lab: 'lab',
}

/** What kind of word a flag takes. */
export function wordsOfFlag(name: string): WordKind | undefined {
  return ofFlags[name]
}

/** What kind of word an argument is. */
export function wordsOfArgument(name: string): WordKind | undefined {
  return ofArguments[name]
}
