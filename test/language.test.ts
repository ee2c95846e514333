// Hypothesis: nothing that users read has a phrase of the list below; each has a plainer one next to it.
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {parse} from 'yaml'
import {errorTable} from '../src/core/errors/errors.ts'

const repository = path.join(import.meta.dirname, '..')

/** Phrases that readers stumble over, and what to write instead. Case does not count. */
const phrases: readonly {readonly phrase: RegExp; readonly write: string}[] = [
  {phrase: /\bunless told\b/, write: '[default: …], or "by default"'},
  {
    // A server may be told to do something, which is a command; two things may be told apart.
    phrase: /\b(?:is|are|was|were|be|been|being|not|only) told\b(?! (?:to|apart)\b)/,
    write: 'is printed, is reported, gets, learns',
  },
  {phrase: /\btold of\b/, write: 'knows, lists, reports'},
  {phrase: /\bwhoever\b/, write: 'a client that, a user who, anyone who'},
  {phrase: /\bwhom\b/, write: 'which instance, the clients that'},
  {phrase: /\banew\b/, write: 'again'},
  {phrase: /\bas new\b/, write: 'restored'},
  {phrase: /\bso long\b(?! as\b)/, write: 'that long, for N seconds'},
  {phrase: /\bso many\b/, write: 'that many, N'},
  {phrase: /(?<!\bas )\bof now\b/, write: 'current'},
  {phrase: /\bwhat(?:ever)? (?:came|comes|became|becomes) of\b/, write: 'the outcome, what happens to'},
  {phrase: /\bin the hands of\b/, write: 'used by'},
  {phrase: /\bmend(?:s|ed|ing)?\b/, write: 'fix'},
  {phrase: /\bby way of\b/, write: 'through'},
  {phrase: /\bshall\b/, write: 'must, will, should'},
  {phrase: /\bwithout it:/, write: '[default: …]'},
  {phrase: /\b(?:is|are) there already\b/, write: 'already exists'},
  {phrase: /\bnobody\b/, write: 'no instance, no client, none'},
  {phrase: /\bbeside\b/, write: 'next to, in addition to, compared with'},
  {
    phrase: /\bsuch as (?:`[^`]*`|"[^"]*"|\[[^\]]*\]\([^)]*\)|[^\s,;:.`"]+)(?=[.;:)]|$)/,
    write: '(example: …), where there is one example only',
  },
]

/** Sources that still have some, to be emptied: their words come from src. */
const pending: readonly string[] = []

test('nothing that users read has a phrase that has a plainer one', async () => {
  const found = (await readSources())
    .filter(({source}) => !pending.includes(source))
    .flatMap(({source, text}) => findPhrases(text).map((finding) => `${source}: ${finding}`))
  expect(found).toEqual([])
})

test('no source and no decision has those that stop every reader, not even in a comment', async () => {
  const strict =
    /\b(?:anew|mend(?:s|ed|ing)?|unless told(?! (?:the|of|to)\b)|told of by|is told of|whoever|(?<!\bas )of now|by way of|in the hands of|what(?:ever)? (?:came|comes|became|becomes) of)\b/gi
  const folders = await Promise.all(
    ['src', 'docs/decisions'].map(async (folder) =>
      (await readdir(path.join(repository, folder), {recursive: true})).map((name) => `${folder}/${name}`),
    ),
  )
  const files = folders.flat().filter((name) => /\.(?:ts|md)$/.test(name))
  expect(files.length).toBeGreaterThan(500)
  const found = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(path.join(repository, name), 'utf8')
      return [...text.replaceAll(/\s+[*/]*\s*/g, ' ').matchAll(strict)].map(([words]) => `${name}: ${words}`)
    }),
  )
  expect(found.flat()).toEqual([])
})

test('the list finds what it is for, and leaves alone what is plain', () => {
  expect(findPhrases('It runs\nunless told otherwise.')).toEqual([
    '"It runs unless told otherwise." → [default: …], or "by default"',
  ])
  expect(findPhrases('A topology such as `1m2r3s`.')).toHaveLength(1)
  expect(
    findPhrases('Errors such as NOAUTH or MISCONF, as long as it is told to wait; so long as it runs.'),
  ).toEqual([])
})

interface Source {
  readonly source: string
  readonly text: string
}

async function readSources(): Promise<readonly Source[]> {
  return (await Promise.all([readPages(), readLabTexts(), readManifestTexts(), readErrorTexts()])).flat()
}

async function readPages(): Promise<readonly Source[]> {
  const docs = await readdir(path.join(repository, 'docs'), {recursive: true})
  const pages = [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'examples/README.md',
    ...docs
      .filter((name) => name.endsWith('.md') && !name.startsWith(`decisions${path.sep}`))
      .map((name) => `docs/${name}`),
  ]
  return Promise.all(
    pages.map(async (source) => {
      const page = await readFile(path.join(repository, source), 'utf8')
      // What redislab printed is quoted word for word.
      return {source, text: page.replaceAll(/^```console$.*?^```$/gms, '')}
    }),
  )
}

async function readLabTexts(): Promise<readonly Source[]> {
  const files = (await readdir(path.join(repository, 'labs'))).filter((name) => name.endsWith('.yaml'))
  const texts = await Promise.all(
    files.map(async (name) => {
      const lab: unknown = parse(await readFile(path.join(repository, 'labs', name), 'utf8'))
      return textsUnder(lab, ['title', 'about', 'text', 'because', 'say']).map((text) => ({
        source: `labs/${name}`,
        text,
      }))
    }),
  )
  return texts.flat()
}

/** The words of `--help`. */
async function readManifestTexts(): Promise<readonly Source[]> {
  const source = 'oclif.manifest.json'
  const manifest: unknown = JSON.parse(await readFile(path.join(repository, source), 'utf8'))
  return textsUnder(manifest, ['summary', 'description', 'examples']).map((text) => ({source, text}))
}

async function readErrorTexts(): Promise<readonly Source[]> {
  return Object.values(errorTable).map(({means}) => ({source: 'src/core/errors/errors.ts', text: means}))
}

/** The strings below these keys, at any depth. */
function textsUnder(value: unknown, keys: readonly string[], isText = false): readonly string[] {
  if (typeof value === 'string') return isText ? [value] : []
  if (Array.isArray(value)) return value.flatMap((each) => textsUnder(each, keys, isText))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => textsUnder(each, keys, isText || keys.includes(key)))
}

function findPhrases(text: string): readonly string[] {
  const line = text.replaceAll(/\s+/g, ' ')
  return phrases.flatMap(({phrase, write}) =>
    [...line.matchAll(new RegExp(phrase, 'gi'))].map(({index, 0: words}) => {
      const around = line.slice(Math.max(0, index - 40), index + words.length + 40).trim()
      return `"${around}" → ${write}`
    }),
  )
}
