import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {execa} from 'execa'
import type {LabResult} from '../../src/core/lab/result.ts'
import {addShares, countHome, type RecognisedShare} from '../support/recognised-share.ts'
import type {LabOnServer, ServerResult} from './result.ts'

/** A lab that hangs ends with this: the longest takes a minute on a machine at rest. */
const longestLabMs = 300_000

/**
 * Runs labs on one server, `jobs` at a time, and counts what the catalogue knows of its logs.
 *
 * @param root the folder of the package, which is built
 * @throws when there is no such server
 */
export async function runLabsOn(
  server: string,
  {
    root,
    labs,
    jobs,
    signal,
  }: {
    readonly root: string
    readonly labs: readonly string[]
    readonly jobs: number
    /** No further lab begins once it is aborted. */
    readonly signal: AbortSignal
  },
): Promise<ServerResult> {
  const left = [...labs]
  const runs: Run[] = []
  const work = async () => {
    for (let lab = left.shift(); lab !== undefined && !signal.aborted; lab = left.shift()) {
      const run = await runLab(lab, server, root)
      process.stderr.write(`${server}: ${lab} ${run.result.outcome}\n`)
      runs.push(run)
    }
  }
  await Promise.all(Array.from({length: jobs}, work))
  const info = runs.find(({result}) => result.server !== undefined)?.result.server
  if (info === undefined)
    throw new Error(`No lab ran on ${server}: ${runs[0]?.result.reason ?? 'there is none'}`)
  const share = addShares(runs.map((run) => run.share))
  return {
    flavour: info.flavour,
    version: info.version,
    on: new Date().toISOString().slice(0, 10),
    labs: runs.map(({result}) => condense(result)).toSorted((a, b) => a.lab.localeCompare(b.lab)),
    lines: share.lines,
    unknown: share.unknown.length,
  }
}

/** What is asked of the JSON of `lab run`; of a lab that could not run there is less. */
type Answer = Pick<LabResult, 'lab' | 'outcome' | 'reason'> & Partial<LabResult>

interface Run {
  readonly result: Answer
  readonly share: RecognisedShare
}

/** In a state folder of its own, kept until its logs are counted. */
async function runLab(lab: string, server: string, root: string): Promise<Run> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-matrix-'))
  const redislab = (...args: readonly string[]) =>
    execa(process.execPath, [path.join(root, 'bin/run.js'), ...args], {
      env: {REDISLAB_HOME: home},
      reject: false,
      timeout: longestLabMs,
    })
  try {
    const {stdout, stderr} = await redislab(
      'lab',
      'run',
      lab,
      '--server',
      server,
      '--keep',
      'always',
      '--json',
    )
    return {result: readAnswer(lab, stdout, stderr), share: countHome(home)}
  } finally {
    await redislab('down', '--all')
    await rm(home, {recursive: true, force: true})
  }
}

function readAnswer(lab: string, stdout: string, stderr: string): Answer {
  const failed = (reason: string) => ({lab, outcome: 'failed', reason}) as const
  try {
    const answer = JSON.parse(stdout)
    return typeof answer.outcome === 'string' ? answer : failed(answer.error?.message ?? stderr.trim())
  } catch {
    return failed(stderr.trim() || 'it did not end')
  }
}

/** What of a result is kept. */
export function condense({lab, outcome, reason, claims = [], measured = {}}: Answer): LabOnServer {
  const numbers = Object.entries(measured).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  )
  return {
    lab,
    outcome,
    reason,
    claims: Object.fromEntries(claims.map(({id, verdict}) => [id, verdict])),
    unexpected: claims
      .filter(({verdict, expected}) => expected !== null && verdict !== expected)
      .map(({id}) => id),
    measured: Object.fromEntries(numbers),
  }
}
