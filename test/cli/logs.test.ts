// Hypotheses: every line of a failover is explained; targets choose logs, dead instances' too; a followed log ends at
// once, with 130 on Ctrl-C and with 0 when its reader has gone.

import {spawn} from 'node:child_process'
import {once} from 'node:events'
import path from 'node:path'
import process from 'node:process'
import {eventually} from '../support/eventually.ts'
import {describe, expect, test} from '../support/test.ts'

interface Line {
  readonly at: string
  readonly instance: string
  readonly role: string
  readonly message: string
  readonly event?: {readonly kind: string}
  readonly meaning?: string
}

const program = path.resolve(import.meta.dirname, '../../bin/run.js')

describe('logs', () => {
  test('tells a failover, and what each line of it means', async ({redislab, port}) => {
    await redislab(`up 1m2r3s --port ${port} --sentinel-port ${port + 10}`)
    let pid = 0
    const follower = redislab('logs --follow --jsonl', {onStart: (started) => (pid = started)})
    await redislab('kill master')
    await eventually(async () => (await redislab('logs --jsonl --grep ^\\+failover-end')).stdout, {
      withinMs: 30_000,
      message: 'no sentinel said that the failover ended',
      until: (told) => told !== '',
    })
    process.kill(pid, 'SIGINT')
    const {exitCode, stdout} = await follower
    expect(exitCode).toBe(130)
    const lines: Line[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter(({event}) => event?.kind === '+switch-master').length).toBeGreaterThan(0)
    expect(lines.filter(({meaning}) => meaning === undefined)).toEqual([])
    const times = lines.map(({at}) => at)
    expect(times).toEqual(times.toSorted())

    const dead = await redislab('logs n1 --json --tail 2')
    expect(dead.json().lines.map(({instance}: Line) => instance)).toEqual(['n1', 'n1'])
    const sentinels = await redislab('logs sentinels --json --grep ^\\+sdown')
    expect(new Set(sentinels.json().lines.map(({role}: Line) => role))).toEqual(new Set(['sentinel']))
  })

  test('explains beneath the line, plainly in a pipe', async ({redislab, port}) => {
    await redislab(`up 1m --port ${port}`)
    const {stdout} = await redislab('logs --explain --grep ^Ready')
    expect(stdout).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} {2}n1 M • Ready to accept connections.*\n {19}╰ The data is loaded and clients are served\.\n$/,
    )
  })

  test('ends with 0 when its reader has gone, though nothing more is logged', async ({
    redislab,
    home,
    port,
  }) => {
    await redislab(`up 1m --port ${port}`)
    // A master without clients writes nothing: it must be noticed without.
    const pipeline = `"${process.execPath}" "${program}" logs --follow | head -n 1; exit "\${PIPESTATUS[0]}"`
    const child = spawn('bash', ['-c', pipeline], {
      env: {...process.env, REDISLAB_HOME: home},
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.resume()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test.for([
    ['logs --grep (', 'not a regular expression', 2],
    ['logs --json --follow', 'use --jsonl', 2],
    ['logs --tail many', 'not a whole number', 2],
    ['logs n9', 'n9', 4],
    ['logs --name other', 'other', 4],
  ] as const)('%s', async ([args, says, exitCode], {redislab, port}) => {
    await redislab(`up 1m --port ${port}`)
    const result = await redislab(args)
    expect(result.stdout + result.stderr).toContain(says)
    expect(result.exitCode).toBe(exitCode)
  })
})
