import {existsSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {contractJsonSchema} from '../src/core/contract/schemas/json-schema.ts'
import {allRules} from '../src/core/diagnosis/all-rules.ts'
import {readShippedLabs} from '../src/runner/lab-files.ts'
import {renderErrors} from './errors/render-page.ts'

const repository = path.join(import.meta.dirname, '..')

test('docs/errors.md says what the tables of errors say (npm run docs:errors writes it)', async () => {
  await expect(renderErrors()).toMatchFileSnapshot('../docs/errors.md')
})

test('docs/commands.md says what the commands say (npm run docs:commands writes it)', async () => {
  const {readManifest, renderCommands} = await import(path.join(repository, 'tools/docs/commands.js'))
  const page = await readFile(path.join(repository, 'docs/commands.md'), 'utf8')
  expect(page).toBe(renderCommands(await readManifest()))
})

test('docs/json.schema.json says what the contract says (npm run docs:contract writes it)', async () => {
  const written = await readFile(path.join(repository, 'docs/json.schema.json'), 'utf8')
  expect(written).toBe(`${JSON.stringify(contractJsonSchema(), null, 2)}\n`)
})

test('docs/api.md says what the sources say (npm run docs:api writes it)', async () => {
  const {renderApi} = await import(path.join(repository, 'tools/docs/api.js'))
  const page: string = await readFile(path.join(repository, 'docs/api.md'), 'utf8')
  expect(page).toBe(await renderApi())
  const documented = [
    '### kill\n',
    '### awaitFailover\n',
    'downAfterMs?: number',
    'interface AckedWritesFindings',
  ]
  expect(documented.filter((text) => !page.includes(text))).toEqual([])
})

test('docs/architecture.md draws what the sources import (npm run docs:architecture writes it)', async () => {
  const {renderArchitecture} = await import(path.join(repository, 'tools/docs/architecture.js'))
  const page = await readFile(path.join(repository, 'docs/architecture.md'), 'utf8')
  expect(page).toBe(await renderArchitecture())
})

test('docs/rules.md says what the rules say (npm run docs:rules writes it)', async () => {
  const {renderRules} = await import(path.join(repository, 'tools/docs/rules.js'))
  const page: string = await readFile(path.join(repository, 'docs/rules.md'), 'utf8')
  expect(page).toBe(await renderRules())
  expect([...page.matchAll(/^\| `/gm)].length).toBe(allRules.length)
})

test('docs/architecture.md names files that are there', async () => {
  const page = await readFile(path.join(repository, 'docs/architecture.md'), 'utf8')
  const files = [...page.matchAll(/`((?:assembly|bin|labs|src|templates|test|tools)\/[^`\n]*)`/g)].map(
    ([, file = '']) => file,
  )
  expect(files.length).toBeGreaterThan(30)
  expect(files.filter((file) => !existsSync(path.join(repository, file)))).toEqual([])
})

test('docs/failovers.md says what was measured last (npm run docs:failovers writes it)', async () => {
  const {readMeasured, renderFailovers} = await import(path.join(repository, 'tools/docs/failovers.js'))
  const page = await readFile(path.join(repository, 'docs/failovers.md'), 'utf8')
  expect(page).toBe(renderFailovers(await readMeasured()))
})

test('docs/performance.md says what the newest results of the bench say (npm run docs:performance writes it)', async () => {
  const {renderPerformance} = await import(path.join(repository, 'tools/docs/performance.js'))
  const page = await readFile(path.join(repository, 'docs/performance.md'), 'utf8')
  expect(page).toBe(await renderPerformance())
})

test('docs/clients.md says what the kept results of certify say (npm run docs:clients writes it)', async () => {
  const {readCertificates, renderClients} = await import(path.join(repository, 'tools/docs/clients.js'))
  const page = await readFile(path.join(repository, 'docs/clients.md'), 'utf8')
  expect(page).toBe(renderClients(await readCertificates()))
})

test.each([
  ['one run is told', 'p', 'p', undefined],
  ['the last failure', 'pfFp', 'F', {times: 2, of: 4}],
  ['else the last success, not a run that was skipped', 'pPs', 'P', undefined],
  ['a skipped run does not count', 'sfpss', 'f', {times: 1, of: 2}],
  ['all were skipped', 'sS', 'S', undefined],
])('of a scenario that was run several times, docs/clients.md tells: %s', async (_, letters, told, came) => {
  const {chooseRun} = await import(path.join(repository, 'tools/docs/choose-run.js'))
  const words: Readonly<Record<string, string>> = {p: 'passed', f: 'failed', s: 'skipped'}
  const runs = letters.split('').map((letter) => {
    const outcome = words[letter.toLowerCase()]
    return {letter, outcome, verdict: outcome}
  })
  const {letter, came: times} = chooseRun(runs)
  expect([letter, times]).toEqual([told, came])
})

test('links between the pages lead somewhere', async () => {
  const pages = [
    'README.md',
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'examples/README.md',
    ...(await pagesBelow('docs')),
  ]
  const dead = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(path.join(repository, page), 'utf8')
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '')
      return links
        .filter((link) => !existsSync(path.join(repository, path.dirname(page), link)))
        .map((link) => `${page} → ${link}`)
    }),
  )
  expect(dead.flat()).toEqual([])
})

test('the guide names every command', async () => {
  const files = await readdir(path.join(repository, 'src/commands'), {recursive: true})
  const commands = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.replace(/(\/index)?\.ts$/, '').replaceAll(path.sep, ' '))
  const guide = await readFile(path.join(repository, 'docs/guide.md'), 'utf8')
  expect(commands.filter((command) => !guide.includes(`redislab ${command}`))).toEqual([])
})

test('no page and no script names a command that is not there', async () => {
  const manifest: {commands: Record<string, unknown>} = JSON.parse(
    await readFile(path.join(repository, 'oclif.manifest.json'), 'utf8'),
  )
  const known = new Set(Object.keys(manifest.commands).map((id) => id.split(':')[0]))
  const pages = ['README.md', 'examples/README.md', 'bin/quickstart', ...(await pagesBelow('docs'))]
  const unknown = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(path.join(repository, page), 'utf8')
      // In backquotes or after a prompt; in the script as a command, or as one to try.
      const written = page.endsWith('.md')
        ? /(?:`|\$ |\$\()redislab ([a-z][a-z-]*)/g
        : /^(?:try ')?redislab ([a-z][a-z-]*)/gm
      const named = [...text.matchAll(written)].map((match) => match[1] ?? '')
      return named.filter((command) => !known.has(command)).map((command) => `${page}: redislab ${command}`)
    }),
  )
  expect(unknown.flat()).toEqual([])
})

test('every dependency has its reason', async () => {
  const {
    dependencies,
    devDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(
    await readFile(path.join(repository, 'package.json'), 'utf8'),
  )
  const reasons = await readFile(path.join(repository, 'docs/decisions/0001-dependencies.md'), 'utf8')
  const named = [...reasons.matchAll(/^\| (`.*?) \|/gm)].flatMap(
    (match) => (match[1] ?? '').match(/[^`, ]+/g) ?? [],
  )
  expect(named.sort()).toEqual(Object.keys({...dependencies, ...devDependencies}).sort())
})

test('each promise of docs/security.md names tests that are there', async () => {
  const page = await readFile(path.join(repository, 'docs/security.md'), 'utf8')
  const rows = page.split('\n').filter((line) => /^\| (?!promise|---)/.test(line))
  const files = (await Promise.all(['src', 'test'].map((folder) => testsBelow(folder)))).flat()
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) {
    const named = [...row.matchAll(/`([\w-]+\.test\.ts)`(?:: ([^;,|`]+[^;,|` ]))?/g)]
    expect(named.length, row).toBeGreaterThan(0)
    for (const [, name = '', title = ''] of named) {
      const file = files.find((each) => path.basename(each) === name)
      expect(file, name).toBeDefined()
      expect(await readFile(path.join(repository, file ?? ''), 'utf8'), name).toContain(title)
    }
  }
})

async function testsBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(path.join(repository, folder), {recursive: true})
  return names.filter((name) => name.endsWith('.test.ts')).map((name) => path.join(folder, name))
}

async function pagesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(path.join(repository, folder), {recursive: true})
  return names.filter((name) => name.endsWith('.md')).map((name) => path.join(folder, name))
}

test.each(['en', 'zh'] as const)(
  'the lessons (%s) tell every lab and every claim (npm run docs:lessons writes them)',
  async (language) => {
    const page = await readFile(
      path.join(repository, `docs/lessons${language === 'en' ? '' : '.zh'}.md`),
      'utf8',
    )
    const labs = await readShippedLabs({language})
    const missing = labs.flatMap(({name, title, claims}) => [
      ...(page.includes(`### ${title}\n`) ? [] : [name]),
      ...claims
        .filter(({text}) => !page.includes(`| ${text.trim().replaceAll('|', '\\|')} |`))
        .map(({id}) => `${name}: ${id}`),
    ])
    expect(missing).toEqual([])
  },
)
