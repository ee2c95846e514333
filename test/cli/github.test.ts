// What is held here: what env writes for GitHub Actions is what a runner reads back, and the log of the job keeps the
// password to itself; the workflow in docs/ is one.
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parse} from 'yaml'
import {expect, test} from '../support/test.ts'

test('env --format github: later steps have the variables, the log hides the password', async ({
  redislab,
  home,
}) => {
  const file = path.join(home, '.github-env')
  writeFileSync(file, 'BEFORE=kept\n')
  await redislab('', {args: ['up', '1m1r1s', '--password', 'hu%sh sh']})
  const {exitCode, stdout} = await redislab('env --format github', {env: {GITHUB_ENV: file}})
  expect({exitCode, stdout}).toEqual({
    exitCode: 0,
    stdout: '::add-mask::hu%25sh sh\n::add-mask::hu%2525sh%2520sh\n',
  })
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(/^BEFORE=kept\n/)
  expect(readAsRunner(text.slice('BEFORE=kept\n'.length))).toEqual((await redislab('env --json')).json())
})

test('outside of a job it says so', async ({redislab}) => {
  await redislab('up 1m')
  const outside = await redislab('env --format github', {env: {GITHUB_ENV: undefined}})
  expect(outside).toMatchObject({exitCode: 2, stdout: ''})
  expect(outside.stderr).toContain('$GITHUB_ENV does not name a file')
  const unwritable = await redislab('env --format github', {env: {GITHUB_ENV: '/no/such/folder/file'}})
  expect(unwritable).toMatchObject({exitCode: 2, stdout: ''})
  expect((await redislab('env --format github --json')).json().error.exitCode).toBe(2)
})

test('the workflow in docs/ is one, and its commands are there', () => {
  const root = path.resolve(import.meta.dirname, '../..')
  const workflow = parse(readFileSync(path.join(root, 'docs/github-actions.yml'), 'utf8'))
  const jobs: {'runs-on': string; steps: {run?: string; uses?: string}[]}[] = Object.values(workflow.jobs)
  expect(jobs.length).toBeGreaterThan(1)
  for (const job of jobs) {
    expect(job['runs-on']).toBe('ubuntu-latest')
    for (const {run, uses} of job.steps) expect(run ?? uses).toBeTypeOf('string')
  }
  const typed = jobs.flatMap(({steps}) =>
    steps.flatMap(({run = ''}) => [...run.matchAll(/^redislab (.*)$/gm)]),
  )
  expect(typed.length).toBeGreaterThan(5)
  for (const [, words = ''] of typed) {
    const [command = '', ...rest] = words.split(' -- ')[0]?.split(' ') ?? []
    const id = command === 'lab' ? `lab/${rest[0]}` : command
    expect(existsSync(path.join(root, `src/commands/${id}.ts`)), words).toBe(true)
    const {flags} = manifest(root).commands[id.replace('/', ':')]
    const known = Object.keys(flags)
    for (const flag of rest.filter((word) => word.startsWith('--'))) expect(known).toContain(flag.slice(2))
  }
})

// biome-ignore lint/suspicious/noExplicitAny: oclif's manifest is what it is.
function manifest(root: string): any {
  return JSON.parse(readFileSync(path.join(root, 'oclif.manifest.json'), 'utf8'))
}

/** As the runner reads its file: NAME<<DELIMITER, lines, DELIMITER. */
function readAsRunner(text: string): Record<string, string> {
  const variables: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 1) {
    const [name = '', delimiter = ''] = lines.shift()?.split('<<') ?? []
    const end = lines.indexOf(delimiter)
    variables[name] = lines.splice(0, end).join('\n')
    lines.shift()
  }
  return variables
}
