import {writeFileSync} from 'node:fs'
import {readFile, stat} from 'node:fs/promises'
import path from 'node:path'
import type {Templates} from '../../core/config/render.ts'
import type {Template} from '../../core/config/template.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {makeFolder} from './make-folder.ts'
import {packageRoot} from './package-root.ts'
import {readPlainFile, whyNot} from './plain-file.ts'

/** The templates that redislab ships. */
export const shippedTemplates = path.join(packageRoot, 'templates')

/**
 * Reads redis.conf and sentinel.conf from a folder. A file that a user's folder lacks is taken from ours.
 *
 * @throws RedislabError TEMPLATE_INVALID when the folder has neither or a file cannot be read
 */
export async function readTemplates(folder?: string): Promise<Templates> {
  const [redis, sentinel] = await Promise.all([
    readOne(folder, 'redis.conf'),
    readOne(folder, 'sentinel.conf'),
  ])
  if (folder !== undefined && redis === undefined && sentinel === undefined) {
    throw new RedislabError('TEMPLATE_INVALID', `${folder} holds neither a redis.conf nor a sentinel.conf.`, {
      suggestions: [`Start from the shipped ones: cp ${shippedTemplates}/*.conf ${folder}/`],
      details: {path: folder},
    })
  }
  return {
    redis: redis ?? (await requireOne('redis.conf')),
    sentinel: sentinel ?? (await requireOne('sentinel.conf')),
  }
}

/** Where a run directory keeps the templates that its conf files were made from. */
const keptIn = path.join('rendered', 'templates')

/** Keeps the templates that the conf files of a deployment are made from. */
export function keepTemplates(directory: string, {redis, sentinel}: Templates): void {
  const folder = path.join(directory, keptIn)
  makeFolder(folder)
  writeFileSync(path.join(folder, 'redis.conf'), redis.text, {mode: 0o600})
  writeFileSync(path.join(folder, 'sentinel.conf'), sentinel.text, {mode: 0o600})
}

/** The templates that a deployment was made from; of one that kept none, the shipped ones. */
export async function keptTemplates(directory: string): Promise<Templates> {
  const folder = path.join(directory, keptIn)
  const isKept = await stat(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
  return isKept ? readTemplates(folder) : readTemplates()
}

/** Redis's own redis.conf has a hundred thousand. */
const mostBytes = 2_000_000

async function readOne(folder: string | undefined, name: string): Promise<Template | undefined> {
  if (folder === undefined) return requireOne(name)
  const file = path.join(folder, name)
  try {
    return {file, text: await readPlainFile(file, {followsLinks: true, mostBytes})}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new RedislabError('TEMPLATE_INVALID', `${file} cannot be read: ${whyNot(error)}.`, {
      details: {path: file},
      cause: error,
    })
  }
}

async function requireOne(name: string): Promise<Template> {
  const file = path.join(shippedTemplates, name)
  return {file, text: await readFile(file, 'utf8')}
}
