import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {checkCommand} from './architecture/commands.ts'
import {checkFloors} from './architecture/floors.ts'
import {checkImports} from './architecture/imports.ts'
import {readModule, type SourceFile} from './architecture/module.ts'
import {checkPurity} from './architecture/purity.ts'
import {architecture} from './architecture/table.ts'
import {findCycles, findWay} from './architecture/ways.ts'

/** Reads the TypeScript files of a folder, without the unit tests that stand beside their sources. */
export async function readSources(root: string): Promise<readonly SourceFile[]> {
  const names = await readdir(root, {recursive: true})
  return Promise.all(
    names
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .sort()
      .map(async (name) => ({
        path: name.split(path.sep).join('/'),
        source: await readFile(path.join(root, name), 'utf8'),
      })),
  )
}

/** Every breach of the architecture, one sentence each, in the order of the files. */
export function findBreaches(files: readonly SourceFile[], rules = architecture): readonly string[] {
  const modules = files.map(readModule)
  return [
    ...modules.flatMap((module) => [
      ...checkImports(module, rules),
      ...checkFloors(module, rules),
      ...checkPurity(module, rules),
      ...checkCommand(module, rules),
    ]),
    ...findCycles(modules).map((cycle) => `${cycle[0]}: imports itself in a circle: ${cycle.join(' → ')}`),
    ...rules.neverReaches.flatMap(({file, packages}) =>
      packages.flatMap((name) => {
        const way = findWay(modules, file, name)
        return way === undefined ? [] : [`${file}: reaches ${name}: ${way.join(' → ')}`]
      }),
    ),
  ]
}
