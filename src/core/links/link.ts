/** A directed way between two ends: what `from` sends to `to`. An end is an instance by its name, or `clients`. */
export interface Link {
  readonly from: string
  readonly to: string
}

/** The end that stands for every client that is not an instance of the deployment. */
export const clients = 'clients'

/**
 * How a link is cut. `stall`: nothing passes and no end notices, as if a cable had been pulled; a new connection waits.
 * `reset`: connections that are made over it end with a reset, living and new ones. `refuse`: living connections go on,
 * new ones are turned away.
 */
export type Cut = 'stall' | 'reset' | 'refuse'

/** How a link that lets bytes through treats them. */
export interface Shape {
  /** What every byte is late by. */
  readonly delayMs?: number | undefined
  /** The delay varies by up to this much, either way. Bytes never overtake each other. */
  readonly jitterMs?: number | undefined
  readonly bytesPerSecond?: number | undefined
}

/** What holds on one link. A link without a rule lets everything through. */
export interface LinkRule extends Link, Shape {
  readonly cut?: Cut | undefined
}

/** A rule has two parts that come and go apart: whether it is cut, and how it treats what passes. */
export type RulePart = 'cut' | 'shape'

/** One part of the rule of one link. */
export interface LinkPart extends Link {
  readonly part: RulePart
}

export function isSameLink(a: Link, b: Link): boolean {
  return a.from === b.from && a.to === b.to
}

/** Those parts that are not among others. */
export function withoutParts(parts: readonly LinkPart[], others: readonly LinkPart[]): readonly LinkPart[] {
  return parts.filter((part) => !others.some((other) => isSameLink(other, part) && other.part === part.part))
}

/** All links from one set to another, without those of an end to itself. */
export function linksBetween(from: readonly string[], to: readonly string[]): readonly Link[] {
  return from.flatMap((source) =>
    to.filter((target) => target !== source).map((target) => ({from: source, to: target})),
  )
}
