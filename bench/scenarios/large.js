// Large deployments, once each: time, and the memory of their servers and of what is ours.

import {heard} from '../../tools/interruptible.js'
import {othersOf, privateMib} from '../support/memory.js'
import {timeCommand} from '../support/processes.js'

const deployments = [['1m2r3s'], ['1m2r3s', '--links'], ['20m'], ['1m50r3s'], ['50m50r', '--cluster']]

/** @param {{home: string, signal: AbortSignal}} context */
export async function measure({home, signal}) {
  const samples = {}
  for (const words of deployments) {
    await heard(signal)
    const name = words.join(' ')
    const up = timeCommand(home, 'up', ...words, '--json')
    const {instances, readyMs} = JSON.parse(up.stdout)
    const servers = instances.map(({pid}) => pid)
    const ours = othersOf(home, servers)
    const sum = (pids) => pids.reduce((total, pid) => total + privateMib(pid), 0)
    samples[`${name}: instances`] = servers.length
    samples[`${name}: up`] = up.ms
    samples[`${name}: ready`] = readyMs
    samples[`${name}: servers, MiB`] = sum(servers)
    samples[`${name}: ours, processes`] = ours.length
    samples[`${name}: ours, MiB`] = sum(ours)
    samples[`${name}: status`] = timeCommand(home, 'status').ms
    samples[`${name}: down`] = timeCommand(home, 'down').ms
  }
  return samples
}
