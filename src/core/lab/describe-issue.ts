import {findNearest} from '../text/nearest.ts'

/** What zod finds wrong, as far as it is told. */
export type Issue = {
  readonly path: readonly PropertyKey[]
  readonly message: string
} & (
  | {readonly code: 'unrecognized_keys'; readonly keys: readonly string[]}
  | {readonly code: 'invalid_type'; readonly expected: string}
  | {readonly code: 'invalid_value'; readonly values: readonly unknown[]}
  | {readonly code: 'invalid_union'; readonly errors: readonly (readonly Issue[])[]}
  | {readonly code: 'invalid_key' | 'invalid_element'; readonly issues: readonly Issue[]}
  | {readonly code: 'custom' | 'invalid_format' | 'too_small' | 'too_big' | 'not_multiple_of'}
)

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a map of names and values',
  record: 'a map of names and values',
  array: 'a list',
  never: 'nothing',
}

/**
 * One issue in the words of the language of labs.
 *
 * @param value what stands there; undefined when nothing does
 */
export function describeIssue(issue: Issue, path: readonly (string | number)[], value: unknown): string {
  const key = path.findLast((part) => typeof part === 'string')
  const what = key === undefined ? 'it' : `\`${key}\``
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return `${what} is missing`
      return `${what} must be ${isOurs(issue) ? issue.message : (typeWords[issue.expected] ?? issue.expected)}`
    case 'invalid_value': {
      const known = issue.values.map(String)
      const nearest = typeof value === 'string' ? findNearest(value, known) : undefined
      return `${what} must be ${joinOr(known)}${nearest === undefined ? '' : `: did you mean \`${nearest}\`?`}`
    }
    case 'invalid_union':
      return value === undefined
        ? `${what} is missing`
        : `${what} must be ${[...new Set(kindsIn(issue.errors))].join(', or ')}`
    case 'invalid_key':
      return issue.issues.map(({message}) => message).join('; ')
    case 'too_big':
    case 'too_small':
      if (isOurs(issue)) return `${what}: ${issue.message}`
      return `${what} is too ${issue.code === 'too_big' ? 'large' : 'small'}`
    default:
      return `${what}: ${issue.message}`
  }
}

/** Whether the message is the schema's own, and not the library's. */
function isOurs({message}: Issue): boolean {
  return !message.startsWith('Invalid')
}

function joinOr(words: readonly string[]): string {
  return words.length < 3 ? words.join(' or ') : `one of ${words.join(', ')}`
}

/**
 * Of alternatives, the one that got furthest tells most: its issues take the place of that of the whole. Where none got
 * anywhere, the issue stays.
 */
export function unfoldIssue(issue: Issue, value: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const own = valueBelow(value, namesOf(issue))
  const [further] = issue.errors
    .filter((issues) => !issues.some(isOfAnotherType))
    .toSorted((left, right) => countMisfits(left, own) - countMisfits(right, own))
  if (further === undefined) return [issue]
  return further.flatMap((inner) => unfoldIssue({...inner, path: [...issue.path, ...inner.path]}, value))
}

function namesOf({path}: Issue): readonly (string | number)[] {
  return path.filter((part) => typeof part !== 'symbol')
}

function isOfAnotherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false
  return (
    issue.code === 'invalid_type' ||
    (issue.code === 'invalid_union' && issue.errors.every((issues) => issues.some(isOfAnotherType)))
  )
}

function kindsIn(errors: readonly (readonly Issue[])[]): readonly string[] {
  return errors.flatMap((issues) =>
    issues.flatMap((one) => {
      if (one.code === 'invalid_union') return kindsIn(one.errors)
      return one.code === 'invalid_type' ? [typeWords[one.expected] ?? one.expected] : []
    }),
  )
}

/** Words that are missing, or that do not belong there: the fewer, the more this alternative was meant. */
function countMisfits(issues: readonly Issue[], value: unknown): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + issue.keys.length
    return valueBelow(value, namesOf(issue)) === undefined ? sum + 1 : sum
  }, 0)
}

/** What stands at a path below a value. */
export function valueBelow(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      current !== null && typeof current === 'object'
        ? (current as Record<string | number, unknown>)[part]
        : undefined,
    value,
  )
}
