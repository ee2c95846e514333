import os from 'node:os'
import process from 'node:process'
import {type Check, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'

const names: Partial<Record<NodeJS.Platform, string>> = {linux: 'Linux', darwin: 'macOS', win32: 'Windows'}

export const platform: Check = {
  id: 'platform',
  title: 'Platform',
  async run(machine) {
    const kernel = (await machine.read('/proc/sys/kernel/osrelease')) ?? os.release()
    const name = names[machine.platform] ?? machine.platform
    const place = (await machine.isContainer()) ? ', container' : ''
    const found = `${name} ${kernel} ${machine.arch}, Node ${process.versions.node}${place}`
    if (machine.platform !== 'linux' && machine.platform !== 'darwin') {
      return {
        status: 'fail',
        found,
        why: 'Redis runs on Linux and macOS; redislab steers it with Unix signals and processes.',
        fix: manualFix({advice: 'On Windows, use redislab inside WSL 2.'}),
      }
    }
    // WSL 1 ends its release in "-Microsoft"; WSL 2, a real kernel, in "-microsoft-standard-WSL2".
    if (/-Microsoft$/.test(kernel)) {
      return {
        status: 'warn',
        found: `${found}: WSL 1`,
        why: 'WSL 1 imitates Linux: forks are slow, kernel settings are missing, and timings differ from those of a real kernel, so failovers do too.',
        fix: manualFix({advice: 'In Windows: wsl --set-version DISTRIBUTION 2'}),
      }
    }
    if (await isTranslated(machine)) {
      return {
        status: 'info',
        found: `${found}: x64 programs run through Rosetta`,
        why: 'Translated programs start and run slower, so timings are not those of this machine.',
        fix: manualFix({advice: 'Install Node and Redis for arm64.'}),
      }
    }
    return {
      status: 'ok',
      found,
      why: 'Redis runs on Linux and macOS; what it needs differs between them.',
      fix: null,
    }
  },
}

async function isTranslated(machine: Machine): Promise<boolean> {
  if (machine.platform === 'darwin') return (await machine.readSysctl('sysctl.proc_translated')) === '1'
  return machine.arch === 'x64' && ((await machine.read('/proc/cpuinfo')) ?? '').includes('VirtualApple')
}
