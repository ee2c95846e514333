import type {DeploymentStatus} from '../status/status.ts'
import type {Plan} from '../topology/plan.ts'
import type {ServerInfo} from '../words.ts'
import type {
  clean,
  deploymentSummary,
  down,
  ls,
  planned,
  render,
  renderedFile,
  reset,
  started,
  startStep,
  takenDown,
} from './schemas/deployments.ts'
import type {JsonOf} from './schemas/json-of.ts'

/** The document of `up --json`. */
export function describeStarted(
  status: DeploymentStatus,
  {readyMs, steps}: {readonly readyMs: number; readonly steps: readonly JsonOf<typeof startStep>[]},
): JsonOf<typeof started> {
  return {...status, readyMs, steps}
}

/** The document of `up --dry-run --json`. */
export function describePlanned(plan: Plan, server: ServerInfo): JsonOf<typeof planned> {
  return {...plan, server}
}

/** The document of `ls --json`. */
export function describeSummaries(
  deployments: readonly JsonOf<typeof deploymentSummary>[],
): JsonOf<typeof ls> {
  return {deployments}
}

/** The document of `down --json`. */
export function describeTakenDown(
  deployments: readonly JsonOf<typeof takenDown>[],
  {kept}: {readonly kept: boolean},
): JsonOf<typeof down> {
  return {deployments: deployments.map(({name, ended}) => ({name, ended})), kept}
}

/** The document of `clean --json`. */
export function describeCleaned(deployments: readonly JsonOf<typeof takenDown>[]): JsonOf<typeof clean> {
  return {deployments}
}

/** The document of `reset --json`. */
export function describeReset(
  deployment: string,
  report: Omit<JsonOf<typeof reset>, 'deployment'>,
): JsonOf<typeof reset> {
  return {deployment, ...report}
}

/** The document of `render --json`. */
export function describeRendered(
  {topology}: Plan,
  files: readonly JsonOf<typeof renderedFile>[],
  inContainers?: {readonly image: string; readonly manifests: readonly string[]},
): JsonOf<typeof render> {
  return {
    topology,
    files,
    ...(inContainers === undefined ? {} : {image: inContainers.image, manifests: inContainers.manifests}),
  }
}
