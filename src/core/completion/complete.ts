import {type WordKind, wordsOfArgument, wordsOfFlag} from './word-kinds.ts'

/** What the manifest says of a command, as far as completion needs it. */
export interface CompletedCommand {
  readonly hidden?: boolean
  readonly summary?: string
  readonly args: Readonly<Record<string, CompletedArgument>>
  readonly flags: Readonly<Record<string, CompletedFlag>>
}

export interface CompletedArgument {
  readonly name: string
  readonly options?: readonly string[]
  readonly multiple?: boolean
}

export interface CompletedFlag {
  readonly name: string
  readonly char?: string
  readonly type: 'boolean' | 'option'
  readonly options?: readonly string[]
  readonly hidden?: boolean
}

/** What only the disk knows. Each is asked only where it is wanted. */
export interface Surroundings {
  readonly deployments: () => readonly string[]
  /** The names of the instances of a deployment; of the usual one where none is named. */
  readonly instances: (deployment: string | undefined) => readonly string[]
  readonly labs: () => readonly string[]
}

const targetWords = [
  'master',
  'replica',
  'sentinel',
  'leader',
  'masters',
  'replicas',
  'sentinels',
  'killed',
  'all',
]
const topologies = ['1m', '1m1r', '1m2r', '1m2r3s', '2m4r3s', '5m', '3m', '3m3r']

/**
 * What may stand in place of the last word of a command line, of which the first is the program. Nothing where a file or
 * anything may stand, and after `--`: there the shell knows better.
 */
export function completeWords(
  words: readonly string[],
  commands: Readonly<Record<string, CompletedCommand>>,
  surroundings: Surroundings,
): readonly string[] {
  const typed = words.slice(1, -1)
  const current = words.at(-1) ?? ''
  if (typed.includes('--')) return []
  const candidates = candidatesFor(typed, current, commands, surroundings)
  return [...new Set(candidates)].filter((word) => word.startsWith(current))
}

function candidatesFor(
  typed: readonly string[],
  current: string,
  commands: Readonly<Record<string, CompletedCommand>>,
  surroundings: Surroundings,
): readonly string[] {
  const {command, rest} = findCommand(typed, commands)
  if (command === undefined) {
    // The beginning of `lab run` is `lab`; after it, only what follows is meant.
    const before = typed.join(':')
    return Object.entries(commands)
      .filter(([id, {hidden}]) => !hidden && (before === '' || id.startsWith(`${before}:`)))
      .map(([id]) => id.split(':')[typed.length] ?? '')
      .concat(before === '' ? ['--help', '--version'].filter(() => current.startsWith('-')) : [])
  }
  const flags = Object.values(command.flags).filter(({hidden}) => !hidden)
  const pending = pendingFlag(rest.at(-1), flags)
  const deployment = deploymentOf(rest)
  const lookUp = (kind: WordKind | undefined) => wordsOf(kind, deployment, surroundings)
  const valuesOf = ({name, options}: CompletedFlag) => options ?? lookUp(wordsOfFlag(name))
  if (pending !== undefined) return inList(valuesOf(pending), current)
  const [joined, name] = /^--([\w-]+)=/.exec(current) ?? []
  if (joined !== undefined) {
    const flag = flags.find((one) => one.name === name)
    return flag === undefined ? [] : valuesOf(flag).map((value) => joined + value)
  }
  if (current.startsWith('-')) {
    const isGiven = (flag: CompletedFlag) => flag.name !== 'set' && rest.includes(`--${flag.name}`)
    return [...flags.filter((flag) => !isGiven(flag)).map(({name}) => `--${name}`), '--help']
  }
  const argument = nextArgument(rest, flags, command)
  if (argument === undefined) return []
  return inList(argument.options ?? lookUp(wordsOfArgument(argument.name)), current)
}

/** Targets may stand in a list: `master,s1`. What stands before the last comma stays. */
function inList(values: readonly string[], current: string): readonly string[] {
  const before = current.slice(0, current.lastIndexOf(',') + 1)
  return values.map((value) => before + value)
}

function wordsOf(
  kind: WordKind | undefined,
  deployment: string | undefined,
  {deployments, instances, labs}: Surroundings,
): readonly string[] {
  switch (kind) {
    case 'deployment':
      return deployments()
    case 'target':
      return [...instances(deployment), ...targetWords]
    case 'topology':
      return topologies
    case 'lab':
      return labs()
    case undefined:
      return []
  }
}

/** The longest command that the words begin with, and the words behind it. */
function findCommand(typed: readonly string[], commands: Readonly<Record<string, CompletedCommand>>) {
  for (const length of [2, 1]) {
    const command = commands[typed.slice(0, length).join(':')]
    if (command !== undefined && typed.length >= length) return {command, rest: typed.slice(length)}
  }
  return {command: undefined, rest: []}
}

/** The flag whose value comes next. */
function pendingFlag(word: string | undefined, flags: readonly CompletedFlag[]): CompletedFlag | undefined {
  return flags.find(
    ({name, char, type}) =>
      type === 'option' && (word === `--${name}` || (char !== undefined && word === `-${char}`)),
  )
}

/** `--name X`, `-n X`, `--name=X`. */
function deploymentOf(rest: readonly string[]): string | undefined {
  const at = rest.findIndex((word) => word === '--name' || word === '-n')
  if (at >= 0) return rest[at + 1]
  return rest.find((word) => word.startsWith('--name='))?.slice('--name='.length)
}

/** The argument that comes next: the last one goes on for ever where it may be several. */
function nextArgument(
  rest: readonly string[],
  flags: readonly CompletedFlag[],
  {args}: CompletedCommand,
): CompletedArgument | undefined {
  const given = rest.filter(
    (word, index) => !word.startsWith('-') && pendingFlag(rest[index - 1], flags) === undefined,
  )
  const all = Object.values(args)
  const last = all.at(-1)
  return all[given.length] ?? (last?.multiple === true ? last : undefined)
}
