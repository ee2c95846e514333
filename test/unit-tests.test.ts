// What is held here: `npm run test:unit` is quick, since a test next to its source starts no server, no command line and no build.
// Tests that do so are in test/.
import {existsSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, test} from 'vitest'
import {readModule, type SourceFile} from './support/architecture/module.ts'

const repository = path.join(import.meta.dirname, '..')

/** What starts servers or the command line. */
const starters = [
  'src/index.ts',
  'src/testing/index.ts',
  'src/api/start-deployment.ts',
  'src/engine/up/start-deployment.ts',
  'src/load/start-load.ts',
  'src/runner/run-lab.ts',
  'test/support/cli.ts',
  'test/support/test.ts',
]

/** Why a test is not a unit test, one sentence each. What it imports from test/ counts as if it were its own. */
async function findReasons(
  file: string,
  read: (file: string) => Promise<string>,
): Promise<readonly string[]> {
  const reasons: string[] = []
  const seen = new Set([file])
  for (const name of seen) {
    const source = await read(name)
    const {imports} = readModule({path: name, source} satisfies SourceFile)
    const ours = imports.filter(({isOurs, isType}) => isOurs && !isType).map(({target}) => target)
    for (const target of ours) {
      if (starters.includes(target)) reasons.push(`${name} imports ${target}`)
      else if (target.startsWith('test/')) seen.add(target)
    }
    const built = /(?:\.\.\/)+(?:dist|bundle|bin)\/[\w./-]+/.exec(source)?.[0]
    if (built !== undefined) reasons.push(`${name} uses what is built: ${built}`)
  }
  return reasons
}

const readHere = (file: string) => readFile(path.join(repository, file), 'utf8')

test('the starters that are looked for are there', () => {
  expect(starters.filter((file) => !existsSync(path.join(repository, file)))).toEqual([])
})

test('a test next to its source starts nothing', async () => {
  const names = await readdir(path.join(repository, 'src'), {recursive: true})
  const tests = names.filter((name) => name.endsWith('.test.ts')).map((name) => path.posix.join('src', name))
  expect(tests.length).toBeGreaterThan(100)
  const reasons = await Promise.all(tests.map((name) => findReasons(name, readHere)))
  expect(reasons.flat()).toEqual([])
})

test.each<{files: Record<string, string>; reasons: readonly string[]}>([
  {files: {'src/a.test.ts': "import {x} from './a.ts'"}, reasons: []},
  {
    files: {'src/a.test.ts': "import type {Deployment} from './index.ts'"},
    reasons: [],
  },
  {
    files: {'src/a/b.test.ts': "import {test} from '../../test/support/test.ts'"},
    reasons: ['src/a/b.test.ts imports test/support/test.ts'],
  },
  {
    files: {
      'src/a.test.ts': "import {small} from '../test/support/small.ts'",
      'test/support/small.ts': "import {runCli} from './cli.ts'",
    },
    reasons: ['test/support/small.ts imports test/support/cli.ts'],
  },
  {
    files: {'src/a.test.ts': "const bin = new URL('../bin/run.js', import.meta.url)"},
    reasons: ['src/a.test.ts uses what is built: ../bin/run.js'],
  },
])('what starts something is seen: $reasons', async ({files, reasons}) => {
  const [first = ''] = Object.keys(files)
  expect(await findReasons(first, async (file) => files[file] ?? '')).toEqual(reasons)
})
