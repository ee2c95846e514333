import {constants} from 'node:fs'
import {access, readdir, stat} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {recordFile} from '../../engine/state/record.ts'
import {automaticFix, type Check, type Finding, manualFix} from '../check.ts'
import {findExisting} from '../existing-folder.ts'
import type {Machine} from '../machine.ts'

/** How long the path of a Unix socket may be: sun_path is 108 bytes on Linux and 104 on macOS, one of them for the end. */
const longestSocketPath: Partial<Record<NodeJS.Platform, number>> = {linux: 107, darwin: 103}

export const stateFolder: Check = {
  id: 'state-folder',
  title: 'State folder',
  async run(machine) {
    const {home} = machine
    const why =
      'Every deployment has its configuration, logs and data there, in the open: passwords too, so only you should be able to read it.'
    const existing = await findExisting(home)
    if (!(await stat(existing)).isDirectory()) {
      return unusable(home, why, `${existing} is not a folder`)
    }
    if (!(await isWritable(existing))) {
      return existing === home
        ? notWritable(machine, why)
        : unusable(home, why, `it does not exist, and ${existing} cannot be written`)
    }
    if (existing === home) {
      const {mode, uid} = await stat(home)
      if (process.getuid?.() !== 0 && uid !== process.getuid?.()) return notWritable(machine, why)
      if ((mode & 0o077) !== 0) {
        return {
          status: 'warn',
          found: `${home} has mode ${octal(mode)}: others can look into it`,
          why,
          // REDISLAB_HOME may point at a shared folder (/tmp): what is not ours alone is not ours to close.
          fix:
            (mode & sticky) === 0 && (await holdsOnlyDeployments(home))
              ? automaticFix({now: [`chmod 700 ${quoteForShell(home)}`]})
              : manualFix({advice: 'Other things are in there. Point REDISLAB_HOME at a folder of its own.'}),
        }
      }
    }
    const socket = path.join(home, 'default', 'n1', 'redis.sock')
    const longest = longestSocketPath[machine.platform] ?? 103
    if (Buffer.byteLength(socket) > longest) {
      return {
        status: 'info',
        found: `${home} is writable, but too long for Unix sockets`,
        why: `The path of a Unix socket may have ${longest} bytes; ${socket} has ${Buffer.byteLength(socket)}. It only matters with --set unixsocket=….`,
        fix: manualFix({advice: 'Point REDISLAB_HOME at a folder with a shorter path.'}),
      }
    }
    return {
      status: 'ok',
      found: existing === home ? `${home}, writable, only yours` : `${home}, made when it is needed`,
      why,
      fix: null,
    }
  },
}

function notWritable(machine: Machine, why: string): Finding {
  const user = process.getuid?.() ?? ''
  return {
    status: 'fail',
    found: `${machine.home} is not yours to write`,
    why: `${why} It belongs to another user: perhaps redislab once ran with sudo.`,
    fix: manualFix({now: [machine.asRoot(`chown -R ${user} ${quoteForShell(machine.home)}`)]}),
  }
}

function unusable(home: string, why: string, reason: string): Finding {
  return {
    status: 'fail',
    found: `${home} cannot be used: ${reason}`,
    why,
    fix: manualFix({advice: 'Point REDISLAB_HOME at a folder that you can write.'}),
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Locks, and what the disk check writes at this moment. */
const ownHidden = /^\.(locks|redislab-doctor-)/
/** Set on folders that everybody may write into, such as /tmp. */
const sticky = 0o1000

async function holdsOnlyDeployments(home: string): Promise<boolean> {
  const entries = await readdir(home)
  const areOurs = await Promise.all(
    entries.map(async (name) => ownHidden.test(name) || exists(path.join(home, name, recordFile))),
  )
  return areOurs.every(Boolean)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}
