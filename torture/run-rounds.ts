import {cpSync, existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {Chance} from './chance.ts'
import {Finding, Tally} from './finding.ts'
import {Place} from './place.ts'
import {crowds} from './rounds/crowds.ts'
import {damaged} from './rounds/damaged.ts'
import {killings} from './rounds/killings.ts'
import {nemesis} from './rounds/nemesis.ts'
import type {Round} from './rounds/round.ts'

/** The kinds of rounds, which take turns, and how much is done in one. */
export const kinds = {
  killings: {round: killings, size: 10, short: 3},
  crowds: {round: crowds, size: 30, short: 8},
  nemesis: {round: nemesis, size: 8, short: 2},
  damaged: {round: damaged, size: 5, short: 3},
} as const satisfies Record<string, {round: Round; size: number; short: number}>

export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as readonly Kind[]

export interface PlannedRound {
  readonly number: number
  readonly kind: Kind
  readonly seed: number
  readonly isShort?: boolean
}

export interface PlayedRound extends PlannedRound {
  readonly tally: Tally
  readonly ms: number
  /** What was found, and what was being done by then. */
  readonly found?: {readonly what: string; readonly doing: string}
}

/** Which kind the rounds of a run are: they take turns. */
export function kindOf(number: number): Kind {
  return kindNames[(number - 1) % kindNames.length] as Kind
}

/** Plays one round, of which nothing is left however it ends. */
export async function playRound(planned: PlannedRound): Promise<PlayedRound> {
  const {kind, seed, number, isShort = false} = planned
  const {round, size, short} = kinds[kind]
  const tally = new Tally()
  const startedAt = performance.now()
  let doing = ''
  const played = () => ({...planned, tally, ms: performance.now() - startedAt})
  try {
    await using place = await Place.make(tally)
    await round(place, {
      chance: new Chance(seed, number),
      size: isShort ? short : size,
      say: (what) => {
        doing = what
      },
    })
  } catch (error) {
    // What the torture itself got wrong is told with its stack.
    const what = error instanceof Finding ? error.message : ((error as Error).stack ?? String(error))
    return {...played(), found: {what, doing}}
  }
  return played()
}

/**
 * A register of state folders of this run's own, since it is full of folders that come and go. It begins with all that
 * are on this machine, so that nobody's ports are taken.
 */
export function ownRegister(): Disposable {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'redislab-register-'))
  const {REDISLAB_REGISTER: before} = process.env
  const machine = before ?? `/tmp/redislab-${process.geteuid?.() ?? 'user'}`
  if (existsSync(machine)) {
    cpSync(machine, folder, {recursive: true, filter: (file) => !path.basename(file).startsWith('.')})
  }
  mkdirSync(folder, {recursive: true})
  process.env['REDISLAB_REGISTER'] = folder
  return {
    [Symbol.dispose]() {
      if (before === undefined) delete process.env['REDISLAB_REGISTER']
      else process.env['REDISLAB_REGISTER'] = before
      rmSync(folder, {recursive: true, force: true})
    },
  }
}
