// What a stranger meets first: the addresses of the project, the workflows, the forms for issues, and what a release checks. A
// mistake in any of these is seen only on GitHub, so they are held here.
import {execFile} from 'node:child_process'
import {existsSync} from 'node:fs'
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {promisify} from 'node:util'
import {describe, expect, test} from 'vitest'
import {parseDocument} from 'yaml'
import {z} from 'zod'

const repository = path.join(import.meta.dirname, '..')
const read = (file: string) => readFile(path.join(repository, file), 'utf8')

interface PackageFile {
  readonly version: string
  readonly engines: {readonly node: string}
  readonly repository: {readonly type: string; readonly url: string}
  readonly homepage: string
  readonly bugs: {readonly url: string}
  readonly scripts: Readonly<Record<string, string>>
}

const manifest: PackageFile = JSON.parse(await read('package.json'))
const address = /^git\+(https:\/\/github\.com\/[\w-]+\/[\w-]+)\.git$/.exec(manifest.repository.url)?.[1] ?? ''
const forms = (await readdir(path.join(repository, '.github'), {recursive: true})).filter((name) =>
  name.endsWith('.yml'),
)

describe('the address of the project', () => {
  test('is the same wherever package.json names it', () => {
    expect(address).not.toBe('')
    expect(manifest.repository.type).toBe('git')
    expect(manifest.homepage).toBe(`${address}#readme`)
    expect(manifest.bugs.url).toBe(`${address}/issues`)
  })

  test('is the one that the pages and forms link to', async () => {
    const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...forms.map((name) => `.github/${name}`)]
    const texts = await Promise.all(pages.map(read))
    const links = texts.flatMap((text) => text.match(/https:\/\/github\.com\/[\w-]+\/redislab/g) ?? [])
    expect(links.length).toBeGreaterThan(0)
    expect(new Set(links)).toEqual(new Set([address]))
  })
})

interface Workflow {
  readonly on: unknown
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

interface Job {
  readonly 'runs-on': string
  readonly needs?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly strategy?: {readonly matrix: Readonly<Record<string, readonly unknown[]>>}
  readonly steps: readonly {readonly run?: string; readonly uses?: string}[]
}

const commandsOf = ({steps}: Job) => steps.flatMap(({run}) => run?.trim().split('\n') ?? [])

async function readYaml<T>(file: string): Promise<T> {
  const document = parseDocument(await read(file), {uniqueKeys: true})
  expect([...document.errors, ...document.warnings], file).toEqual([])
  return document.toJS() as T
}

const readWorkflow = (name: string) => readYaml<Workflow>(`.github/workflows/${name}.yml`)

describe('the files for GitHub', () => {
  test.each(forms)('%s is YAML', async (name) => {
    expect(await readYaml(`.github/${name}`)).toBeInstanceOf(Object)
  })

  test.each(['test', 'release'])('the workflow %s runs what is there', async (name) => {
    const {jobs, permissions} = await readWorkflow(name)
    expect(permissions).toEqual({contents: 'read'})
    for (const job of Object.values(jobs)) {
      const commands = commandsOf(job)
      expect(commands.length).toBeGreaterThan(1)
      const scripts = commands.flatMap(
        (command) => /^npm (?:run )?(test\S*|build|check)$/.exec(command)?.[1] ?? [],
      )
      expect(scripts.filter((script) => manifest.scripts[script] === undefined)).toEqual([])
      const files = commands.flatMap((command) => /^node (\S+)/.exec(command)?.[1] ?? [])
      expect(files.filter((file) => !existsSync(path.join(repository, file)))).toEqual([])
      const words = commands.flatMap((command) => /^node bin\/run\.js (\S+)/.exec(command)?.[1] ?? [])
      const isCommand = (word: string) =>
        existsSync(path.join(repository, 'src/commands', word)) ||
        existsSync(path.join(repository, 'src/commands', `${word}.ts`))
      expect(words.filter((word) => !isCommand(word))).toEqual([])
    }
  })

  test('each system is tested with each Node and each server, installed by its own package manager', async () => {
    const {jobs} = await readWorkflow('test')
    const nodes = [20, 22, 24]
    const {unit, linux, macos} = jobs
    expect(unit?.strategy?.matrix).toEqual({os: ['ubuntu-latest', 'macos-latest'], node: nodes})
    for (const job of [linux, macos]) {
      expect(job?.strategy?.matrix).toEqual({node: nodes, server: ['redis', 'valkey']})
    }
    const [onLinux = '', onMacos = ''] = [linux, macos].map((job) => job && commandsOf(job).join('\n'))
    expect(onLinux).toContain('apt-get install')
    expect(onLinux).not.toContain('brew')
    expect(onMacos).toContain('brew install')
    expect(onMacos).not.toMatch(/apt-get|systemctl|sudo/)
    const least = Math.min(...nodes)
    expect(manifest.engines.node).toMatch(new RegExp(`^>=${least}\\.`))
  })

  test('a release is checked, tested and signed', async () => {
    const {on, jobs} = await readWorkflow('release')
    expect(on).toEqual({push: {tags: ['v*']}})
    const publish = jobs['publish']
    expect(publish?.permissions).toEqual({contents: 'read', 'id-token': 'write'})
    const commands = publish === undefined ? [] : commandsOf(publish)
    const order = ['node tools/release/check.js', 'npm ci', 'npm test', 'npm publish --provenance'].map(
      (start) => commands.findIndex((command) => command.startsWith(start)),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order).not.toContain(-1)
  })

  test('a report of a bug asks for what it takes to see the bug', async () => {
    interface Form {
      readonly body: readonly {
        readonly type: string
        readonly id?: string
        readonly attributes: {readonly label?: string}
      }[]
    }
    const {body} = await readYaml<Form>('.github/ISSUE_TEMPLATE/bug.yml')
    const questions = body.filter(({type}) => type !== 'markdown')
    expect(new Set(questions.map(({id}) => id)).size).toBe(questions.length)
    const labels = questions.map(({attributes}) => attributes.label)
    expect(labels).toEqual(
      expect.arrayContaining([
        'redislab --version',
        'redislab servers',
        'redislab doctor',
        'redislab timeline --json',
        'The commands, or the lab',
      ]),
    )
  })
})

test('.nvmrc is a Node that the package accepts', async () => {
  expect(Number(await read('.nvmrc'))).toBeGreaterThanOrEqual(Number(manifest.engines.node.match(/\d+/)?.[0]))
})

describe('what CONTRIBUTING.md and SECURITY.md name', () => {
  test.each(['CONTRIBUTING.md', 'SECURITY.md'])('%s: every file and every script is there', async (page) => {
    const text = await read(page)
    const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, words = '']) => words)
    const files = quoted.filter((words) =>
      /^(?:\.github|assembly|bench|bin|docs|labs|src|templates|test|tools|torture)\/[\w./-]*$/.test(words),
    )
    expect(files.filter((file) => !existsSync(path.join(repository, file)))).toEqual([])
    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script)
    expect(scripts.filter((script) => manifest.scripts[script] === undefined)).toEqual([])
  })
})

describe('what keeps a tag from being released', () => {
  const changelog =
    '# Changelog\n\nText.\n\n## 1.2.0\n\n- News.\n\n## 1.1.0 (2026-01-31)\n\n### Fixed\n\n- This.\n'
  const good = {tag: 'v1.2.0', version: '1.2.0', locked: '1.2.0', changelog}

  test.each([
    {release: {}, problems: []},
    {release: {tag: 'v1.1.0', version: '1.1.0', locked: '1.1.0'}, problems: []},
    {release: {tag: '1.2.0'}, problems: [/^The tag is "1\.2\.0"/]},
    {release: {tag: 'v1.3.0'}, problems: [/the tag must be v1\.2\.0\.$/]},
    {release: {locked: '1.1.0'}, problems: [/^package-lock\.json has version 1\.1\.0/]},
    {release: {changelog: '# Changelog\n\n## 1.2.0-rc.1\n\n- x\n'}, problems: [/no section "## 1\.2\.0"/]},
    {release: {changelog: '## 1.2.0 (unreleased)\n\n- x\n'}, problems: [/unreleased: put the date/]},
    {release: {changelog: '## 1.2.0\n\n## 1.1.0\n\n- x\n'}, problems: [/is empty/]},
  ])('$release', async ({release, problems}) => {
    const {findProblems} = await import(path.join(repository, 'tools/release/check.js'))
    const found: readonly string[] = findProblems({...good, ...release})
    expect(found).toEqual(problems.map((problem) => expect.stringMatching(problem)))
  })

  test('the newest section of CHANGELOG.md can be released once it has its date', async () => {
    const {findProblems} = await import(path.join(repository, 'tools/release/check.js'))
    const text = await read('CHANGELOG.md')
    const [, version = ''] = /^## (\S+)/m.exec(text) ?? []
    const dated = text.replace('(unreleased)', '(2026-01-31)')
    expect(findProblems({tag: `v${version}`, version, locked: version, changelog: dated})).toEqual([])
  })
})

/** What these tools read of a devcontainer.json, by the schema of its specification (devcontainers/spec, devContainer.base.schema.json). */
const devcontainer = z.strictObject({
  name: z.string(),
  image: z.string(),
  postCreateCommand: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.string())]),
  customizations: z.strictObject({
    vscode: z.strictObject({extensions: z.array(z.string().regex(/^[\w-]+\.[\w-]+$/))}),
  }),
})

describe('the containers of a contributor and of a user', () => {
  test('the devcontainer has a Node that redislab supports, and makes the clone ready by its own script', async () => {
    const file = devcontainer.parse(JSON.parse(await read('.devcontainer/devcontainer.json')))
    const [, major = '0'] = /node:(\d+)-/.exec(file.image) ?? []
    const [, oldest = '0'] = /(\d+)/.exec(manifest.engines.node) ?? []
    expect(Number(major)).toBeGreaterThanOrEqual(Number(oldest))
    const [, script = ''] = /^sh (\S+)/.exec(String(file.postCreateCommand)) ?? []
    expect(existsSync(path.join(repository, script))).toBe(true)
  })

  test('the image is built from everything that the build reads, and from nothing that is made', async () => {
    const lines = (await read('.dockerignore'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines).toEqual(expect.arrayContaining(['.git', '**/node_modules', 'dist', 'bundle']))
    const wanted = [
      'src',
      'assembly',
      'templates',
      'labs',
      'tools',
      'bin',
      'package.json',
      'package-lock.json',
      'docs',
    ]
    expect(wanted.filter((name) => lines.includes(name) || !existsSync(path.join(repository, name)))).toEqual(
      [],
    )
    // What the image takes over is there to be taken.
    const [, moved = ''] = /mv (.*) \/image/.exec(await read('Dockerfile')) ?? []
    const made = ['bundle', 'oclif.manifest.json']
    const names = moved.split(' ').filter((name) => !made.includes(name))
    expect(names.length).toBeGreaterThan(5)
    expect(names.filter((name) => !existsSync(path.join(repository, name)))).toEqual([])
  })

  test.each([
    [[], 'tini redis-server'],
    [['tini'], 'redis-server'],
    [['redis-server'], 'tini'],
    [['valkey-server'], 'tini'],
    [['valkey-server', 'tini'], undefined],
    [['redis-server', 'tini'], undefined],
  ])('to a base of the image that brings %j is added: %s', async (programs, added) => {
    const [, script = ''] = /\nRUN (command -v[\s\S]*?)\nCOPY /.exec(await read('Dockerfile')) ?? []
    // The programs of the base, and those that would change it: these only say what they were given.
    const folder = await mkdtemp(path.join(os.tmpdir(), 'redislab-base-'))
    try {
      for (const name of [...programs, 'apt-get', 'rm'])
        await writeFile(path.join(folder, name), '#!/bin/sh\necho "$@"\n', {mode: 0o755})
      const {stdout} = await promisify(execFile)('/bin/sh', ['-c', script], {env: {PATH: folder}})
      expect(/--no-install-recommends (.*)/.exec(stdout)?.[1]).toBe(added)
    } finally {
      await rm(folder, {recursive: true})
    }
  })
})
