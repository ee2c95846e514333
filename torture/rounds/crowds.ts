import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import type {Chance} from '../chance.ts'
import type {Place} from '../place.ts'
import type {Told} from '../told.ts'
import type {RoundOptions} from './round.ts'

interface Held {
  readonly file: string
  readonly createdAt: string
  readonly ports: readonly number[]
}

/** Many commands at once, over names and ports that they want all alike: each works or says why not. */
export async function crowds(place: Place, {chance, size, say}: RoundOptions): Promise<void> {
  const homes = [place.home, place.makeHome('other')]
  const names = chance.sample(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], chance.between(1, 8))
  const commands = Array.from({length: size}, () => ({
    home: chance.pick(homes),
    text: draw(place, names, chance),
  }))
  say(`${size} commands at once over ${names.length} names: ${commands.map(({text}) => text).join('; ')}`)

  const over = new AbortController()
  const watching = watchRecords(place, homes, over.signal)
  // It is awaited below, when the commands have ended.
  watching.catch(() => {})
  let results: readonly Told[]
  try {
    results = await Promise.all(
      commands.map(async ({home, text}) => {
        const {ended} = place.start(text, {home})
        return ended
      }),
    )
  } finally {
    over.abort()
  }
  const looks = await watching
  place.tally.count('looks at all records at once', looks)
  for (const told of results) {
    place.checkTold(told)
    place.tally.count(`at once: ${told.command.split(' ')[0]}, exit code ${told.exitCode}`)
  }
  for (const home of homes) {
    const {json} = await place.must('ls --json', {home})
    for (const {name, state} of json.deployments) {
      const isKept = commands.some(({text}) => text.startsWith('down --keep'))
      place.tally.check(
        state === 'running' || (isKept && state === 'stopped'),
        `"${name}" is half there`,
        json,
      )
    }
  }
  await Promise.all(homes.map((home) => place.must('down --all', {home})))
  for (const home of homes) await place.checkNothingLeft(home)
  place.checkNoPorts()
}

function draw(place: Place, names: readonly string[], chance: Chance): string {
  const name = chance.pick(names)
  const topology = chance.pick(['1m', '1m', '1m1r', '1m1s'])
  // Some want ports of their own choice, which others may have; some take what is free.
  const first = place.port + 10 * chance.between(0, 4)
  const ports = chance.isLucky(0.7) ? ` --port ${first} --sentinel-port ${first + 5}` : ''
  const up = `up ${topology} --name ${name} --json${ports}`
  const roll = chance.next()
  if (roll < 0.5) return up
  if (roll < 0.65) return `${up} --replace`
  if (roll < 0.9) return `down --name ${name} --json`
  if (roll < 0.95) return 'down --all --json'
  return chance.isLucky(0.5) ? `down --keep --name ${name} --json` : 'clean --json'
}

/** At each moment every record can be read, and no port is in two of them. Returns how often that was looked at. */
async function watchRecords(place: Place, homes: readonly string[], signal: AbortSignal): Promise<number> {
  let looks = 0
  while (!signal.aborted) {
    const held = homes.flatMap((home) =>
      readdirSync(home).flatMap((name) => readHeld(place, home, name) ?? []),
    )
    for (const [index, one] of held.entries()) {
      for (const two of held.slice(index + 1)) {
        const port = one.ports.find((each) => two.ports.includes(each))
        if (port === undefined) continue
        // One may have gone, and the other one have come, between two looks.
        const isStill = [one, two].every(
          ({file, createdAt}) => readFile(place, file)?.createdAt === createdAt,
        )
        place.tally.check(!isStill, `port ${port} is on record twice`, [one, two])
      }
    }
    looks += 1
    await delay(5)
  }
  return looks
}

function readHeld(place: Place, home: string, name: string): Held | undefined {
  return name.startsWith('.') ? undefined : readFile(place, path.join(home, name, 'deployment.json'))
}

function readFile(place: Place, file: string): Held | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
  try {
    const {createdAt, plan} = JSON.parse(text)
    place.tally.checks += 1
    return {file, createdAt, ports: plan.instances.map(({port}: {port: number}) => port)}
  } catch {
    return place.tally.check(false, `${file} cannot be read while it is written`, text) as never
  }
}
