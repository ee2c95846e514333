import type {ClockInstance, TimedLine} from './clock-instance.ts'

/** A line, and which instance wrote it: its place in the list of instances. */
export interface Said {
  readonly instance: number
  readonly line: TimedLine
}

/**
 * Two lines of two instances of which the first was written before the second, whatever their clocks show: what the second
 * says had come from what the first says.
 */
export interface CausalPair {
  readonly cause: Said
  readonly effect: Said
}

/** A line that says a cause or an effect, and the words that both have in common. */
export interface Mark extends Said {
  readonly key: string
}

export interface Pairing {
  /**
   * A cause that happens once in the world, such as the birth of a random id: whatever names it is later. Otherwise each effect
   * has one of the causes with its key.
   */
  readonly isBirth?: boolean
  /**
   * What the lines have in common may come again on another day, so lines that are further apart than two clocks can be by
   * their zones are not of one event.
   */
  readonly mayRecur?: boolean
}

/** The most that two zones are apart, -12:00 and +14:00, and an hour of a wrong clock. */
const furthestMs = 27 * 3_600_000

/** Says which lines of causes came before which of effects. Where a key has several lines, the bound that always holds is taken. */
export function pairUp(
  causes: readonly Mark[],
  effects: readonly Mark[],
  {isBirth = false, mayRecur = false}: Pairing = {},
): readonly CausalPair[] {
  const firstCauses = pick(causes, (a, b) => a.line.at < b.line.at)
  const tellingEffects = pick(effects, (a, b) => (isBirth ? a.line.at < b.line.at : a.line.at > b.line.at))
  return [...firstCauses].flatMap(([key, ofKey]) =>
    [...ofKey.values()].flatMap((cause) =>
      [...(tellingEffects.get(key)?.values() ?? [])]
        .filter((effect) => effect.instance !== cause.instance)
        .filter((effect) => !mayRecur || areNear(cause, effect))
        .map((effect) => ({cause, effect})),
    ),
  )
}

/** Whether lines are so near to each other that they can be of one event: see `mayRecur`. */
export function areNear(a: Said, b: Said): boolean {
  return Math.abs(a.line.at - b.line.at) <= furthestMs
}

/** Of each key and instance the mark that comes before the others. */
function pick(
  marks: readonly Mark[],
  isBefore: (a: Mark, b: Mark) => boolean,
): ReadonlyMap<string, ReadonlyMap<number, Mark>> {
  const picked = new Map<string, Map<number, Mark>>()
  for (const mark of marks) {
    const ofKey = picked.get(mark.key) ?? new Map<number, Mark>()
    picked.set(mark.key, ofKey)
    const other = ofKey.get(mark.instance)
    if (other === undefined || isBefore(mark, other)) ofKey.set(mark.instance, mark)
  }
  return picked
}

/** Reads the marks of all instances, line by line. */
export function marksOf(
  instances: readonly ClockInstance[],
  read: (line: TimedLine, instance: ClockInstance) => string | readonly string[] | undefined,
): readonly Mark[] {
  return instances.flatMap((it, instance) =>
    it.lines.flatMap((line) => {
      const keys = read(line, it)
      return (keys === undefined ? [] : [keys].flat()).map((key) => ({instance, line, key}))
    }),
  )
}

/** A field of a recognised line, as text. */
export function fieldOf({event}: TimedLine, name: string): string {
  return String(event?.fields[name] ?? '')
}
