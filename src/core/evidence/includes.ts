import type {DirectiveFact, Evidence, Fact, UnreadLine} from './facts.ts'

/** More lines than this come from no confs: each of them includes the others again and again. */
const maxLines = 50_000

/**
 * Follows `include` in confs: the directives of a file that is here, too, stand in the place of the line, as the server reads
 * them, and belong to the one that includes them. What is not here is named among what was not read.
 */
export function followIncludes(evidence: readonly Evidence[]): readonly Evidence[] {
  const confs = groupByStream(evidence)
  const includers = [...confs].filter(([, lines]) => lines.some(isInclude)).map(([stream]) => stream)
  if (includers.length === 0) return evidence
  const walk = new Walk(confs)
  const included = new Set(
    includers.flatMap((stream) =>
      (confs.get(stream) ?? [])
        .filter(isInclude)
        .flatMap((line) => walk.find(line).filter((other) => other !== stream)),
    ),
  )
  // First those that nobody includes; then what is left, which is in circles.
  const whole = new Map<string, readonly DirectiveFact[]>()
  for (const stream of [...includers.filter((it) => !included.has(it)), ...includers])
    if (!whole.has(stream) && !walk.reached.has(stream))
      whole.set(stream, walk.expand(stream, stream, [stream]))
  return evidence.map((file) => ({
    ...file,
    unread: [...file.unread, ...walk.unread.filter(({place}) => placeIn(place.path, file.path))],
    facts: replace(file.facts, whole, walk.reached),
  }))
}

class Walk {
  readonly unread: UnreadLine[] = []
  /** Confs that others include: no confs of a process by themselves. */
  readonly reached = new Set<string>()
  readonly #confs: ReadonlyMap<string, readonly DirectiveFact[]>
  readonly #said = new Set<string>()
  #lines = 0

  constructor(confs: ReadonlyMap<string, readonly DirectiveFact[]>) {
    this.#confs = confs
  }

  /** @param owner whose directives they become */
  expand(stream: string, owner: string, way: readonly string[]): readonly DirectiveFact[] {
    const lines: DirectiveFact[] = []
    for (const line of this.#confs.get(stream) ?? []) {
      if (++this.#lines > maxLines) break
      lines.push({...line, stream: owner})
      if (isInclude(line)) for (const own of this.#follow(line, owner, way)) lines.push(own)
    }
    return lines
  }

  /** The confs that a line includes: by the end of its path, or by a pattern of names (Redis 7). */
  find({words: [name = ''], stream}: DirectiveFact): readonly string[] {
    const base = name.split('/').at(-1) ?? ''
    const fits = /[*?]/.test(base) ? patternOf(base) : undefined
    const candidates = [...this.#confs.keys()].filter((other) => {
      const own = other.split(/[/!#]/).at(-1) ?? ''
      return fits === undefined ? own === base : other !== stream && fits.test(own)
    })
    const near = candidates.filter((other) => folderOf(other) === folderOf(stream))
    return near.length > 0 ? near : candidates
  }

  #follow(line: DirectiveFact, owner: string, way: readonly string[]): readonly DirectiveFact[] {
    const found = this.find(line)
    const [name = ''] = line.words
    if (found.length === 0) this.#say(line, `${name}, which it includes, is not among these files`)
    return found.flatMap((other) => {
      if (way.includes(other)) {
        this.#say(line, `it includes ${name}, which includes it again: a server ends there`)
        return []
      }
      this.reached.add(other)
      return this.expand(other, owner, [...way, other])
    })
  }

  #say({place, text}: DirectiveFact, why: string): void {
    const key = `${place.path}:${place.line}`
    if (!this.#said.has(key)) this.unread.push({place, text, why})
    this.#said.add(key)
  }
}

/** In the place of the first directive of a conf all of it, with what it includes. */
function replace(
  facts: readonly Fact[],
  whole: ReadonlyMap<string, readonly DirectiveFact[]>,
  reached: ReadonlySet<string>,
): readonly Fact[] {
  const begun = new Set<string>()
  return facts.flatMap((fact): readonly Fact[] => {
    if (fact.kind !== 'directive') return [fact]
    const own = whole.get(fact.stream)
    if (own === undefined) return reached.has(fact.stream) ? [] : [fact]
    if (begun.has(fact.stream)) return []
    begun.add(fact.stream)
    return own
  })
}

function groupByStream(evidence: readonly Evidence[]): ReadonlyMap<string, readonly DirectiveFact[]> {
  const groups = new Map<string, DirectiveFact[]>()
  for (const {facts} of evidence)
    for (const fact of facts.filter(isDirective)) {
      const own = groups.get(fact.stream)
      if (own === undefined) groups.set(fact.stream, [fact])
      else own.push(fact)
    }
  return groups
}

function isDirective(fact: Fact): fact is DirectiveFact {
  return fact.kind === 'directive'
}

function isInclude({name, words}: DirectiveFact): boolean {
  return name === 'include' && words.length === 1
}

function patternOf(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}

function folderOf(stream: string): string {
  return stream.replace(/[^/!#]*$/, '')
}

function placeIn(path: string, file: string): boolean {
  return path === file || path.startsWith(`${file}#`)
}
