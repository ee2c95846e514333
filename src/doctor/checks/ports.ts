import path from 'node:path'
import {busPortOffset} from '../../core/topology/plan.ts'
import {findFreeBlock} from '../../core/topology/ports.ts'
import {findPortOwner, isPortFree} from '../../engine/host/ports.ts'
import {ownUsualPorts} from '../../engine/up/reserve.ts'
import {type Check, manualFix} from '../check.ts'
import type {Machine} from '../machine.ts'

const host = '127.0.0.1'
/** A cluster of three shards with a replica each, its bus ports (port + 10000), and three sentinels. */
const usual = ownUsualPorts()
const inARow = (first: number, length: number) => Array.from({length}, (_, index) => first + index)
const parts = [
  inARow(usual.redis, 6),
  inARow(usual.redis + busPortOffset, 6),
  inARow(usual.sentinel, 3),
] as const
const wanted = parts.flat()
const range = `${list(parts[0])} and bus ${list(parts[1])}, ${list(parts[2])}`
/** Taken by AirPlay on macOS, and used by many Redis tutorials. */
const airPlayPorts = [5000, 7000]

export const ports: Check = {
  id: 'ports',
  title: 'Ports',
  async run(machine) {
    const why = `For this user redislab up begins at ${usual.redis}, sentinels at ${usual.sentinel}. Ports that were not asked for by number move on to the next free ones; with --port or --sentinel-port a taken port is an error.`
    const taken = await takenOf(wanted)
    const ours = await portsOfDeployments(machine)
    const foreign = taken.filter((port) => !ours.has(port))
    const used = [...new Set(taken.map((port) => ours.get(port)).filter((name) => name !== undefined))]
    const own = `used by your ${used.length === 1 ? 'deployment' : 'deployments'} ${used.map((name) => `"${name}"`).join(', ')}`
    if (foreign.length > 0) {
      const owners = await describeOwners(foreign)
      const free = await findFreeBlock(usual.redis, 3, (port) => isPortFree(host, port))
      return {
        status: 'info',
        found: owners,
        why: free === undefined ? why : `${why} Three ports in a row are free from ${free} on.`,
        fix: null,
      }
    }
    if (machine.platform === 'darwin') {
      // A port that is bound on all addresses can be bound once more on one of them there: only its owner tells.
      const owners = await Promise.all(airPlayPorts.map(findPortOwner))
      const airPlay = airPlayPorts.filter((_, index) => owners[index] !== undefined)
      if (airPlay.length > 0) {
        return {
          status: 'info',
          found: `free: ${range}; but ${airPlay.join(' and ')} taken, on macOS mostly by AirPlay`,
          why: 'The AirPlay receiver listens on 5000 and 7000, ports that many Redis tutorials use.',
          fix: manualFix({
            advice:
              'Keep the default ports, or turn it off: System Settings, General, AirDrop & Handoff, AirPlay Receiver.',
          }),
        }
      }
    }
    const found = taken.length === 0 ? `free: ${range}` : `${list(taken)} ${own}, the others are free`
    return {status: 'ok', found, why, fix: null}
  },
}

async function takenOf(candidates: readonly number[]): Promise<readonly number[]> {
  const free = await Promise.all(candidates.map((port) => isPortFree(host, port)))
  return candidates.filter((_, index) => !free[index])
}

async function portsOfDeployments(machine: Machine): Promise<ReadonlyMap<number, string>> {
  const owners = (await machine.deployments()).flatMap(({name, running}) =>
    running.flatMap(({port}) => [[port, name] as const, [port + 10_000, name] as const]),
  )
  return new Map(owners)
}

/** Who holds the ports, each program once: `7100-7102 taken by redis-server (pid 12, 13, 14)`. */
async function describeOwners(taken: readonly number[]): Promise<string> {
  const holdings = new Map<string, {ports: number[]; pids: Set<number>}>()
  for (const port of taken) {
    const owner = await findPortOwner(port)
    const program =
      owner === undefined
        ? 'a process that this user may not see'
        : path.basename(owner.command.split(' ')[0] ?? '')
    const holding = holdings.get(program) ?? {ports: [], pids: new Set()}
    holding.ports.push(port)
    if (owner !== undefined) holding.pids.add(owner.pid)
    holdings.set(program, holding)
  }
  return [...holdings]
    .map(([program, {ports, pids}]) => {
      const who = pids.size === 0 ? program : `${program} (pid ${shorten([...pids])})`
      return `${list(ports)} taken by ${who}`
    })
    .join('; ')
}

function shorten(pids: readonly number[]): string {
  return pids.length <= 3 ? pids.join(', ') : `${pids.slice(0, 3).join(', ')} …`
}

/** 7100, 7101, 7102 → `7100-7102`. */
function list(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
