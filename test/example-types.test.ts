// Hypotheses: every example of the pages and of examples/ is correct for the compiler that a reader has in the editor; and
// this test sees one that is not.
import {execFile} from 'node:child_process'
import {cp, mkdir, readdir, symlink, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {describe, expect, test} from 'vitest'
import {type Example, readExamples} from './support/examples.ts'
import {makeTemporaryFolder} from './support/temporary-folder.ts'

const root = path.resolve(import.meta.dirname, '..')

/** What a reader's project has; the examples in JavaScript are checked as an editor does. */
const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  module: 'nodenext',
  strict: true,
  noImplicitAny: false,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  types: ['node'],
  skipLibCheck: true,
  noEmit: true,
  allowJs: true,
  checkJs: true,
  paths: {
    redislab: [path.join(root, 'bundle/types/index.d.ts')],
    'redislab/testing': [path.join(root, 'bundle/types/testing/index.d.ts')],
  },
}

describe('the compiler', () => {
  test('finds no mistake in the examples of the pages', async () => {
    const pages = ['README.md', ...(await readdir(path.join(root, 'docs'))).map((name) => `docs/${name}`)]
    const examples = await Promise.all(
      pages.filter((page) => page.endsWith('.md')).map((page) => readExamples(path.join(root, page))),
    )
    const scripts = examples.flat().filter(({file}) => /\.m?[jt]s$/.test(file))
    expect(scripts.length).toBeGreaterThan(6)
    expect(await compile((place) => writeAll(place, scripts))).toBe('')
  })

  test('finds no mistake in examples/', async () => {
    const copyAll = (place: string) => cp(path.join(root, 'examples'), place, {recursive: true})
    // Plain JavaScript, which takes what stands in the environment for text.
    expect(await compile(copyAll, {strict: false, exactOptionalPropertyTypes: false})).toBe('')
  })

  test('knows what each kind of load reports', async () => {
    const text = `import {startDeployment} from 'redislab'
const deployment = await startDeployment('1m')
const writer = await deployment.startLoad({kind: 'acked-writes'})
export const lost: number | null = (await writer.stop()).lost
const reader = await deployment.startLoad({kind: 'reads'})
export const missing: number = (await reader.stop()).missing
`
    expect(await compile((place) => writeAll(place, [{file: 'kinds.mts', text}]))).toBe('')
    const wrong = text.replace('.missing', '.lost')
    const told = await compile((place) => writeAll(place, [{file: 'kinds.mts', text: wrong}]))
    expect(told).toContain("Property 'lost' does not exist")
  })
})

async function writeAll(place: string, examples: readonly Example[]): Promise<void> {
  await Promise.all(examples.map(({file, text}) => writeFile(path.join(place, file), text)))
}

/** @returns what the compiler says: nothing when all is well */
async function compile(fill: (place: string) => Promise<void>, less: object = {}): Promise<string> {
  await using folder = await makeTemporaryFolder()
  const place = (name: string) => path.join(folder.path, name)
  await mkdir(place('examples'))
  await symlink(path.join(root, 'node_modules'), place('node_modules'))
  await writeFile(place('package.json'), '{"type": "module"}')
  const config = {compilerOptions: {...compilerOptions, ...less}, include: ['.']}
  await writeFile(place('tsconfig.json'), JSON.stringify(config))
  // Jest is installed where the examples are run.
  await writeFile(place('jest.d.ts'), "declare module '@jest/globals'\n")
  await fill(place('examples'))
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
  const {stdout} = await promisify(execFile)(process.execPath, [compiler, '-p', folder.path]).catch(
    (error: {stdout: string}) => error,
  )
  return stdout
}
