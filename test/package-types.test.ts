// Hypotheses: a project that installs the package compiles against it, in both ways in which modules are looked up and with
// nothing skipped; nothing of the engine can be reached by types; and two checkers of packages find no fault with the tarball.
import {execFile} from 'node:child_process'
import {cp, mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {checkPackage, createPackageFromTarballData} from '@arethetypeswrong/core'
import {publint} from 'publint'
import {formatMessage} from 'publint/utils'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {makeTemporaryFolder, type TemporaryFolder} from './support/temporary-folder.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')
const consumer = path.join(root, 'test/fixtures/consumer')

let folder: TemporaryFolder
let tarball: Uint8Array<ArrayBuffer>
const place = (...names: readonly string[]) => path.join(folder.path, ...names)

beforeAll(async () => {
  folder = await makeTemporaryFolder()
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder.path], {
    cwd: root,
  })
  const [{filename}] = JSON.parse(packed.stdout)
  tarball = new Uint8Array(await readFile(place(filename)))
  await mkdir(place('node_modules/redislab'), {recursive: true})
  await run('tar', ['-xzf', place(filename), '--strip-components=1', '-C', place('node_modules/redislab')])
  // What npm would install beside it, and what a project that uses Node has of its own.
  const {dependencies} = JSON.parse(await readFile(place('node_modules/redislab/package.json'), 'utf8'))
  await mkdir(place('node_modules/@types'))
  await mkdir(place('node_modules/@oclif'))
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types'])
    await symlink(path.join(root, 'node_modules', name), place('node_modules', name))
  await writeFile(place('package.json'), '{"type": "module"}')
  await cp(consumer, place('src'), {recursive: true})
}, 60_000)

afterAll(() => folder[Symbol.asyncDispose]())

const strict = {strict: true, skipLibCheck: false, noEmit: true, types: ['node']}

// Its lines with @ts-expect-error show that mistakes are seen.
describe('a project compiles against the package', () => {
  test.concurrent.each([
    ['nodenext', {...strict, target: 'es2022', lib: ['es2022', 'esnext.disposable'], module: 'nodenext'}],
    [
      'bundler',
      {
        ...strict,
        target: 'esnext',
        lib: ['esnext'],
        module: 'esnext',
        moduleResolution: 'bundler',
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
      },
    ],
  ])('%s', async (name, compilerOptions) => {
    expect(await compile(name, compilerOptions)).toBe('')
  })
})

async function compile(name: string, compilerOptions: object): Promise<string> {
  const config = place(`tsconfig.${name}.json`)
  await writeFile(config, JSON.stringify({compilerOptions, files: ['src/app.ts']}))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const {stdout} = await run(process.execPath, [compiler, '-p', config], {cwd: folder.path}).catch(
    (error: {stdout: string}) => error,
  )
  return stdout
}

describe('the declarations', () => {
  test('are those that the entry points reach: nothing of the engine, no record', async () => {
    const types = place('node_modules/redislab/bundle/types')
    const names = (await readdir(types, {recursive: true})).filter((name) => name.endsWith('.ts'))
    expect(names).toEqual(expect.arrayContaining(['index.d.ts', 'testing/index.d.ts']))
    expect(names.filter((name) => /^(engine|cli|commands|reporters|doctor)\//.test(name))).toEqual([])
    const texts = await Promise.all(names.map((name) => readFile(path.join(types, name), 'utf8')))
    expect(texts.filter((text) => /DeploymentRecord|from ['"][^'"]*\.ts['"]/.test(text))).toEqual([])
    const packed = await readdir(place('node_modules/redislab'), {recursive: true})
    expect(packed.filter((name) => name.endsWith('.ts') && !name.startsWith('bundle/types/'))).toEqual([])
  })
})

describe('the tarball', () => {
  test('is without fault for publint', async () => {
    const {messages, pkg} = await publint({
      pack: {tarball: tarball.buffer},
      strict: true,
    })
    expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
  })

  test('has types that resolve, for @arethetypeswrong', async () => {
    // The schema has no types, and Node 10 knows no exports.
    const excludeEntrypoints = ['./schema.json']
    const result = await checkPackage(createPackageFromTarballData(tarball), {excludeEntrypoints})
    if (result.types === false) throw new Error('the package has no types')
    // CommonJS loads an ES module by import(), or by require since Node 20.19: there is nothing else to load.
    const problems = result.problems.filter(({kind}) => kind !== 'CJSResolvesToESM')
    expect(problems).toEqual([])
  })
})
