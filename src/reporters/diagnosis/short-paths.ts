/**
 * Names for files that fit beside their lines: without the folders that all of them are in.
 *
 * @returns each path with its short name
 */
export function shortenPaths(paths: readonly string[]): ReadonlyMap<string, string> {
  const split = paths.map((path) => path.split('/'))
  const [first = []] = split
  let common = 0
  while (split.every((parts) => parts.length > common + 1 && parts[common] === first[common])) common++
  return new Map(paths.map((path, index) => [path, (split[index] ?? []).slice(common).join('/')]))
}
