import type {DeploymentConnections} from './connections.ts'
import type {DeploymentEnding} from './ending.ts'
import type {DeploymentFaults} from './faults.ts'
import type {DeploymentLinks} from './links.ts'
import type {DeploymentLoads} from './loads.ts'
import type {DeploymentMembers} from './members.ts'
import type {DeploymentViews} from './views.ts'
import type {DeploymentWaits} from './waits.ts'

/**
 * A running deployment: look at it, connect to it, inject faults, wait for failovers. `await using` ends it with its block.
 *
 * Every method throws a RedislabError: OPTION_INVALID for arguments of a wrong kind, DEPLOYMENT_NOT_FOUND when the deployment
 * is gone. When `signal` is aborted, it throws the reason of the signal.
 *
 * @example
 * await using deployment = await startDeployment('1m2r3s')
 * await deployment.kill('master')
 * const {newMaster, phases} = await deployment.awaitFailover()
 */
export interface Deployment
  extends DeploymentViews,
    DeploymentConnections,
    DeploymentFaults,
    DeploymentLinks,
    DeploymentMembers,
    DeploymentLoads,
    DeploymentWaits,
    DeploymentEnding {}
