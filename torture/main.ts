// Torture: commands are killed, crowded, cut off and lied to for some minutes, by a seed that can be given again.
//
//   npm run torture -- --minutes 10 --seed 7
//   npm run torture -- --seed 7 --round 3        the third round of it, alone
//   npm run torture -- --second-try              what a round finds must be found twice to count
import {randomInt} from 'node:crypto'
import {performance} from 'node:perf_hooks'
import process from 'node:process'
import {parseArgs} from 'node:util'
import {interruptible} from '../tools/interruptible.js'
import {Tally} from './finding.ts'
import {type Kind, kindNames, kindOf, ownRegister, type PlayedRound, playRound} from './run-rounds.ts'

interface Asked {
  readonly minutes: number
  readonly seed: number
  readonly round: number | undefined
  readonly kind: Kind | undefined
  readonly secondTry: boolean
}

function readArguments(): Asked {
  const {values} = parseArgs({
    options: {
      minutes: {type: 'string'},
      seed: {type: 'string'},
      round: {type: 'string'},
      kind: {type: 'string'},
      'second-try': {type: 'boolean', default: false},
    },
  })
  const number = (
    name: 'minutes' | 'seed' | 'round',
    otherwise: number,
    isWanted: (value: number) => boolean,
  ) => {
    const value = values[name] === undefined ? otherwise : Number(values[name])
    if (values[name] === '' || !isWanted(value)) throw new TypeError(`--${name} cannot be ${values[name]}.`)
    return value
  }
  const {kind} = values
  if (kind !== undefined && !kindNames.includes(kind as Kind)) {
    throw new TypeError(`--kind is one of ${kindNames.join(', ')}, not ${kind}.`)
  }
  const isWhole = (value: number) => Number.isInteger(value) && value >= 0
  return {
    minutes: number('minutes', 10, (value) => value > 0 && value <= 600),
    seed: number('seed', randomInt(1e9), isWhole),
    round:
      values.round === undefined ? undefined : number('round', 1, (value) => isWhole(value) && value > 0),
    kind: kind as Kind | undefined,
    secondTry: values['second-try'],
  }
}

async function main({minutes, seed, round, kind, secondTry}: Asked, signal: AbortSignal): Promise<void> {
  if (process.platform !== 'linux') throw new TypeError('Torture looks at /proc, which only Linux has.')
  write(`seed ${seed}${round === undefined ? `, ${minutes} minutes` : `, round ${round}`}`)
  using _register = ownRegister()
  const total = new Tally()
  const until = performance.now() + minutes * 60_000
  const all: PlayedRound[] = []
  let once = 0
  for (let number = round ?? 1; ; number += 1) {
    const planned = {number, seed, kind: kind ?? kindOf(number)}
    let played = await playRound(planned)
    total.add(played.tally)
    tell(played, kind)
    if (secondTry && played.found !== undefined) {
      played = await playRound(planned)
      total.add(played.tally)
      tell(played, kind)
      if (played.found === undefined) once += 1
    }
    all.push(played)
    if (round !== undefined || performance.now() > until || signal.aborted) break
  }
  const found = all.filter((played) => played.found !== undefined)
  const atFirst = secondTry ? `, ${once} at the first try only` : ''
  write(`\n${all.length} rounds, ${total.checks} checks, ${found.length} findings${atFirst}. What was done:`)
  for (const [what, times] of total.done) write(`  ${String(times).padStart(7)}  ${what}`)
  for (const {number} of found) write(`Again: ${again(number, seed, kind)}`)
  if (found.length > 0) process.exitCode = 1

  function tell(
    {number, kind: played, ms, tally, found: finding}: PlayedRound,
    asked: Kind | undefined,
  ): void {
    const seconds = `${(ms / 1000).toFixed(1)} s`
    write(
      `${finding ? '✖' : '✔'} round ${number}  ${played.padEnd(8)}  ${seconds.padStart(7)}  ${tally.checks} checks`,
    )
    if (finding === undefined) return
    write(`  ${finding.what}\n  while: ${finding.doing}\n  again: ${again(number, seed, asked)}`)
  }
}

function again(number: number, seed: number, kind: Kind | undefined): string {
  return `npm run torture -- --seed ${seed} --round ${number}${kind === undefined ? '' : ` --kind ${kind}`}`
}

function write(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  const asked = readArguments()
  await interruptible((signal) => main(asked, signal), {begins: 'This round is the last …'})
} catch (error) {
  process.stderr.write(`✖ ${(error as Error).message}\n`)
  process.exitCode = 2
}
