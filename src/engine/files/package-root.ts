import {existsSync} from 'node:fs'
import path from 'node:path'

/** The folder of the package: the nearest one above this file, here or in a bundle, that holds a package.json. */
export const packageRoot = findPackageRoot(import.meta.dirname)

function findPackageRoot(folder: string): string {
  const above = path.dirname(folder)
  return above === folder || existsSync(path.join(folder, 'package.json')) ? folder : findPackageRoot(above)
}
