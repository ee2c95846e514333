// What is held here: every command has a place in the help and can be read there at any width; the pages on targets,
// topologies, exit codes and variables know all of them.
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {helpPages} from '../../src/cli/frame/help/pages.ts'
import {unwrap} from '../../src/cli/frame/help/unwrap.ts'
import {connectionNames} from '../../src/core/env/connection-variables.ts'
import {errorTable} from '../../src/core/errors/errors.ts'
import {commandGroups} from '../../src/core/text/commands.ts'
import {describe, expect, test} from '../support/test.ts'

const root = path.join(import.meta.dirname, '../..')

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'}).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
}

const commands = sourcesOf('src/commands').map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' '))
const rowsOf = (name: string) => helpPages.find((page) => page.name === name)?.rows ?? []

describe('help', () => {
  test('every command is in one group', () => {
    const grouped = commandGroups.flatMap((group) => group.commands)
    expect(commands.filter((command) => !grouped.includes(command))).toEqual([])
    expect(grouped.filter((command, index) => grouped.indexOf(command) !== index)).toEqual([])
  })

  test('redislab help lists every command and every page', async ({redislab}) => {
    const {exitCode, stdout} = await redislab('help')
    expect(exitCode).toBe(0)
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'))
    for (const {name} of helpPages) expect(stdout).toContain(`redislab help ${name}`)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect((await redislab('--help')).stdout).toBe(stdout)
  })

  test('of a command it says what --help says', async ({redislab}) => {
    for (const command of ['up', 'lab run', 'lab']) {
      const {exitCode, stdout} = await redislab(`help ${command}`)
      expect({exitCode, stdout}).toEqual({
        exitCode: 0,
        stdout: (await redislab(`${command} --help`)).stdout,
      })
    }
  })

  test('usage is a line, and --name stands only where it means something', async ({redislab}) => {
    expect((await redislab('help reshard')).stdout).toContain('$ redislab reshard [SLOTS] [OPTIONS]\n')
    expect((await redislab('help kill')).stdout).toContain('--name')
    for (const command of ['ls', 'doctor', 'lab list'])
      expect((await redislab(`help ${command}`)).stdout, command).not.toContain('--name')
  })

  test.for(helpPages.map(({name}) => name))('the page %s', async (name, {redislab}) => {
    const {exitCode, stdout} = await redislab(`help ${name}`)
    expect(exitCode).toBe(0)
    for (const [term] of rowsOf(name)) expect(stdout).toContain(term)
    // Whoever takes it for a command is shown the way.
    expect((await redislab(name)).stderr).toContain(`Did you mean this? redislab help ${name}`)
  })

  test('the page on exit codes has all of them', () => {
    const told = rowsOf('exit-codes').flatMap(([term]) => term.match(/\d+/g) ?? [])
    const known = Object.values(errorTable).map(({exitCode}) => String(exitCode))
    expect(known.filter((code) => !told.includes(code))).toEqual([])
  })

  test('the page on variables has all that are read or set', () => {
    const told = rowsOf('variables')
      .flatMap(([term]) => term.split(', '))
      .filter((name) => name.startsWith('REDIS'))
    const read = sourcesOf('src').flatMap((file) =>
      [...readFileSync(path.join(root, 'src', file), 'utf8').matchAll(/'(REDISLAB_[A-Z_]+)'/g)].map(
        ([, name = '']) => name,
      ),
    )
    expect(told.toSorted()).toEqual([...new Set([...read, ...connectionNames])].sort())
  })
})

test('lines of a paragraph are joined, and those with columns stay apart', () => {
  expect(unwrap('one\ntwo\n\nthree')).toBe('one two\n\nthree')
  expect(unwrap('reads   compares\nlocks   fences\n\nerrors\nare counted')).toBe(
    'reads   compares\nlocks   fences\n\nerrors are counted',
  )
})
