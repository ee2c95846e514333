import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {Machine, type MachineOptions} from '../../src/doctor/machine.ts'

/** A machine laid out as a folder of files: a Linux one, with an ordinary user, unless told. */
export interface LaidOutMachine extends AsyncDisposable {
  readonly machine: Machine
  /** The folder that stands for `/`. */
  readonly root: string
}

/**
 * Lays a machine out in a temporary folder, so that a check reads real files without being bound to the machine at hand.
 *
 * @param files by absolute path, such as `/proc/sys/vm/overcommit_memory`
 */
export async function layOutMachine(
  files: Readonly<Record<string, string>>,
  options: Omit<MachineOptions, 'root'> = {},
): Promise<LaidOutMachine> {
  const root = await mkdtemp(path.join(os.tmpdir(), 'redislab-machine-'))
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(root, file)
    await mkdir(path.dirname(place), {recursive: true})
    await writeFile(place, text, {mode: file.includes('/bin/') ? 0o755 : 0o644})
  }
  const machine = new Machine({
    platform: 'linux',
    arch: 'x64',
    isRoot: false,
    home: path.join(root, 'home'),
    programs: path.join(root, 'usr/bin'),
    ...options,
    root,
  })
  return {machine, root, [Symbol.asyncDispose]: () => rm(root, {recursive: true, force: true})}
}
