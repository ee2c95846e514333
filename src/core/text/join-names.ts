/** `n1`, `n1 and n2`, `n1, n2 and n3` */
export function joinNames(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? 'nobody'
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
