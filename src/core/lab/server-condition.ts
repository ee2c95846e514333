import {compareVersions, type ServerVersion} from '../redis/server-version.ts'

const comparisons = {
  '>=': (order: number) => order >= 0,
  '>': (order: number) => order > 0,
  '<=': (order: number) => order <= 0,
  '<': (order: number) => order < 0,
  '=': (order: number) => order === 0,
} as const

interface Part {
  readonly flavour: 'redis' | 'valkey'
  readonly comparison: keyof typeof comparisons
  readonly version: string
}

/**
 * A condition on the server: `redis`, `redis >= 7.2`, `valkey < 8`, or several joined by `or`. Bounds of one flavour are
 * joined by `and`.
 */
export class ServerCondition {
  readonly text: string
  readonly #alternatives: readonly (readonly Part[])[]

  private constructor(text: string, alternatives: readonly (readonly Part[])[]) {
    this.text = text
    this.#alternatives = alternatives
  }

  /** @returns undefined when the text is not such a condition */
  static parse(text: string): ServerCondition | undefined {
    const alternatives = text.split(/\s+or\s+/).map(parseAlternative)
    if (alternatives.some((parts) => parts.includes(undefined))) return undefined
    return new ServerCondition(text, alternatives as Part[][])
  }

  holds(server: ServerVersion): boolean {
    return this.#alternatives.some((parts) =>
      parts.every(
        ({flavour, comparison, version}) =>
          flavour === server.flavour && comparisons[comparison](compareVersions(server.version, version)),
      ),
    )
  }
}

function parseAlternative(text: string): readonly (Part | undefined)[] {
  const [first = '', ...more] = text.trim().split(/\s+and\s+/)
  const part = parsePart(first)
  return [part, ...more.map((bound) => part && parsePart(`${part.flavour} ${bound}`))]
}

function parsePart(text: string): Part | undefined {
  const match = /^(redis|valkey)(?:\s*(>=|<=|>|<|=)\s*(\d+(?:\.\d+){0,2}))?$/.exec(text)
  if (match === null) return undefined
  const [, flavour, comparison = '>=', version = '0'] = match
  return {
    flavour: flavour as Part['flavour'],
    comparison: comparison as Part['comparison'],
    version,
  }
}
