import {existsSync} from 'node:fs'
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expectGone, smallLab, writeLab} from '../support/small-lab.ts'
import {describe, expect, test} from '../support/test.ts'

test('new writes a lab that passes, and that check has nothing against', async ({home, redislab}) => {
  const folder = path.join(home, 'my labs')
  await mkdir(folder)
  const made = await redislab('', {args: ['lab', 'new', 'mine', '--json'], cwd: folder})
  expect(made.json()).toEqual({file: path.join(folder, 'mine.yaml')})
  expect(await redislab('lab check mine.yaml', {cwd: folder})).toMatchObject({
    exitCode: 0,
    stdout: '✔ mine.yaml: 6 steps, 1 claim\n',
  })
  const run = await redislab('lab run ./mine.yaml --json', {cwd: folder})
  expect(run.json()).toMatchObject({
    lab: 'mine',
    passed: true,
    claims: [{id: 'readable', verdict: 'confirmed'}],
  })
  const again = await redislab('lab new mine', {cwd: folder})
  expect(again).toMatchObject({exitCode: 2, stderr: expect.stringContaining('mine.yaml already exists')})
  const [, schema = ''] = /\$schema=(.*)/.exec(await readFile(path.join(folder, 'mine.yaml'), 'utf8')) ?? []
  // Not a path of this machine.
  expect(schema).toBe('./lab.schema.json')
  expect(existsSync(path.join(folder, schema))).toBe(true)
})

describe('a lab of one’s own', () => {
  test('its result as JSON', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab)
    const {exitCode, json} = await redislab('', {args: ['lab', 'run', file, '--json']})
    expect(exitCode).toBe(0)
    expect(json()).toMatchObject({
      lab: 'small',
      title: 'A key that is written',
      passed: true,
      outcome: 'passed',
      kept: null,
      steps: [
        {number: 1, line: 13, id: 'write', text: 'alice> SET key value', status: 'passed', result: 'OK'},
        {number: 2, line: 16, text: 'alice> GET key', status: 'passed', result: 'value'},
      ],
      expectations: [{text: "found == 'value'", passed: true, measured: 'found = value'}],
      claims: [
        {id: 'kept', verdict: 'confirmed', expected: 'confirmed', evidence: 'alice> GET key → value'},
        {id: 'forgotten', verdict: 'refuted', expected: 'refuted', because: 'Redis keeps it.'},
      ],
      measured: {found: 'value'},
    })
    expectGone(home)
  })

  test('fails with exit code 1, the place and what was seen', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab)
    const {exitCode, stdout} = await redislab('', {args: ['lab', 'run', file, '--negative']})
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/expected +value\n +seen +\(nil\)/)
    expect(stdout).toMatch(/✖ failed on (redis|valkey) \d/)
    expect(stdout).toMatch(/refuted +What was written can be read\.\n +expected to be confirmed/)
    expectGone(home)
  })

  test('each event as a line of JSON', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab)
    const {stdout} = await redislab('', {args: ['lab', 'run', file, '--jsonl']})
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    const kinds = lines.map(({kind}) => kind).filter((kind) => kind !== 'entry')
    expect(kinds).toEqual([
      'lab-started',
      'deployment-ready',
      'step-started',
      'step-ended',
      'step-started',
      'measured',
      'step-ended',
      'claim',
      'claim',
      'expectation',
      'lab-ended',
    ])
    expect(lines.at(-1)).toMatchObject({
      lab: 'small',
      round: 1,
      passed: true,
      outcome: 'passed',
      reason: null,
    })
  })

  test('several times: what was measured, and JUnit', async ({home, redislab}) => {
    const file = await writeLab(
      home,
      smallLab.replace('    save: found', '    save: found\n    measure: readMs'),
    )
    const junit = path.join(home, 'labs.xml')
    const {exitCode, json} = await redislab('', {
      args: ['lab', 'run', file, '--repeat', '3', '--jobs', '2', '--json', '--junit', junit],
    })
    expect(exitCode).toBe(0)
    expect(json()).toMatchObject({
      passed: true,
      repeats: {
        small: {
          runs: 3,
          passed: 3,
          measured: {readMs: {runs: 3, min: expect.any(Number), median: expect.any(Number)}},
        },
      },
    })
    const xml = await readFile(junit, 'utf8')
    expect(xml).toContain('<testsuites name="redislab" tests="3" failures="0"')
    expect(xml).toContain(
      '<testcase classname="small" name="claim: What was written can be read." time="0.000"/>',
    )
  })

  test('JUnit says, too, what could not be run', async ({home, redislab}) => {
    const good = await writeLab(home, smallLab)
    const bad = path.join(home, '.bad.yaml')
    await writeFile(
      bad,
      'title: Bad\ntopology: 1m\noptions: {set: {maxmemory: lots}}\nclients: [a]\nsteps: [{a: PING}]\n',
    )
    const junit = path.join(home, '.labs.xml')
    const {exitCode} = await redislab('', {args: ['lab', 'run', good, bad, '--junit', junit]})
    expect(exitCode).toBe(2)
    const xml = await readFile(junit, 'utf8')
    expect(xml).toContain('<testsuites name="redislab" tests="2" failures="0" errors="1"')
    expect(xml).toMatch(
      /<testcase classname=".bad" name="Bad" .*<error message="n1 refuses line \d+ of its conf/,
    )
    expect(xml).toContain('<testcase classname="small"')
  })

  test('what a failed one leaves is kept on request, and is a deployment like all others', async ({
    home,
    redislab,
  }) => {
    const file = await writeLab(home, smallLab)
    const {json} = await redislab('', {
      args: ['lab', 'run', file, '--negative', '--keep', 'failure', '--json'],
    })
    const {kept} = json()
    expect((await redislab(`status --name ${kept} --json`)).json()).toMatchObject({
      deployment: kept,
      ready: true,
    })
    expect((await redislab(`down --name ${kept}`)).exitCode).toBe(0)
    expectGone(home)
  })

  test('waits for Enter before each step', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab)
    // Without anybody to press it, the end of the input counts as Enter.
    const {exitCode, stdout, stderr} = await redislab('', {args: ['lab', 'run', file, '--step']})
    expect(exitCode).toBe(0)
    const written = stdout + stderr
    // What ⏎ means is said once, then asked for before each step.
    expect(written.match(/Enter \(⏎\) begins each step/g)).toHaveLength(1)
    expect(written.match(/⏎ /g)).toHaveLength(2)
  })

  test('is told in Chinese with Chinese words around it', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab)
    const {stdout} = await redislab('', {args: ['lab', 'run', file, '--lang', 'zh']})
    expect(stdout).toMatch(/^说法\n {2}✔ 成立 {8}What was written can be read\.$/m)
    expect(stdout).toMatch(/^ {2}✘ 不成立 {6}What was written is forgotten\.$/m)
    expect(stdout).toMatch(/^预期$/m)
    expect(stdout).toMatch(/^✔ 通过（redis /m)
    expect(stdout).not.toMatch(/Claims|Expected|confirmed|passed|ready after/)
  })

  test('directives of the command line count more than those of the lab', async ({home, redislab}) => {
    const text = smallLab
      .replace('clients:', 'options:\n  set: {maxmemory: 10mb}\nclients:')
      .replace(
        '  - alice: GET key\n',
        '  - alice: CONFIG GET maxmemory\n    field: maxmemory\n    reply: 20971520\n  - alice: GET key\n',
      )
    const file = await writeLab(home, text)
    const run = await redislab('', {args: ['lab', 'run', file, '--set', 'maxmemory=20mb', '--json']})
    expect(run.json()).toMatchObject({passed: true})
  })
})

describe('bad input', () => {
  test.for([
    ['lab run', 2, 'No lab given.'],
    ['lab run failovr', 4, 'There is no lab named "failovr".'],
    ['lab show ./nothing.yaml', 4, 'The lab ./nothing.yaml cannot be read: there is no such file.'],
    ['lab show /dev/zero.yaml/x', 4, 'cannot be read: there is no such file.'],
    ['lab run failover --jobs 0', 2, '"0" is not a whole number from 1 on.'],
    ['lab run failover --repeat 1000000', 2, '"1000000" is not a whole number from 1 to 10000.'],
    ['lab run failover --lang de', 2, '--lang'],
    ['lab run failover --server /no/such/server', 3, '/no/such/server'],
    ['lab new ../x', 2, '"../x" cannot be the name of a lab.'],
    ['lab list --topic lokcs', 2, '--topic'],
  ] as const)('%s', async ([command, code, message], {home, redislab}) => {
    const {exitCode, stderr, stdout} = await redislab(command)
    expect({exitCode, stdout}).toEqual({exitCode: code, stdout: ''})
    expect(stderr).toContain(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expectGone(home)
  })

  test('a mistake in a file: the place, and exit code 2', async ({home, redislab}) => {
    const file = await writeLab(home, smallLab.replace('reply: OK', 'replay: OK'))
    const {exitCode, json} = await redislab('', {args: ['lab', 'run', file, '--json']})
    expect(exitCode).toBe(2)
    expect(json().error).toMatchObject({
      code: 'LAB_INVALID',
      message: expect.stringContaining(
        'small.yaml:14:5: `replay` does not belong here: did you mean `reply`?',
      ),
      details: {problems: [{line: 14, column: 5}]},
    })
    expect(await redislab('', {args: ['lab', 'check', file]})).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining(':14:5:'),
    })
  })
})

describe('a lab that asks for trouble', () => {
  test.for([
    [
      'a load begun twice under one name',
      '  - load: reads\n    as: w\n  - load: reads\n    as: w\n',
      'expected a load called w; seen: there is one already, and it has not ended',
    ],
    [
      'a load ended twice',
      '  - load: reads\n    as: w\n  - end: w\n  - end: w\n',
      'expected the load w; seen: it has ended already',
    ],
    [
      'an expression that backtracks for ever',
      `  - alice: SET k ${'a'.repeat(40)}!\n  - alice: GET k\n    reply: {matches: "^(a+)+$"}\n`,
      'expected /^(a+)+$/',
    ],
    [
      'a reply of ten megabytes',
      `  - alice: [EVAL, "return string.rep('x', 10000000)", 0]\n    reply: y\n`,
      '(10000000 characters in all)',
    ],
    [
      'control characters in a reply',
      '  - alice: [SET, k, "v\\e[31m\\r\\nforged"]\n  - alice: GET k\n    reply: x\n',
      String.raw`seen: v\x1b[31m\r\nforged`,
    ],
  ] as const)('%s', async ([, steps, reason], {home, redislab}) => {
    const file = await writeLab(home, `title: T\ntopology: 1m\nclients: [alice]\nsteps:\n${steps}`)
    const {exitCode, stdout, stderr} = await redislab('', {args: ['lab', 'run', file]})
    expect({exitCode, stderr}).toEqual({exitCode: 1, stderr: ''})
    expect(stdout).toContain(reason)
    expect(stdout.length).toBeLessThan(10_000)
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/)
    expectGone(home)
  })
})
