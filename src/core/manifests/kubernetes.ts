import {Document, visit} from 'yaml'
import {featuresOf} from '../redis/server-version.ts'
import {busPortOffset, type PlannedInstance} from '../topology/plan.ts'
import {paths} from './container-conf.ts'
import {type ContainerDeployment, environmentOf, tlsOptions} from './container-deployment.ts'
import {memoryOf} from './memory.ts'
import {groupPods, type PodGroup, podOf, sentinelsOf} from './pods.ts'

/** The user and group of the official images. */
const user = 999

/**
 * The files of a deployment in Kubernetes: NAME.yaml, and NAME-secrets.yaml, which alone holds passwords and keys. They are made for
 * `kubectl apply`: of the API of Kubernetes they use what is stable, and no operator.
 */
export function renderKubernetes(
  deployment: ContainerDeployment,
  namespace: string,
): ReadonlyMap<string, string> {
  const {name, plan, secrets} = deployment
  const context: Context = {...deployment, namespace}
  const groups = groupPods(name, plan)
  const objects = [
    configMap(context, 'conf', confsOf(context)),
    configMap(context, 'scripts', scriptsOf(context)),
    ...services(context),
    ...groups.map((group) => disruptionBudget(context, group)),
    ...groups.map((group) => statefulSet(context, group)),
  ]
  return new Map([
    [`${name}.yaml`, heading(context) + toYaml(objects)],
    ...(secrets.size === 0
      ? []
      : [
          [
            `${name}-secrets.yaml`,
            `# Passwords and keys of ${name}: for no repository.\n${toYaml([secretOf(context)])}`,
          ] as const,
        ]),
  ])
}

interface Context extends ContainerDeployment {
  readonly namespace: string
}

function heading({plan, namespace, name}: Context): string {
  return `# ${plan.topology}${plan.mode === 'cluster' ? ', a cluster' : ''}: kubectl apply -f this folder
# A pod is known by a name that it keeps, such as ${plan.instances[0]?.host ?? name}, whatever address it has: Sentinel, replicas and
# nodes announce that name. In its volume each has its data, and its conf, which servers rewrite: what Sentinel learns and votes, and
# which slots are whose, outlives a pod. Its namespace is ${namespace}, which is part of these names.
`
}

/** One document each, with texts of several lines written line by line. */
function toYaml(objects: readonly object[]): string {
  return objects
    .map((object) => {
      const document = new Document(object, {aliasDuplicateObjects: false})
      visit(document, {
        Scalar: (_, node) => {
          if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL'
        },
      })
      return document.toString({lineWidth: 0})
    })
    .join('---\n')
}

function metadata({name, namespace}: Context, own: string, component?: PodGroup) {
  return {
    name: own,
    namespace,
    labels: component === undefined ? {'app.kubernetes.io/name': name} : labels(name, component),
  }
}

function labels(name: string, {kind}: Pick<PodGroup, 'kind'>) {
  return {'app.kubernetes.io/name': name, 'app.kubernetes.io/component': kind}
}

function podLabels(name: string, group: PodGroup) {
  return {...labels(name, group), 'app.kubernetes.io/instance': group.name}
}

function configMap(context: Context, what: string, texts: ReadonlyMap<string, string>) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata(context, `${context.name}-${what}`),
    data: Object.fromEntries(texts),
  }
}

function secretOf(context: Context) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(context, `${context.name}-secrets`),
    type: 'Opaque',
    stringData: Object.fromEntries(context.secrets),
  }
}

function confsOf({name, plan, confs, nodes}: Context): ReadonlyMap<string, string> {
  const own = [...confs].flatMap(([instance, {conf, nodesConf}]) => {
    const pod = podOf(name, plan, instance)
    return [
      [`${pod}.conf`, conf] as const,
      ...(nodesConf === undefined ? [] : [[`${pod}.nodes`, nodesConf] as const]),
    ]
  })
  return new Map([...own, ...(nodes === undefined ? [] : [['nodes.txt', nodes] as const])])
}

function scriptsOf({scripts, plan}: Context): ReadonlyMap<string, string> {
  const needed = ['prepare.sh', 'health.sh', ...(handsOver(plan) ? ['handover.sh'] : [])] as const
  return new Map(needed.map((file) => [file, scripts[file as keyof typeof scripts]]))
}

function handsOver({mode}: Context['plan']): boolean {
  return mode === 'sentinel' || mode === 'cluster'
}

/** Headless: they give each pod a name. Sentinels must find each other before they are ready. */
function services(context: Context) {
  const {name, plan} = context
  const kinds = [...new Set(plan.instances.map(({kind}) => kind))]
  return kinds.map((kind) => {
    const port = plan.instances.find((instance) => instance.kind === kind)?.port ?? 0
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(context, kind === 'redis' ? name : sentinelsOf(name)),
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector: labels(name, {kind}),
        ports: portsOf(context, kind, port).map(({name: own, containerPort}) => ({
          name: own,
          port: containerPort,
          targetPort: own,
        })),
      },
    }
  })
}

function portsOf({plan}: Context, kind: PlannedInstance['kind'], port: number) {
  return [
    {name: kind, containerPort: port},
    ...(plan.mode === 'cluster' ? [{name: 'bus', containerPort: port + busPortOffset}] : []),
  ]
}

/** Hosts may be drained one pod at a time: of sentinels a majority stays, and of a shard its master or a replica. */
function disruptionBudget(context: Context, group: PodGroup) {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(context, group.name, group),
    spec: {maxUnavailable: 1, selector: {matchLabels: podLabels(context.name, group)}},
  }
}

function statefulSet(context: Context, group: PodGroup) {
  const {name, namespace} = context
  const pods = podLabels(name, group)
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(context, group.name, group),
    spec: {
      serviceName: group.kind === 'redis' ? name : sentinelsOf(name),
      replicas: group.instances.length,
      // A replica needs no other pod to be ready before it starts, and in a cluster each needs the addresses of all.
      podManagementPolicy: 'Parallel',
      selector: {matchLabels: pods},
      template: {metadata: {namespace, labels: pods}, spec: podSpec(context, group)},
      volumeClaimTemplates: [
        {
          metadata: {name: 'data'},
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: {requests: {storage: group.kind === 'redis' ? '4Gi' : '128Mi'}},
          },
        },
      ],
    },
  }
}

function podSpec(context: Context, group: PodGroup) {
  const {name, secrets} = context
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
