import {execFileSync} from 'node:child_process'
import {chmodSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import {processesOf} from '../machine.ts'
import {endIfThere, type Place} from '../place.ts'
import type {RoundOptions} from './round.ts'

const isRoot = process.getuid?.() === 0

/** Something mounted at a folder, for as long as it is not disposed of. */
class Mount implements Disposable {
  readonly #folder: string

  private constructor(folder: string, ...options: readonly string[]) {
    execFileSync('mount', [...options, folder], {stdio: 'pipe'})
    this.#folder = folder
  }

  /** A disk of a few megabytes. */
  static smallDisk(folder: string): Mount {
    return new Mount(folder, '-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'tmpfs')
  }

  /** The folder as it is, but read-only for who comes by its name. Who has files open there goes on writing them. */
  static readOnly(folder: string): Mount {
    const mount = new Mount(folder, '--bind', folder)
    execFileSync('mount', ['-o', 'remount,bind,ro', folder], {stdio: 'pipe'})
    return mount
  }

  [Symbol.dispose](): void {
    try {
      execFileSync('umount', [this.#folder], {stdio: 'pipe'})
    } catch {
      // What a failed check left running there holds it, and could not be told from others without it.
      for (const {pid} of processesOf(this.#folder)) endIfThere(pid)
      execFileSync('umount', ['-l', this.#folder], {stdio: 'pipe'})
    }
  }
}

/** @returns undefined, and counts it, where nobody may mount */
function tryMount(place: Place, mount: () => Mount): Mount | undefined {
  const leaveOut = (why: string) => void place.tally.count(`left out, nothing may be mounted: ${why}`)
  if (!isRoot) return leaveOut('not root')
  try {
    return mount()
  } catch (error) {
    return leaveOut((error as Error).message.trim().split('\n').at(-1) ?? '')
  }
}

const commands = [
  'ls',
  'status',
  'timeline --jsonl',
  'logs',
  'kill n1',
  'start n1',
  'pause n1',
  'resume n1',
  'add',
]

/** A disk without a free byte: each command says so or works; once there is room all is well again. */
export async function fullDisk(place: Place, {chance, say}: RoundOptions): Promise<void> {
  const home = place.makeHome(`full-${chance.between(0, 1e9)}`)
  using disk = tryMount(place, () => Mount.smallDisk(home))
  if (disk === undefined) return
  const up = `up 1m1r --port ${place.port + 10}`
  await place.must(up, {home})
  const filler = path.join(home, '.filler')
  fill(filler)
  const tried = chance.sample(commands, 4)
  say(`a full disk: ${tried.join(', ')}`)
  for (const text of [...tried, `${up} --name other`, `${up} --replace`, 'down --keep'])
    await place.run(text, {home})
  rmSync(filler)
  await place.must('down --all', {home})
  await place.checkNothingLeft(home)
  place.checkNoPorts(place.port + 10, 20)
  place.tally.count('a full disk')
}

function fill(file: string): void {
  try {
    for (let size = 1 << 20; ; ) {
      try {
        writeFileSync(file, Buffer.alloc(size), {flag: 'a'})
      } catch (error) {
        if (size === 1) throw error
        size = Math.max(1, size >> 2)
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

/** A state folder that may only be read: what looks works, what changes says why it cannot. */
export async function readOnlyFolder(place: Place, {chance, say}: RoundOptions): Promise<void> {
  const home = place.makeHome(`read-only-${chance.between(0, 1e9)}`)
  const up = `up 1m1r --port ${place.port + 10}`
  await place.must(up, {home})
  {
    using _mount = makeReadOnly(place, home)
    const tried = chance.sample(commands, 4)
    say(`a read-only folder: ${tried.join(', ')}`)
    for (const text of [...tried, `${up} --name other`, 'down', 'clean']) await place.run(text, {home})
  }
  await place.must('down --all', {home})
  await place.checkNothingLeft(home)
  place.checkNoPorts(place.port + 10, 20)
  place.tally.count('a read-only folder')
}

function makeReadOnly(place: Place, home: string): Disposable | undefined {
  // Nothing is read-only for root but a mount.
  if (isRoot) return tryMount(place, () => Mount.readOnly(home))
  chmodSync(home, 0o500)
  return {[Symbol.dispose]: () => chmodSync(home, 0o700)}
}

const impossible = [
  '/proc/x',
  '/proc/self/fd',
  '/dev/null',
  '/dev/null/x',
  '/sys/x',
  `/tmp/${'x'.repeat(300)}`,
]

/** State folders that there cannot be. */
export async function impossibleHomes(place: Place, {chance, say}: RoundOptions): Promise<void> {
  for (const home of chance.sample(impossible, 2)) {
    for (const text of [
      'up 1m',
      'exec --up 1m -- true',
      chance.pick(['ls', 'status', 'clean']),
      'down --all',
    ]) {
      say(`REDISLAB_HOME=${home}: ${text}`)
      await place.run(text, {home})
    }
    place.tally.count(`an impossible state folder: ${home.slice(0, 20)}`)
  }
}
