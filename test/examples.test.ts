// What is held here: the examples of the README and of the guide work as a stranger would use them, from the package, in a
// fresh folder, with each framework; and they leave nothing behind.
import {execFile} from 'node:child_process'
import {mkdirSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {readExamples} from './support/examples.ts'
import {expect, expectNothingLeft, test} from './support/test.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '..')

/** How the files of an example are run, by how their names end. */
const runners: Readonly<Record<string, (files: readonly string[]) => readonly [string, ...string[]]>> = {
  '.test.ts': () => ['npx', 'vitest', 'run', '--no-file-parallelism'],
  '.jest.mjs': (files) => ['npx', 'jest', '--testMatch', '**/*.jest.mjs', '--runTestsByPath', ...files],
  '.node.mjs': (files) => [process.execPath, '--test', ...files],
  'kill-master.mjs': (files) => [process.execPath, ...files],
}

test('examples for test suites', async ({home}) => {
  const folder = path.join(home, '.examples', 'suite')
  mkdirSync(folder, {recursive: true})
  const pages = ['README.md', 'docs/library.md'].map((page) => path.join(root, page))
  const examples = (await Promise.all(pages.map(readExamples))).flat()
  await Promise.all(examples.map(({file, text}) => writeFile(path.join(folder, file), text)))
  const env = {
    ...process.env,
    REDISLAB_HOME: home,
    NODE_OPTIONS: '--experimental-vm-modules',
    NO_COLOR: '1',
    // Ours, and not of the tests that are run in there.
    VITEST: undefined,
    NODE_ENV: undefined,
    NODE_TEST_CONTEXT: undefined,
  }
  const inFolder = ([file, ...args]: readonly [string, ...string[]]) => run(file, args, {cwd: folder, env})
  const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [{filename}] = JSON.parse((await run('npm', packing, {cwd: root})).stdout)
  await inFolder(['npm', 'init', '-y'])
  await inFolder(['npm', 'install', '--no-audit', '--no-fund', `./${filename}`, 'vitest', 'jest', 'ioredis'])

  const ran: string[] = []
  for (const [ending, command] of Object.entries(runners)) {
    const files = examples.map(({file}) => file).filter((file) => file.endsWith(ending))
    expect(files, ending).not.toEqual([])
    const {stdout, stderr} = await inFolder(command(files))
    const told = stdout + stderr
    if (ending !== 'kill-master.mjs') expect(told).toMatch(/(# fail 0|\d+ passed)/)
    else expect(told).toMatch(/^n[23] took over from n1 after \d+ ms\n/)
    ran.push(...files)
  }
  expect(ran.sort()).toEqual(examples.map(({file}) => file).sort())
  expectNothingLeft(home)
}, 300_000)
