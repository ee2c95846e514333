import {lstat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Access} from '../../core/config/access.ts'
import {aclFile, filesOf, tlsFilesIn} from '../../core/config/files.ts'
import type {Templates} from '../../core/config/render.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ServerVersion} from '../../core/redis/server-version.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {writeTlsFiles} from '../certificates/write-tls-files.ts'
import {makeFolder} from '../files/make-folder.ts'
import {whyNot} from '../files/plain-file.ts'
import {makeConfs} from '../instances/make-confs.ts'

export interface RenderedFile {
  readonly instance: string
  readonly file: string
}

/**
 * Writes the conf files of a plan below a folder, a folder an instance, as `up` would, and starts nothing. Files that
 * exist are never written over, and links are not followed.
 *
 * @throws RedislabError TEMPLATE_INVALID, OPTION_INVALID when a file exists, PERMISSION_DENIED
 */
export async function renderTo(
  folder: string,
  plan: Plan,
  templates: Templates,
  {access, server}: {readonly access: Access; readonly server?: ServerVersion | undefined},
): Promise<readonly RenderedFile[]> {
  const {tls, acl} = access
  const confs = await makeConfs(plan, templates, {
    directoryOf: ({name}) => path.resolve(folder, name),
    access,
    server,
    tls: tls === undefined ? undefined : tlsFilesIn(path.resolve(folder)),
  })
  const files = confs.map((conf) => ({...conf, file: path.join(conf.directory, filesOf(conf.instance).conf)}))
  for (const {instance, directory, file, text} of files) {
    try {
      makeFolder(directory)
      if (!(await lstat(directory)).isDirectory()) throw Object.assign(new Error('a link'), {code: 'ELOOP'})
      await writeFile(file, text, {mode: 0o600, flag: 'wx'})
      if (acl !== undefined && instance.kind === 'redis')
        await writeFile(path.join(directory, aclFile), acl.file, {mode: 0o600, flag: 'wx'})
    } catch (error) {
      throw unwritten(file, error)
    }
  }
  if (tls !== undefined) {
    try {
      writeTlsFiles(path.resolve(folder), tls, 'wx')
    } catch (error) {
      throw unwritten(tlsFilesIn(path.resolve(folder)).ca, error)
    }
  }
  return files.map(({instance, file}) => ({instance: instance.name, file}))
}

/** What went wrong when a file was written, as a user is told it. */
export function unwritten(file: string, cause: unknown): unknown {
  const {code} = cause as NodeJS.ErrnoException
  if (code === 'EEXIST') {
    return new RedislabError('OPTION_INVALID', `${file} exists already, and is not written over.`, {
      suggestions: ['Choose an empty folder with --out.'],
      cause,
    })
  }
  if (code !== undefined) {
    return new RedislabError(
      'PERMISSION_DENIED',
      `${file} cannot be written: ${code === 'ELOOP' ? `${path.dirname(file)} is a symbolic link` : whyNot(cause)}.`,
      {
        suggestions: ['Choose a folder that you can write with --out.'],
        cause,
      },
    )
  }
  return cause
}
