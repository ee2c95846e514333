// From nothing to a failover that would work, and the daily commands on the way; all of them whole processes.

import {rmSync} from 'node:fs'
import path from 'node:path'
import {performance} from 'node:perf_hooks'
import {startDeployment} from '../../dist/index.js'
import {heard} from '../../tools/interruptible.js'
import {timeCommand, timeNode} from '../support/processes.js'
import {processorTime, processorTimeOf} from '../support/processor-time.js'

const library = path.resolve(import.meta.dirname, '../../bundle/lib/index.js')
const bareStart = path.resolve(import.meta.dirname, '../bare-start.js')
const topology = '1m2r3s'

/** @param {{home: string, folder: string, machine: {serverPath: string}, signal: AbortSignal}} context */
export async function measure({home, folder, machine, signal}) {
  const nothing = timeNode(['-e', '0']).ms
  const version = timeCommand(home, '--version').ms
  const load = timeNode(['--input-type=module', '-e', `import ${JSON.stringify(library)}`]).ms
  await heard(signal)
  const up = timeCommand(home, 'up', topology, '--json')
  const status = timeCommand(home, 'status').ms
  const kill = timeCommand(home, 'kill', 'n2').ms
  timeCommand(home, 'start', 'n2')
  const processor = await timeProcessor(home, signal)
  const down = timeCommand(home, 'down').ms
  const bare = timeBare(home, {folder, machine}, JSON.parse(up.stdout))
  const startedAt = performance.now()
  const lab = await startDeployment(topology, {home, name: 'in-process', signal})
  const inProcess = performance.now() - startedAt
  await lab.close()
  const stock = timeCommand(home, 'up', topology, '--timing', 'redis').ms
  timeCommand(home, 'down')
  return {
    'node -e 0': nothing,
    '--version': version,
    import: load,
    up: up.ms,
    'up: ready': JSON.parse(up.stdout).readyMs,
    'a bare script: ready': bare,
    'up: in-process': inProcess,
    'up: stock settings': stock,
    status,
    kill,
    down,
    ...processor,
  }
}

/** What short commands take of the processor, and what Node itself does. */
async function timeProcessor(home, signal) {
  const of = (words, between) => processorTimeOf(home, words, between)
  const contenders = {
    'node -e 0': () => processorTime(['-e', '0']),
    status: () => of(['status']),
    kill: () => of(['kill', 'n2'], () => timeCommand(home, 'start', 'n2')),
    ls: () => of(['ls']),
    'lab list': () => of(['lab', 'list']),
  }
  const samples = {}
  for (const [name, measureOne] of Object.entries(contenders)) {
    await heard(signal)
    const ms = measureOne()
    if (ms !== undefined) samples[`processor: ${name}`] = ms
  }
  return samples
}

/** The same with nothing but sockets, at the same ports. */
function timeBare(home, {folder, machine}, {instances}) {
  const confs = path.join(folder, 'bare')
  const portOf = (name) =>
    instances
      .find((instance) => instance.name === name)
      .address.split(':')
      .at(-1)
  const ports = ['--port', portOf('n1'), '--sentinel-port', portOf('s1')]
  rmSync(confs, {recursive: true, force: true})
  timeCommand(home, 'render', topology, ...ports, '--server', machine.serverPath, '--out', confs)
  return Number(timeNode([bareStart, machine.serverPath, confs]).stdout)
}
