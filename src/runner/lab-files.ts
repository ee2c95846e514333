import {readdir} from 'node:fs/promises'
import path from 'node:path'
import {parse} from 'yaml'
import {RedislabError} from '../core/errors/errors.ts'
import {isError} from '../core/errors/is-error.ts'
import type {Lab} from '../core/lab/lab.ts'
import type {Language} from '../core/lab/languages.ts'
import {parseLab} from '../core/lab/parse-lab.ts'
import {topics} from '../core/lab/topics.ts'
import {type Dictionary, translateWith} from '../core/lab/translate.ts'
import {findNearest} from '../core/text/nearest.ts'
import {shorten} from '../core/text/shorten.ts'
import {packageRoot} from '../engine/files/package-root.ts'
import {readPlainFile, whyNot} from '../engine/files/plain-file.ts'

export const shippedLabs = path.join(packageRoot, 'labs')

export interface ReadLabOptions {
  /** Texts for people in this language, where there are any beside the lab: `zh/NAME.yaml`. @default 'en' */
  readonly language?: Language | undefined
}

/** The names of the labs that come with redislab. */
export async function listLabNames(): Promise<readonly string[]> {
  const files = await readdir(shippedLabs)
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -5))
    .sort()
}

/** The labs that come with redislab, by topic. */
export async function readShippedLabs(options: ReadLabOptions = {}): Promise<readonly Lab[]> {
  const names = await listLabNames()
  const labs = await Promise.all(
    names.map((name) => readLabFile(path.join(shippedLabs, `${name}.yaml`), options)),
  )
  return labs.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/**
 * Reads a lab by its name, or from a file.
 *
 * @throws RedislabError LAB_NOT_FOUND, LAB_INVALID, STATE_UNREADABLE when the file cannot be read
 */
export async function readLab(nameOrFile: string, options: ReadLabOptions = {}): Promise<Lab> {
  if (/\.ya?ml$/.test(nameOrFile) || /[/\\]/.test(nameOrFile)) return readLabFile(nameOrFile, options)
  const names = await listLabNames()
  if (names.includes(nameOrFile)) return readLabFile(path.join(shippedLabs, `${nameOrFile}.yaml`), options)
  const nearest = findNearest(nameOrFile, names)
  throw new RedislabError('LAB_NOT_FOUND', `There is no lab named "${shorten(nameOrFile)}".`, {
    suggestions: [
      ...(nearest === undefined ? [] : [`Did you mean ${nearest}?`]),
      'See what there is: redislab lab list',
      'A lab of your own is named by its file: redislab lab run ./mine.yaml',
    ],
  })
}

async function readLabFile(file: string, {language = 'en'}: ReadLabOptions): Promise<Lab> {
  const lab = parseLab(await readText(file), path.relative('', file))
  if (language === 'en') return lab
  const dictionary = await readDictionary(path.join(path.dirname(file), language, path.basename(file)))
  return translateWith(lab, dictionary)
}

const mostBytes = 2_000_000

async function readText(file: string): Promise<string> {
  try {
    return await readPlainFile(file, {followsLinks: true, mostBytes, isStrict: true})
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR'
    throw unreadable(file, isMissing ? 'there is no such file' : whyNot(error), error)
  }
}

function unreadable(file: string, why: string, cause: unknown): RedislabError {
  return new RedislabError('LAB_NOT_FOUND', `The lab ${shorten(file)} cannot be read: ${why}.`, {
    suggestions: ['See what there is: redislab lab list', 'A starting point: redislab lab new NAME'],
    cause,
  })
}

/** A lab need not be translated, nor all of it. */
async function readDictionary(file: string): Promise<Dictionary> {
  let text: string
  try {
    text = await readPlainFile(file, {followsLinks: true, mostBytes})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw unreadable(file, whyNot(error), error)
  }
  try {
    return (parse(text, {maxAliasCount: 0, logLevel: 'error'}) ?? {}) as Dictionary
  } catch (error) {
    throw unreadable(file, `it is not YAML: ${isError(error) ? error.message.split('\n')[0] : error}`, error)
  }
}

/** In the order of the topics, then of the alphabet; those without a topic last. */
function placeOf({topic}: Lab): number {
  return topic === undefined ? topics.length : topics.indexOf(topic)
}
