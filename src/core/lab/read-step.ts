import {z} from 'zod/mini'
import {splitArguments} from '../redis/split-arguments.ts'
import {findNearest} from '../text/nearest.ts'
import type {Observed, Step} from './lab.ts'
import type {Path, Problems} from './problems.ts'
import {type Condition, type ConditionKind, conditionKinds, conditionSchemas} from './schema/condition.ts'
import {
  commandSchema,
  commonKeys,
  observedSchemas,
  type StepKind,
  sayAloneSchema,
  stepKinds,
  stepSchemas,
} from './schema/steps.ts'

interface Context {
  readonly path: Path
  /** Names that clients have. */
  readonly clients: readonly string[]
  readonly problems: Problems
  /** Counts the steps, those inside others included. */
  readonly numbers?: {next: number}
}

/** Names that stand for a connection to an instance, without being declared. */
export const instanceWord =
  /^(?:(?:[\w.-]+\/|shard:\d+\/)?(?:master|replica|sentinel)(?::\d+)?|[ns]\d+|slot:(?:\d+|\$\{\w+\})|key:.+|killed|stopped|paused|it)$/

/** Reads a list of steps, each by the schema of its kind. */
export function readSteps(sources: readonly unknown[], context: Context): readonly Step[] {
  const numbers = context.numbers ?? {next: 1}
  return sources.flatMap((source, index) => {
    const path = [...context.path, index]
    const number = numbers.next
    numbers.next += 1
    const step = readStep(source, {...context, path, numbers})
    const {line} = context.problems.positionOf(path)
    return step === undefined ? [] : [{number, line, ...step} as Step]
  })
}

function readStep(source: unknown, context: Context): object | undefined {
  const {path, problems, clients} = context
  if (source === null || typeof source !== 'object' || Array.isArray(source)) {
    problems.add(path, 'a step is a map, such as `- kill: master` or `- alice: GET key`')
    return undefined
  }
  const keys = Object.keys(source)
  const verb = stepKinds.find((kind) => keys.includes(kind))
  if (verb !== undefined) return readVerb(verb, source, context)
  const client = keys.find((key) => clients.includes(key)) ?? keys.find((key) => instanceWord.test(key))
  if (client !== undefined) return readCommand(client, source, context)
  if (keys.includes('say')) {
    return keys.every((key) => key in commonKeys)
      ? checked(z.extend(sayAloneSchema, commonKeys), source, context, 'say')
      : unknownVerb(keys, context)
  }
  return unknownVerb(keys, context)
}

/** The first word that nobody knows is the one that was meant to say what the step does. */
function unknownVerb(keys: readonly string[], {path, problems, clients}: Context): undefined {
  const stepWords = new Set([...Object.keys(commonKeys), ...Object.keys(commandSchema.shape)])
  const key = keys.find((candidate) => !stepWords.has(candidate))
  if (key === undefined) {
    problems.add(
      path,
      'the step does not say what to do: it needs a word such as kill, await, wait, or a client',
    )
    return undefined
  }
  const nearest = findNearest(key, [...stepKinds, 'say', ...clients])
  const hint =
    nearest === undefined
      ? `it can be a client${clients.length > 0 ? ` (${clients.join(', ')})` : ''}, an instance (n1, master, s1), or ${stepKinds.join(', ')}`
      : `did you mean \`${nearest}\`?`
  problems.add([...path, key], `\`${key}\` is not a step: ${hint}`, {isKey: true})
  return undefined
}

function readVerb(kind: StepKind, source: object, context: Context): object | undefined {
  const {path, problems, clients} = context
  const second = Object.keys(source).find(
    (key) =>
      key !== kind && (stepKinds as readonly string[]).includes(key) && !(key in stepSchemas[kind].shape),
  )
  if (second !== undefined) {
    problems.add([...path, second], `\`${second}\` is a step of its own: begin it with a hyphen`, {
      isKey: true,
    })
    return undefined
  }
  const step = checked(z.extend(stepSchemas[kind] as z.ZodMiniObject, commonKeys), source, context, kind)
  if (step === undefined) return undefined
  switch (kind) {
    case 'await':
    case 'never': {
      const condition = readCondition((step as Readonly<Record<string, unknown>>)[kind], {
        ...context,
        path: [...path, kind],
      })
      return condition && {...step, condition}
    }
    case 'observe': {
      const observed = readObserved((step as Readonly<Record<string, unknown>>)['observe'], {
        ...context,
        path: [...path, kind],
      })
      return observed && {...step, observed}
    }
    case 'repeat':
    case 'each':
      return {
        ...step,
        steps: readSteps((step as unknown as {steps: unknown[]}).steps, {
          ...context,
          path: [...path, 'steps'],
        }),
      }
    case 'together':
      return {
        ...step,
        steps: readSteps((step as unknown as {together: unknown[]}).together, {
          ...context,
          path: [...path, 'together'],
        }),
      }
    case 'answer':
    case 'close': {
      const client = (step as unknown as Readonly<Record<string, string>>)[kind] as string
      if (clients.includes(client)) return step
      problems.add([...path, kind], `\`${client}\` is not one of the clients${listed(clients)}`)
      return undefined
    }
    default:
      return step
  }
}

function readCommand(client: string, source: object, context: Context): object | undefined {
  const {path, problems} = context
  const {[client]: command, ...rest} = source as Readonly<Record<string, unknown>>
  const schema = z.extend(commandSchema, commonKeys)
  const step = problems.check(schema, {command, ...rest}, path)
  if (step === undefined) return undefined
  if (typeof step.command === 'string' && splitArguments(step.command) === undefined) {
    problems.add([...path, client], 'a quote in the command is not closed, or something follows it directly')
    return undefined
  }
  if (step.reply !== undefined && step.error !== undefined) {
    problems.add([...path, 'error'], '`reply` and `error` cannot both come', {isKey: true})
    return undefined
  }
  return {kind: 'command', client, ...step}
}

function checked(schema: z.ZodMiniObject, source: object, {path, problems}: Context, kind: string) {
  const step = problems.check(schema, source, path)
  return step && {...step, kind}
}

function readCondition(source: unknown, context: Context): Condition | undefined {
  const kind = findKind(source, conditionKinds, context) as ConditionKind | undefined
  const condition =
    kind && context.problems.check(conditionSchemas[kind] as z.ZodMiniType, source, context.path)
  if (condition === undefined || kind === undefined) return undefined
  const problem = judgeCondition(condition as Readonly<Record<string, unknown>>, kind)
  if (problem !== undefined) {
    context.problems.add(context.path, problem)
    return undefined
  }
  return {kind, ...(condition as object)} as Condition
}

function judgeCondition(
  condition: Readonly<Record<string, unknown>>,
  kind: ConditionKind,
): string | undefined {
  if (kind !== 'client') return undefined
  if ((condition['reply'] === undefined) === (condition['error'] === undefined)) {
    return 'a command is awaited with a `reply` or an `error`'
  }
  const {command} = condition
  return typeof command === 'string' && splitArguments(command) === undefined
    ? 'a quote in the command is not closed, or something follows it directly'
    : undefined
}

function readObserved(source: unknown, context: Context): Observed | undefined {
  const kinds = Object.keys(observedSchemas)
  const kind = findKind(source, kinds, context) as keyof typeof observedSchemas | undefined
  const observed =
    kind && context.problems.check(observedSchemas[kind] as z.ZodMiniType, source, context.path)
  if (observed === undefined || kind === undefined) return undefined
  const {[kind]: pattern, ...rest} = observed as Readonly<Record<string, string>>
  return {kind, pattern: pattern as string, ...rest}
}

function findKind(source: unknown, kinds: readonly string[], {path, problems}: Context): string | undefined {
  if (source === null || typeof source !== 'object' || Array.isArray(source)) {
    problems.add(path, `\`${String(path.at(-1))}\` needs one of ${kinds.join(', ')}, as in {${kinds[0]}: …}`)
    return undefined
  }
  const keys = Object.keys(source)
  const kind = kinds.find((candidate) => keys.includes(candidate))
  if (kind !== undefined) return kind
  const [key] = keys
  if (key === undefined) problems.add(path, `it is empty: it needs one of ${kinds.join(', ')}`)
  else problems.addUnknownKey([...path, key], kinds)
  return undefined
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? ': none is declared' : `: ${names.join(', ')}`
}
