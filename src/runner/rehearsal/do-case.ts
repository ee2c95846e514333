import type {RehearsalCase} from '../../core/rehearsal/rehearsal.ts'
import type {Deployment} from '../../engine/deployment/deployment.ts'
import type {Load} from '../../load/load.ts'
import {awaitOtherMasters, awaitReady, awaitWrites} from './awaiting.ts'
import {backWithinMs, type CaseOptions, type CaseProblem} from './case-options.ts'
import {failOver, restartAll} from './upkeep.ts'

/** Does what a case is about, and waits until it is over, or until it is clear that it is not survived. */
export async function doCase(
  one: RehearsalCase,
  deployment: Deployment,
  loads: readonly Load[],
  options: CaseOptions,
): Promise<CaseProblem> {
  const {signal} = options
  const inject: Deployment['inject'] = deployment.inject.bind(deployment)
  const untouched = {...one, masters: []}
  switch (one.kind) {
    case 'instance':
    case 'host':
    case 'pair':
      await inject({kind: 'kill', signal: 'SIGKILL'}, one.instances, {signal})
      return {problem: await awaitWrites(one, deployment, loads, options)}
    case 'freeze':
      await inject({kind: 'pause'}, one.instances, {signal})
      return {problem: await awaitWrites(one, deployment, loads, options)}
    case 'partition': {
      await inject({kind: 'partition'}, one.instances, {signal})
      const found = await awaitOtherMasters(one, deployment, options)
      await inject({kind: 'heal'}, [], {signal})
      await awaitReady(deployment, signal)
      if (found.problem !== undefined) return found
      return {problem: await awaitWrites(untouched, deployment, loads, {...options, observeMs: 0})}
    }
    case 'planned':
      return {problem: await failOver(one.instances[0] ?? '', deployment, signal)}
    case 'rolling': {
      const problem = await restartAll(deployment, signal)
      if (problem !== undefined) return {problem}
      return {problem: await awaitWrites(untouched, deployment, loads, {...options, observeMs: 0})}
    }
    case 'all':
      await inject({kind: 'kill', signal: 'SIGKILL'}, one.instances, {signal})
      await inject({kind: 'start'}, one.instances, {signal})
      return {
        problem: await awaitWrites(
          one,
          deployment,
          loads,
          {...options, observeMs: backWithinMs},
          backWithinMs,
        ),
      }
  }
}
