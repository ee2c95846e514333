import type {z} from 'zod'

/** What a process wrote to stdout, and how it ended. */
export interface Written {
  readonly exitCode: number | null
  readonly stdout: string
}

/**
 * Judges what a command wrote for programs by the contract: the document of `--json`, each line of `--jsonl`.
 *
 * @param words the command line, without the name of the program
 * @returns what is wrong, a sentence each; nothing where nothing was written for programs
 */
export async function judgeOutput(
  words: readonly string[],
  {exitCode, stdout}: Written,
): Promise<readonly string[]> {
  const own = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  const isDocument = own.includes('--json')
  const isStream = own.includes('--jsonl') && !isDocument
  if ((!isDocument && !isStream) || stdout.trim() === '') return []
  // Loaded here, since few tests of a file need them.
  const {outputs} = await import('../../src/core/contract/schemas/commands.ts')
  const command = nameOf(own, Object.keys(outputs))
  const output = outputs[command ?? '']
  if (isDocument) return judge(stdout, {schema: output?.document, what: `${command} --json`, exitCode})
  const judged = stdout
    .split('\n')
    // A stream that was ended may have been cut off.
    .slice(0, -1)
    .map((line) => judge(line, {schema: output?.line, what: `${command} --jsonl`, exitCode}))
  return (await Promise.all(judged)).flat()
}

/** The command that a line begins with. */
function nameOf(words: readonly string[], commands: readonly string[]): string | undefined {
  const [first = '', second = ''] = words.filter((word) => !word.startsWith('-'))
  return [`${first} ${second}`, first].find((name) => commands.includes(name))
}

async function judge(
  text: string,
  {schema, what, exitCode}: {schema: z.ZodType | undefined; what: string; exitCode: number | null},
): Promise<readonly string[]> {
  const json = parse(text)
  // One that was killed while it wrote.
  if (json === undefined) return exitCode === 0 ? [`${what}: it is not JSON: ${text.slice(0, 200)}`] : []
  if (typeof json === 'object' && json !== null && 'error' in json) {
    const {error} = await import('../../src/core/contract/schemas/error.ts')
    return problemsOf(error, json, `the error of ${what}`)
  }
  if (schema === undefined) return [`${what}: the contract does not describe it`]
  return problemsOf(schema, json, what)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a schema finds wrong, with the place in the document. */
export function problemsOf(schema: z.ZodType, json: unknown, what: string): readonly string[] {
  const {success, error} = schema.safeParse(json)
  if (success) return []
  return error.issues.flatMap((issue) => tell(issue, [])).map((text) => `${what}: ${text}`)
}

function tell(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly string[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of several shapes, the one that fits best.
    const [best = []] = issue.errors.toSorted((a, b) => a.length - b.length)
    return best.flatMap((inner) => tell(inner, path))
  }
  return [`${path.map(String).join('.') || 'the document'}: ${issue.message}`]
}
