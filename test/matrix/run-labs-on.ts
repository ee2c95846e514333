import {mkdtemp, rm} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {execa} from 'execa'
import type {LabResult} from '../../src/core/lab/result.ts'
import {countHome, type RecognisedShare} from '../support/recognised-share.ts'
import type {LabOnServer, ServerResult} from './result.ts'

/** A lab that hangs ends with this: the longest takes a minute on a machine at rest. */
const longestLabMs = 300_000

interface Options {
  /** The folder of the package, which is built. */
  readonly root: string
  readonly labs: readonly string[]
  /** How many labs run at the same time. */
  readonly jobs: number
  /** Ends the labs that run, and takes down what they have started. */
  readonly signal: AbortSignal
}

/**
 * Runs labs on one server, and counts what the catalogue knows of its logs. What fails beside others runs once more, alone.
 *
 * @throws when there is no such server, and the reason of `signal` once nothing runs any more
 */
export async function runLabsOn(server: string, options: Options): Promise<ServerResult> {
  const {labs, jobs, signal} = options
  const run = async (lab: string) => {
    const done = await runLab(lab, server, options)
    if (!signal.aborted) process.stderr.write(`${server}: ${lab} ${done.result.outcome}\n`)
    return done
  }
  const runs = await inTurns(spread(labs, jobs), jobs, run, signal)
  const failed = runs.filter(({result}) => result.outcome === 'failed').map(({result}) => result)
  const again = await inTurns(
    failed,
    1,
    async (first) => withFirstReason(await run(first.lab), first),
    signal,
  )
  signal.throwIfAborted()
  const settled = runs.map((first) => again.find(({result}) => result.lab === first.result.lab) ?? first)
  const info = settled.find(({result}) => result.server !== undefined)?.result.server
  if (info === undefined)
    throw new Error(`No lab ran on ${server}: ${settled[0]?.result.reason ?? 'there is none'}`)
  return {
    flavour: info.flavour,
    version: info.version,
    on: new Date().toISOString().slice(0, 10),
    labs: settled.map(condense),
  }
}

/**
 * Labs with neighbouring names are alike, and those of clusters need most of the machine: they begin as far apart as they can.
 */
export function spread(labs: readonly string[], jobs: number): readonly string[] {
  const lane = Math.ceil(labs.length / jobs)
  return labs.slice(0, lane).flatMap((_, place) => labs.filter((_lab, index) => index % lane === place))
}

/** So many at a time; no further one begins once `signal` is aborted. */
async function inTurns<Item, Done>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Done>,
  signal: AbortSignal,
): Promise<readonly Done[]> {
  const left = [...items]
  const done: Done[] = []
  const work = async () => {
    for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift())
      done.push(await act(item))
  }
  await Promise.all(Array.from({length: atOnce}, work))
  return done
}

/** What is asked of the JSON of `lab run`; of a lab that could not run there is less. */
type Answer = Pick<LabResult, 'lab' | 'outcome' | 'reason'> & Partial<LabResult>

interface Run {
  readonly result: Answer
  readonly share: RecognisedShare
  readonly failedFirst?: string
}

function withFirstReason(run: Run, first: Answer): Run {
  return run.result.outcome === 'failed' ? run : {...run, failedFirst: first.reason ?? 'without a reason'}
}

/** In a state folder of its own, kept until its logs are counted. */
async function runLab(lab: string, server: string, {root, signal}: Options): Promise<Run> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-matrix-'))
  const program = path.join(root, 'bin/run.js')
  const words = ['lab', 'run', lab, '--server', server, '--keep', 'always', '--json']
  const common = {env: {REDISLAB_HOME: home}, reject: false, timeout: longestLabMs} as const
  try {
    const {stdout, stderr} = await execa(process.execPath, [program, ...words], {
      ...common,
      cancelSignal: signal,
    })
    return {result: readAnswer(lab, stdout, stderr), share: countHome(home)}
  } finally {
    // In a group of its own, so that a second Ctrl-C does not stop it.
    await execa(process.execPath, [program, 'down', '--all'], {...common, detached: true})
    await rm(home, {recursive: true, force: true, maxRetries: 5})
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

/** What of a run is kept. */
export function condense({result, share, failedFirst}: Run): LabOnServer {
  const {lab, outcome, reason, claims = [], measured = {}} = result
  const numbers = Object.entries(measured).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  )
  return {
    lab,
    outcome,
    reason,
    ...(failedFirst === undefined ? {} : {failedFirst}),
    claims: claims.map(({id, verdict, expected, text, because}) => ({
      id,
      verdict,
      ...(expected === null || expected === verdict ? {} : {expected}),
      text,
      ...(because === undefined ? {} : {because}),
    })),
    measured: Object.fromEntries(numbers),
    ...share,
  }
}
