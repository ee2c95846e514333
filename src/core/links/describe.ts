import {formatDuration} from '../time/duration.ts'
import type {Cut, LinkRule, Shape} from './link.ts'

/** Links that are treated alike, told as one: from each of these to each of those, or both ways. */
export interface LinkGroup {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly bothWays: boolean
  readonly cut?: Cut | undefined
  /** What holds, in words: `cut`, `200 ms ± 50 ms late`. */
  readonly text: string
}

export const cutWords = {
  stall: 'cut',
  reset: 'reset',
  refuse: 'refuses new connections',
} as const satisfies Record<Cut, string>

/** Folds rules into as few sentences as a person would say them in. */
export function groupRules(rules: readonly LinkRule[]): readonly LinkGroup[] {
  return [...groupByText(rules)].flatMap(([text, same]) => groupSame(text, same))
}

function groupByText(rules: readonly LinkRule[]): ReadonlyMap<string, LinkRule[]> {
  const byText = new Map<string, LinkRule[]>()
  for (const rule of rules) {
    const text = describeRule(rule)
    byText.set(text, [...(byText.get(text) ?? []), rule])
  }
  return byText
}

interface Bundle {
  readonly from: string[]
  readonly to: readonly string[]
}

function groupSame(text: string, rules: readonly LinkRule[]): readonly LinkGroup[] {
  const cut = rules[0]?.cut
  const bundles: Bundle[] = []
  for (const source of new Set(rules.map(({from}) => from))) {
    const to = rules.filter(({from}) => from === source).map((rule) => rule.to)
    const same = bundles.find((bundle) => isSameSet(bundle.to, to))
    if (same === undefined) bundles.push({from: [source], to})
    else same.from.push(source)
  }
  const told = new Set<Bundle>()
  return bundles.flatMap((bundle) => {
    if (told.has(bundle)) return []
    const back = bundles.find(
      (other) => !told.has(other) && isSameSet(other.from, bundle.to) && isSameSet(other.to, bundle.from),
    )
    told.add(bundle)
    if (back !== undefined) told.add(back)
    return [{...bundle, bothWays: back !== undefined, text, cut}]
  })
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name))
}

export function describeRule({cut, ...shape}: LinkRule): string {
  const words = describeShape(shape)
  return [...(cut === undefined ? [] : [cutWords[cut]]), ...(words === '' ? [] : [words])].join(', ')
}

/** `200 ms ± 50 ms late, 1 MB/s`. */
export function describeShape({delayMs, jitterMs, bytesPerSecond}: Shape): string {
  const jitter = jitterMs === undefined ? '' : ` ± ${formatDuration(jitterMs)}`
  return [
    ...(delayMs === undefined && jitterMs === undefined
      ? []
      : [`${formatDuration(delayMs ?? 0)}${jitter} late`]),
    ...(bytesPerSecond === undefined ? [] : [formatBandwidth(bytesPerSecond)]),
  ].join(', ')
}

function formatBandwidth(bytesPerSecond: number): string {
  const units = ['B/s', 'kB/s', 'MB/s', 'GB/s']
  const power = bytesPerSecond < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytesPerSecond) / 3))
  return `${Number((bytesPerSecond / 1000 ** power).toFixed(1))} ${units[power]}`
}
