// Hypotheses: what was compiled once is not compiled again; compiled code is read only from a folder that is the user's own and
// closed to others; nothing is left in somebody else's home; what V8 refuses is compiled from its source.
import {execFileSync} from 'node:child_process'
import {chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {expect, test} from 'vitest'
import {makeTemporaryFolder} from '../support/temporary-folder.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

function printVersion(cacheHome: string, env: Readonly<Record<string, string>> = {}): string {
  return execFileSync(process.execPath, [program, '--version'], {
    encoding: 'utf8',
    env: {...process.env, XDG_CACHE_HOME: cacheHome, NODE_DISABLE_COMPILE_CACHE: '', ...env},
  })
}

/** The files of compiled code of the one build that has run, with when they were written. */
function listCompiled(cacheHome: string): readonly {readonly file: string; readonly writtenAt: number}[] {
  const [build = ''] = readdirSync(path.join(cacheHome, 'redislab'))
  const folder = path.join(cacheHome, 'redislab', build)
  return readdirSync(folder).map((name) => {
    const file = path.join(folder, name)
    return {file, writtenAt: statSync(file).mtimeMs}
  })
}

test('compiled code is kept for the user alone, and used again', async () => {
  await using home = await makeTemporaryFolder()
  const version = printVersion(home.path)
  const compiled = listCompiled(home.path)
  expect(compiled.length).toBeGreaterThan(2)
  expect(compiled.map(({file}) => statSync(file).mode & 0o777)).toEqual(compiled.map(() => 0o600))
  expect(statSync(path.join(home.path, 'redislab')).mode & 0o777).toBe(0o700)
  expect(printVersion(home.path)).toBe(version)
  expect(listCompiled(home.path)).toEqual(compiled)
})

test('compiled code that V8 refuses is replaced', async () => {
  await using home = await makeTemporaryFolder()
  const version = printVersion(home.path)
  const compiled = listCompiled(home.path).map(({file}) => ({file, bytes: readFileSync(file).length}))
  for (const {file} of compiled) writeFileSync(file, 'no compiled code')
  expect(printVersion(home.path)).toBe(version)
  for (const {file, bytes} of compiled) expect(readFileSync(file).length).toBeGreaterThan(bytes / 2)
})

test('the builds before the last four are removed', async () => {
  await using home = await makeTemporaryFolder()
  const builds = ['a', 'b', 'c', 'd', 'e'].map((name) => path.join(home.path, 'redislab', name))
  mkdirSync(path.join(home.path, 'redislab'), {mode: 0o700})
  for (const build of builds) mkdirSync(build)
  printVersion(home.path)
  expect(readdirSync(path.join(home.path, 'redislab'))).toHaveLength(4)
})

test.each([
  ['others can write into', (folder: string) => chmodSync(folder, 0o777)],
  ['its group can write into', (folder: string) => chmodSync(folder, 0o770)],
])('a cache folder that %s stays empty', async (_, change) => {
  await using home = await makeTemporaryFolder()
  change(home.path)
  expect(printVersion(home.path)).toContain('redislab')
  expect(readdirSync(home.path)).toEqual([])
})

test.runIf(process.getuid?.() === 0)("a user's home is left alone by root", async () => {
  await using home = await makeTemporaryFolder()
  const cache = path.join(home.path, '.cache')
  chownSync(home.path, 65534, 65534)
  expect(printVersion('', {HOME: home.path})).toContain('redislab')
  expect(readdirSync(home.path)).toEqual([])
  mkdirSync(cache)
  chownSync(cache, 65534, 65534)
  expect(printVersion('', {HOME: home.path})).toContain('redislab')
  expect(readdirSync(cache)).toEqual([])
})

test.each([
  ['NODE_DISABLE_COMPILE_CACHE is set', {NODE_DISABLE_COMPILE_CACHE: '1'}],
  ['HOME is no absolute path', {HOME: 'somewhere', XDG_CACHE_HOME: ''}],
])('nothing is kept when %s', async (_, env) => {
  await using home = await makeTemporaryFolder()
  expect(printVersion(home.path, env)).toContain('redislab')
  expect(readdirSync(home.path)).toEqual([])
})
