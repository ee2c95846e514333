import {stat} from 'node:fs/promises'
import {commandLineOf, findProcessesIn} from '../../engine/host/process-table.ts'
import {type Check, manualFix} from '../check.ts'
import type {KnownDeployment} from '../known-deployments.ts'

export const leftovers: Check = {
  id: 'leftovers',
  title: 'Leftovers',
  async run(machine) {
    const why =
      'What a crash or a reboot leaves behind keeps ports, memory and disk, and its name cannot be used for a new deployment.'
    const deployments = await machine.deployments()
    const strays = await findStrays(machine.home, deployments)
    const damaged = await findDamaged(deployments)
    const dead = deployments.filter(({damage, dead, running}) => !damage && dead > 0 && running.length === 0)
    const running = deployments.filter(({running}) => running.length > 0)

    if (strays.length + damaged.length + dead.length === 0) {
      const found =
        running.length === 0 ? 'none' : `none; running: ${running.map(({name}) => name).join(', ')}`
      return {status: 'ok', found, why, fix: null}
    }
    const found = [
      ...strays.map(({pid, command}) => `${command} (pid ${pid}) belongs to no deployment`),
      ...damaged.map(({name, damage}) => `"${name}": ${damage?.replace(/\.$/, '')}`),
      ...dead.map(({name}) => `nothing of "${name}" runs any more`),
    ]
    return {
      status: strays.length + damaged.length > 0 ? 'warn' : 'info',
      found: found.join('; '),
      why,
      // Left to the person: there may be logs and data in there that are still to be read.
      fix: manualFix({
        now: [
          ...(strays.length === 0 ? [] : [`kill ${strays.map(({pid}) => pid).join(' ')}`]),
          ...(damaged.length === 0 ? [] : ['redislab clean']),
          ...dead.map(({name}) => `redislab down --name ${name}`),
        ],
      }),
    }
  },
}

/** A deployment that is being made has a folder before it has a record: a fresh folder is not damaged yet. */
async function findDamaged(deployments: readonly KnownDeployment[]): Promise<readonly KnownDeployment[]> {
  const damaged = deployments.filter(({damage}) => damage !== null)
  const areFresh = await Promise.all(damaged.map(({directory}) => isFresh(directory)))
  return damaged.filter((_, index) => !areFresh[index])
}

/** Servers that run in the state folder although no record names them. */
async function findStrays(home: string, deployments: readonly KnownDeployment[]) {
  const known = new Set(deployments.flatMap(({running}) => running.map(({pid}) => pid)))
  // A deployment that is being started has processes before its record names them.
  for (const {directory} of deployments) {
    if (await isFresh(directory)) for (const {pid} of await findProcessesIn(directory)) known.add(pid)
  }
  const candidates = (await findProcessesIn(home)).filter(
    ({pid, state}) => !known.has(pid) && state !== 'zombie',
  )
  const strays = await Promise.all(
    candidates.map(async ({pid}) => ({pid, command: (await commandLineOf(pid)) ?? ''})),
  )
  // A server that saves has a child, which calls itself redis-rdb-bgsave: not a stray.
  return strays.filter(({command}) => /(redis|valkey)-(server|sentinel)\b/.test(command))
}

async function isFresh(directory: string): Promise<boolean> {
  const {mtimeMs} = await stat(directory)
  return Date.now() - mtimeMs < 10_000
}
