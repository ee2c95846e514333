import {writeFileSync} from 'node:fs'
import path from 'node:path'
import type {Tls} from '../../core/config/access.ts'
import {type TlsFiles, tlsFilesIn} from '../../core/config/files.ts'
import {makeFolder} from '../files/make-folder.ts'

/**
 * Writes the files by which the servers of a deployment speak TLS, and its clients trust them.
 *
 * @param flag `wx` writes over no file
 * @throws Error of the system
 */
export function writeTlsFiles(directory: string, tls: Tls, flag: 'w' | 'wx' = 'w'): TlsFiles {
  const files = tlsFilesIn(directory)
  makeFolder(path.dirname(files.ca))
  for (const name of ['ca', 'certificate', 'key'] as const)
    writeFileSync(files[name], tls[name], {mode: 0o600, flag})
  return files
}
