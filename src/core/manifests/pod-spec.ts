import {featuresOf} from '../redis/server-version.ts'
import type {PlannedInstance} from '../topology/plan.ts'
import {paths} from './container-conf.ts'
import {environmentOf, tlsOptions} from './container-deployment.ts'
import {type Context, handsOver, labels, podLabels, portsOf} from './manifest-context.ts'
import {memoryOf} from './memory.ts'
import {type PodGroup, sentinelsOf} from './pods.ts'

/** The user and group of the official images. */
const user = 999

/** The pods of a StatefulSet: an init container lays the conf, and then the server runs. */
export function podSpec(context: Context, group: PodGroup) {
  const {name, plan, secrets} = context
  const matching = (matchLabels: object) => ({
    labelSelector: {matchLabels},
    topologyKey: 'kubernetes.io/hostname',
  })
  return {
    automountServiceAccountToken: false,
    // Variables such as REDIS_PORT, which Kubernetes makes of services, mean something else to many applications.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 60,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: {type: 'RuntimeDefault'},
    },
    affinity: {
      podAntiAffinity: {
        // No host holds two that stand in for each other; all others are spread where there are enough hosts.
        requiredDuringSchedulingIgnoredDuringExecution: [matching(podLabels(name, group))],
        preferredDuringSchedulingIgnoredDuringExecution: [
          {weight: 100, podAffinityTerm: matching(labels(name, group))},
        ],
      },
    },
    ...(plan.mode === 'cluster' ? {topologySpreadConstraints: [spread(labels(name, group))]} : {}),
    initContainers: [prepareContainer(context, group)],
    containers: [serverContainer(context, group)],
    volumes: [
      {name: 'confs', configMap: {name: `${name}-conf`}},
      {name: 'scripts', configMap: {name: `${name}-scripts`}},
      ...(secrets.size === 0
        ? []
        : [{name: 'secrets', secret: {secretName: `${name}-secrets`, defaultMode: 0o440}}]),
    ],
  }
}

/**
 * The first pods of all shards, which are masters at first, are on as many hosts as there are, and so are the second ones: of three
 * hosts none has a majority of these masters. An anti-affinity cannot say "with the same number" before Kubernetes 1.31; this can
 * from 1.28 on. A host that takes no pods does not count.
 */
function spread(matchLabels: object) {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: {matchLabels},
    matchLabelKeys: ['apps.kubernetes.io/pod-index'],
    nodeTaintsPolicy: 'Honor',
  }
}

/** What both containers of a pod have. */
function containerBase({image, secrets}: Context, resources: object) {
  return {
    image,
    resources,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: {drop: ['ALL']},
    },
    volumeMounts: [
      {name: 'data', mountPath: paths.data},
      {name: 'confs', mountPath: paths.confs, readOnly: true},
      {name: 'scripts', mountPath: paths.scripts, readOnly: true},
      ...(secrets.size === 0 ? [] : [{name: 'secrets', mountPath: paths.secrets, readOnly: true}]),
    ],
  }
}

const small = {requests: {cpu: '50m', memory: '64Mi'}, limits: {memory: '128Mi'}} as const

function prepareContainer(context: Context, group: PodGroup) {
  return {
    name: 'prepare',
    command: ['sh', `${paths.scripts}/prepare.sh`],
    env: [
      {name: 'KIND', value: group.kind},
      {name: 'INSTANCE', valueFrom: {fieldRef: {fieldPath: 'metadata.name'}}},
    ],
    ...containerBase(context, small),
  }
}

function serverContainer(context: Context, group: PodGroup) {
  const {plan, server} = context
  const {kind} = group
  const [first] = group.instances
  if (first === undefined) throw new TypeError(`${group.name} has no instance`)
  const isCluster = plan.mode === 'cluster'
  const {limit} = memoryOf(plan.settings)
  const resources = {
    requests: {cpu: '250m', memory: `${limit}Mi`},
    limits: {memory: `${limit}Mi`},
  }
  const environment = {
    ...environmentOf(context, first),
    ...(kind === 'redis' && plan.mode === 'sentinel' ? handoverEnvironment(context, first) : {}),
  }
  return {
    name: kind,
    command: [
      `${server.flavour}-server`,
      `${paths.data}/${kind}.conf`,
      ...(kind === 'sentinel' ? ['--sentinel'] : []),
      // A pod has another address each time it is made.
      ...(isCluster ? ['--cluster-announce-ip', '$(POD_IP)'] : []),
    ],
    env: [
      ...Object.entries(environment).map(([variable, value]) => ({name: variable, value})),
      ...(isCluster ? [{name: 'POD_IP', valueFrom: {fieldRef: {fieldPath: 'status.podIP'}}}] : []),
    ],
    ports: portsOf(context, kind, first.port),
    ...probes(kind),
    ...(kind === 'redis' && handsOver(plan)
      ? {lifecycle: {preStop: {exec: {command: ['sh', `${paths.scripts}/handover.sh`]}}}}
      : {}),
    ...containerBase(context, kind === 'sentinel' ? small : resources),
  }
}

/** By whom a master has itself replaced. */
function handoverEnvironment({name, plan, server, access}: Context, {masterName = ''}: PlannedInstance) {
  const options = tlsOptions(access)
  return {
    MASTER_NAME: masterName,
    SENTINELS: sentinelsOf(name),
    SENTINEL_PORT: String(plan.instances.find(({kind}) => kind === 'sentinel')?.port),
    ...(options.length === 0 ? {} : {SENTINEL_OPTIONS: options.join(' ')}),
    ...(featuresOf(server).coordinatedFailover ? {COORDINATED: 'yes'} : {}),
  }
}

/** A server that loads its data is alive, and not ready: a probe that ended it would have it begin again. */
function probes(kind: PlannedInstance['kind']) {
  const probe = (what: string) => ({exec: {command: ['sh', `${paths.scripts}/health.sh`, what]}})
  return {
    startupProbe: {tcpSocket: {port: kind}, periodSeconds: 5, failureThreshold: 60},
    livenessProbe: {...probe('live'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6},
    readinessProbe: {...probe('ready'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3},
  }
}
