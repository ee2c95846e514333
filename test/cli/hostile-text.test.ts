// What is held here: whoever can write into the log of a server, or name things, cannot move the cursor, set the title,
// turn text round, hide it or forge a line, in any output of redislab.
import {spawn} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {findDeployment} from '../../src/api/find-deployment.ts'
import {keepFailure} from '../../src/testing/keep-failure.ts'
import {eventually} from '../support/eventually.ts'
import {expect, type Fixtures, test} from '../support/test.ts'

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

const title = '\x1b]0;gotcha\x07'
const link = '\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\'
const nasty = `${title}${link}\x1b[2J\u009b2J\u0085\u202eback\u2066\u200b\ufeff\u2060\u2028\u{e0041}\x7f`
/** With a carriage return, a terminal would show only what stands behind it. */
const overwriting = 'nothing\r12:00:00.000  n1 M ! FORGED'

/** What no output may hold; line breaks are its own. */
const forbidden =
  /[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\udb40/

function expectClean(text: string, what: string): void {
  const found = forbidden.exec(text)
  const place =
    found === null ? '' : JSON.stringify(text.slice(Math.max(0, found.index - 60), found.index + 20))
  expect(place, what).toBe('')
  expect(
    text.split('\n').filter((line) => line.startsWith('12:00:00.000')),
    what,
  ).toEqual([])
}

async function writeToLog(redislab: Fixtures['redislab'], message: string): Promise<void> {
  const script = 'redis.log(redis.LOG_WARNING, ARGV[1]) return 1'
  const {exitCode} = await redislab('', {args: ['cli', 'n1', '--', 'EVAL', script, '0', message]})
  expect(exitCode).toBe(0)
}

test('in logs, timeline, explain, doctor, status, and what is kept of a failed test', {
  timeout: 240_000,
}, async ({redislab, home}) => {
  await redislab('up 1m1r1s')
  await writeToLog(redislab, nasty)
  await writeToLog(redislab, overwriting)
  // Lines that are known: parts of them are told in words of our own.
  await writeToLog(redislab, `Error condition on socket for SYNC: ${nasty}`)
  await writeToLog(redislab, `MASTER aborted replication with an error: ${nasty}`)
  await redislab('', {args: ['cli', 'n2', '--', 'CONFIG', 'SET', 'replica-announce-ip', `\x1b[2J${nasty}`]})
  await redislab('', {args: ['cli', 'n1', '--', 'CLIENT', 'SETNAME', 'x']})
  await redislab('disconnect n1')
  await redislab('kill n2')
  await writeToLog(redislab, 'this is the last line')
  const commands = [
    'logs',
    'logs --explain',
    'logs --jsonl',
    'timeline',
    'timeline --all',
    'timeline --explain',
    'timeline --jsonl',
    'timeline --json',
    'explain',
    'explain --json',
    'doctor',
    'doctor --json',
    'status',
    'status --json',
    'ls',
    'start n2',
    'kill n1 --json',
    'start n1',
  ]
  for (const command of commands) {
    const {stdout, stderr} = await redislab(command)
    expectClean(stdout, command)
    expectClean(stderr, command)
    if (command === 'logs') expect(stdout).toContain('\\x1b]0;gotcha\\x07')
  }
  for (const command of ['logs --follow --explain --tail 1000', 'timeline --follow --all']) {
    expectClean(await follow(home, command, 'this is the last line'), command)
  }
  const folder = path.join(home, '.artifacts')
  const told = await keepFailure(await findDeployment('default', {home}), {
    testName: `\x1b[2J/../${nasty}`,
    folder,
  })
  expectClean(told, 'the timeline of a failed test')
  const kept = readdirSync(folder)
  expect(kept).toHaveLength(2)
  for (const name of kept) {
    expect(name).toMatch(/^[\w.-]+$/)
    expectClean(readFileSync(path.join(folder, name), 'utf8'), name)
  }
})

async function follow(home: string, command: string, until: string): Promise<string> {
  const child = spawn(process.execPath, [program, ...command.split(' ')], {
    env: {...process.env, REDISLAB_HOME: home, NO_COLOR: '1', FORCE_COLOR: undefined},
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  const closed = new Promise((resolve) => child.on('close', resolve))
  await eventually(() => text, {
    withinMs: 10_000,
    message: `${command} did not tell everything`,
    until: (told) => told.includes(until),
  })
  child.kill('SIGINT')
  await closed
  return text
}

test('in what labs say, and in their reports', {timeout: 240_000}, async ({redislab}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redislab-labs-'))
  try {
    const lab = path.join(folder, 'nasty.yaml')
    const text = JSON.stringify(nasty)
    writeFileSync(lab, `title: ${text}\ntopology: 1m\nclients: [a]\nsteps:\n  - a: PING\n    say: ${text}\n`)
    const refused = await redislab(`lab run ${lab}`)
    // A file near the working directory is named from there.
    expect(refused.stderr).toContain('nasty.yaml:1:8: ')
    expect(refused.exitCode).toBe(2)
    expectClean(refused.stderr, 'lab run')
    // What a lab sends and what is answered may hold anything.
    const steps = [
      `  - a: ${JSON.stringify(['EVAL', 'redis.log(redis.LOG_WARNING, ARGV[1]) return 1', '0', nasty])}`,
      `  - a: ${JSON.stringify(['ECHO', nasty])}`,
      `  - a: ${JSON.stringify(['ECHO', nasty])}`,
      `    reply: ${JSON.stringify(`${nasty}x`)}`,
    ]
    writeFileSync(lab, `title: x\ntopology: 1m\nclients: [a]\nsteps:\n${steps.join('\n')}\n`)
    const [junit, report] = [path.join(folder, 'junit.xml'), path.join(folder, 'report.json')]
    for (const command of [
      `lab check ${lab}`,
      `lab show ${lab}`,
      `lab run ${lab} --junit ${junit}`,
      `lab run ${lab} --json`,
      `lab run ${lab} --jsonl`,
      `lab run ${lab} ${lab} --jobs 2`,
      `exec --lab ${lab} --report ${report} -- true`,
    ]) {
      const {stdout, stderr, exitCode} = await redislab(command)
      expect(exitCode, `${command}: ${stdout}${stderr}`).toBeLessThan(2)
      expectClean(stdout, command)
      expectClean(stderr, command)
    }
    for (const file of [junit, report]) expectClean(readFileSync(file, 'utf8'), file)
  } finally {
    rmSync(folder, {recursive: true})
  }
})
