import {type Cut, isSameLink, type Link, type LinkPart, type LinkRule, type Shape} from './link.ts'

/** Cuts links, whatever else holds on them. */
export function cutLinks(rules: readonly LinkRule[], links: readonly Link[], cut: Cut): readonly LinkRule[] {
  return links.reduce((all, link) => put(all, {...ruleOf(all, link), cut}), rules)
}

/** Gives links a shape in place of the one they have; a cut stays. */
export function shapeLinks(
  rules: readonly LinkRule[],
  links: readonly Link[],
  shape: Shape,
): readonly LinkRule[] {
  return links.reduce((all, link) => put(all, {...withoutPart(ruleOf(all, link), 'shape'), ...shape}), rules)
}

/** Takes parts of rules away. */
export function healParts(rules: readonly LinkRule[], parts: readonly LinkPart[]): readonly LinkRule[] {
  return parts.reduce((all, part) => put(all, withoutPart(ruleOf(all, part), part.part)), rules)
}

/** What holds at the ends that are named, part by part. */
export function partsAt(rules: readonly LinkRule[], ends: readonly string[]): readonly LinkPart[] {
  return rules
    .filter(({from, to}) => ends.includes(from) || ends.includes(to))
    .flatMap((rule) => partsOf(rule))
}

/** The parts that a rule has. */
export function partsOf(rule: LinkRule): readonly LinkPart[] {
  const {from, to, cut} = rule
  return [
    ...(cut === undefined ? [] : [{from, to, part: 'cut'} as const]),
    ...(isShaped(rule) ? [{from, to, part: 'shape'} as const] : []),
  ]
}

export function isShaped({delayMs, jitterMs, bytesPerSecond}: Shape): boolean {
  return delayMs !== undefined || jitterMs !== undefined || bytesPerSecond !== undefined
}

function ruleOf(rules: readonly LinkRule[], link: Link): LinkRule {
  return rules.find((rule) => isSameLink(rule, link)) ?? {from: link.from, to: link.to}
}

function withoutPart(rule: LinkRule, part: LinkPart['part']): LinkRule {
  if (part === 'shape') {
    const {from, to, cut} = rule
    return {from, to, cut}
  }
  const {cut: _, ...rest} = rule
  return rest
}

/** Replaces the rule of its link; one that says nothing is left out. */
function put(rules: readonly LinkRule[], rule: LinkRule): readonly LinkRule[] {
  const others = rules.filter((other) => !isSameLink(other, rule))
  return rule.cut === undefined && !isShaped(rule) ? others : [...others, rule]
}
