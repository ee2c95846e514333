import path from 'node:path'
import {pathToFileURL} from 'node:url'

/** The URI of a folder, with a slash at its end. */
export function folderUri(folder: string): string {
  return pathToFileURL(path.join(folder, path.sep)).href
}

/** The URI of a file: relative to a folder where the file is in it. */
export function fileUri(file: string, folder: string): string {
  const whole = pathToFileURL(path.resolve(folder, file)).href
  const base = folderUri(folder)
  return whole.startsWith(base) ? whole.slice(base.length) : whole
}
