import type {Module} from './module.ts'

/** One circle for each group of files that import each other, starting at its first file. */
export function findCycles(modules: readonly Module[]): readonly (readonly string[])[] {
  const told = new Set<string>()
  return modules.flatMap(({path: file}) => {
    if (told.has(file)) return []
    const way = findWay(modules, file, file)
    for (const step of way ?? []) told.add(step)
    return way === undefined ? [] : [way]
  })
}

/** The shortest way from a file to another file or a package. */
export function findWay(modules: readonly Module[], from: string, to: string): readonly string[] | undefined {
  const importsOf = new Map(modules.map((module) => [module.path, module.imports]))
  const seen = new Set<string>()
  const ways: (readonly string[])[] = [[from]]
  for (const way of ways) {
    for (const {target} of importsOf.get(way.at(-1) ?? '') ?? []) {
      if (target === to) return [...way, target]
      if (!seen.has(target)) ways.push([...way, target])
      seen.add(target)
    }
  }
  return undefined
}
