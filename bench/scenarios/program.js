// The same in one process, as test suites have it: start, failover by a kill, reset.

import {performance} from 'node:perf_hooks'
import {engineOf} from '../../dist/api/deployment/library-deployment.js'
import {startDeployment} from '../../dist/index.js'

const topology = '1m2r3s'

/** @param {{home: string, signal: AbortSignal}} context */
export async function measure({home, signal}) {
  const options = {home, name: 'bench', signal}
  const samples = {}
  const time = async (name, act) => {
    const startedAt = performance.now()
    const result = await act()
    samples[name] = performance.now() - startedAt
    return result
  }
  const lab = await time('startDeployment', () => startDeployment(topology, options))
  const {downAfterMs} = engineOf(lab).record.plan.settings
  await lab.kill('master')
  const {phases} = await lab.awaitFailover({signal})
  for (const [name, ms] of Object.entries(phases)) if (ms !== null) samples[`failover: ${name}`] = ms
  samples['failover: down-after'] = downAfterMs
  await time('reset', () => lab.reset())
  await lab.kill('master')
  await lab.awaitFailover({signal})
  const next = await time('stop and start', async () => {
    await lab.close()
    return startDeployment(topology, options)
  })
  await time('stop', () => next.close())
  return samples
}
