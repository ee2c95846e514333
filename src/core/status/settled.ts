import {describeProblem} from '../redis/refusal.ts'
import type {DeploymentStatus} from './status.ts'

/**
 * What keeps a deployment from being at rest, a phrase each: a master is missing or claimed twice, the sentinels that
 * answer do not agree on it, or a running replica has no link. Unlike `ready` this does not ask that all instances run.
 */
export function findUnsettled({masters, instances}: DeploymentStatus): readonly string[] {
  return [
    ...masters.flatMap(({name, instance, claimedBy, sentinelsAgree}) => {
      if (claimedBy.length > 1) return [`${claimedBy.join(' and ')} claim to be master of ${name}`]
      if (instance === null) return [`${name} has no master`]
      return sentinelsAgree === false
        ? [`the sentinels do not agree that ${instance} is master of ${name}`]
        : []
    }),
    ...instances
      .filter(({clusterState = 'ok', role}) => clusterState !== 'ok' && role === 'master')
      .map(({name, clusterState}) => `${name} serves nothing: cluster_state:${clusterState}`),
    ...instances.filter(({tilt}) => tilt).map(({name}) => `${name} is in TILT`),
    ...instances
      .filter(({problem}) => problem !== undefined)
      .map(({name, problem = ''}) => `${name} ${describeProblem(problem)}`),
    ...instances
      .filter(({role, linkUp}) => role === 'replica' && linkUp === false)
      .map(({name, replicaOf}) => `the link of ${name} to ${replicaOf} is down`),
  ]
}
