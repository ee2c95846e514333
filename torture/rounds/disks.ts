import {execFileSync} from 'node:child_process'
import {chmodSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import type {Place} from '../place.ts'
import type {RoundOptions} from './round.ts'

const isRoot = process.getuid?.() === 0

/** A disk of its own, of a few megabytes. */
class SmallDisk implements Disposable {
  readonly #folder: string

  constructor(folder: string) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=0700', 'tmpfs', folder], {stdio: 'pipe'})
    this.#folder = folder
  }

  remount(how: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${how}`, this.#folder], {stdio: 'pipe'})
  }

  [Symbol.dispose](): void {
    // Lazily: what a failed check left running there is ended later.
    execFileSync('umount', ['-l', this.#folder], {stdio: 'pipe'})
  }
}

/** @returns undefined, and counts it, where nobody may mount one */
function mountDisk(place: Place, folder: string): SmallDisk | undefined {
  const leaveOut = (why: string) => void place.tally.count(`left out, no disk may be mounted: ${why}`)
  if (!isRoot) return leaveOut('not root')
  try {
    return new SmallDisk(folder)
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
  using disk = mountDisk(place, home)
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
  using disk = isRoot ? mountDisk(place, home) : undefined
  if (isRoot && disk === undefined) return
  const lock = (how: 'ro' | 'rw') =>
    disk === undefined ? chmodSync(home, how === 'ro' ? 0o500 : 0o700) : disk.remount(how)
  const up = `up 1m1r --port ${place.port + 10}`
  await place.must(up, {home})
  // Redis holds its log open only while it writes, so a disk can become read-only under it.
  await place.must('pause all', {home})
  lock('ro')
  const tried = chance.sample(commands, 4)
  say(`a read-only folder: ${tried.join(', ')}`)
  for (const text of [...tried, `${up} --name other`, 'down', 'clean']) await place.run(text, {home})
  lock('rw')
  await place.must('down --all', {home})
  await place.checkNothingLeft(home)
  place.checkNoPorts(place.port + 10, 20)
  place.tally.count('a read-only folder')
}

/** State folders that there cannot be. */
export async function impossibleHomes(place: Place, {say}: RoundOptions): Promise<void> {
  for (const home of [
    '/proc/x',
    '/proc/self/fd',
    '/dev/null',
    '/dev/null/x',
    '/sys/x',
    `/tmp/${'x'.repeat(300)}`,
  ]) {
    for (const text of ['up 1m', 'ls', 'status', 'down', 'down --all', 'clean', 'exec --up 1m -- true']) {
      say(`REDISLAB_HOME=${home}: ${text}`)
      await place.run(`${text}`, {home})
    }
    place.tally.count('an impossible state folder')
  }
}
