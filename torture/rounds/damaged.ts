import {type ChildProcess, spawn} from 'node:child_process'
import {chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {Bystander} from '../bystander.ts'
import {lookAt} from '../machine.ts'
import {endIfThere, type Place} from '../place.ts'
import {type Damage, damages, type Scene} from './damages.ts'
import {fullDisk, impossibleHomes, readOnlyFolder} from './disks.ts'
import type {RoundOptions} from './round.ts'

const whatPeopleTry = [
  'ls',
  'status',
  'logs --jsonl',
  'timeline --jsonl',
  'explain',
  'env',
  'kill n2',
  'start n2',
  'pause n1 --for 100ms',
  'restart replica',
  'add',
  'load reads --for 200ms',
  'clean',
]

const ourselves = [process.getuid?.() ?? 0, process.getgid?.() ?? 0] as const
const isRoot = ourselves[0] === 0
const more = [fullDisk, readOnlyFolder, impossibleHomes]

/** State on disk that is torn, foreign or gone: a sentence each, no stranger harmed, and then order. */
export async function damaged(place: Place, {chance, size, say}: RoundOptions): Promise<void> {
  const bystander = await Bystander.start(place, {home: place.makeHome('other'), port: place.port})
  const stranger = spawn('sleep', ['600'], {stdio: 'ignore'})
  try {
    for (const damage of chance.sample([...damages, ...more], size)) {
      if (typeof damage === 'function') await damage(place, {chance, size, say})
      else if (damage.needsRoot && !isRoot) place.tally.count(`left out, only root can: ${damage.name}`)
      else {
        const tried = chance.sample(whatPeopleTry, 4)
        say(`${damage.name}: ${tried.join(', ')}`)
        await spoilOne(place, damage, {stranger, tried, spoil: (scene) => damage.spoil(scene, chance)})
      }
      await bystander.checkUntouched(damage.name)
    }
  } finally {
    endIfThere(stranger.pid ?? 0)
  }
  await bystander.end()
  await place.checkNothingLeft(bystander.home)
}

interface Spoiling {
  readonly stranger: ChildProcess
  readonly tried: readonly string[]
  readonly spoil: (scene: Scene) => void
}

async function spoilOne(place: Place, damage: Damage, {stranger, tried, spoil}: Spoiling): Promise<void> {
  const port = place.port + 10
  const up = `up 1m1r1s --name victim --port ${port} --sentinel-port ${port + 10}`
  await place.must(up)
  const {pid = 0} = stranger
  const {startedAt = ''} = lookAt(pid) ?? {}
  const directory = path.join(place.home, 'victim')
  const record = path.join(directory, 'deployment.json')
  const before = readFileSync(record)
  spoil({directory, stranger: {pid, startedAt}})
  place.tally.count(`damaged: ${damage.name}`)

  for (const text of [...tried, up]) {
    await place.run(
      /--jsonl/.test(text)
        ? `${text} --name victim`
        : `${text.replace(/ --name victim/, '')} --name victim --json`,
    )
    place.tally.check(
      lookAt(pid)?.startedAt === startedAt,
      `"${text}" ended a process that is not ours (${damage.name})`,
    )
  }
  const down = await place.run('down --all')
  if (damage.isForeign) {
    place.tally.check(down.exitCode === 3, `down takes what is not its own (${damage.name})`, down)
    chownSync(directory, ...ourselves)
    rmSync(record, {recursive: true, force: true})
    writeFileSync(record, before)
    await place.must('down --all')
  } else {
    place.tally.check(down.exitCode === 0, `down does not bring order (${damage.name})`, down)
  }
  await place.must('clean')
  place.tally.check(
    lookAt(pid)?.startedAt === startedAt,
    `down ended a process that is not ours (${damage.name})`,
  )
  if (!existsSync(place.home)) mkdirSync(place.home, {mode: 0o700})
  await place.checkNothingLeft(place.home)
  place.checkNoPorts(port, 20)
  rmSync(path.join(place.home, '.locks'), {recursive: true, force: true})
}
