import {Document, visit} from 'yaml'
import {type ContainerDeployment, endOfCertificates} from './container-deployment.ts'
import {type Context, handsOver, labels, podLabels, portsOf} from './manifest-context.ts'
import {podSpec} from './pod-spec.ts'
import {groupPods, type PodGroup, podOf, sentinelsOf} from './pods.ts'
import {readAnywhere} from './yaml-options.ts'

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
    ...disruptionBudgets(context, groups),
    ...groups.map((group) => statefulSet(context, group)),
  ]
  return new Map([
    [`${name}.yaml`, heading(context) + toYaml(objects)],
    ...(secrets.size === 0
      ? []
      : [
          [
            `${name}-secrets.yaml`,
            `# Passwords and keys of ${name}: do not commit them.\n${toYaml([secretOf(context)])}`,
          ] as const,
        ]),
  ])
}

function heading({plan, namespace, name, certificatesEnd}: Context): string {
  return `# ${plan.topology}${plan.mode === 'cluster' ? ', a cluster' : ''}: kubectl apply --server-side --filename this folder
# A pod is known by a name that it keeps, such as ${plan.instances[0]?.host ?? name}, whatever address it has: Sentinel, replicas and
# nodes announce that name. In its volume each has its data, and its conf, which servers rewrite: what Sentinel learns and votes, and
# which slots are whose, outlives a pod. Its namespace is ${namespace}, which is part of these names.
${endOfCertificates(certificatesEnd)}`
}

/** One document each, with texts of several lines written line by line. */
function toYaml(objects: readonly object[]): string {
  return objects
    .map((object) => {
      const document = new Document(object, readAnywhere)
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

/**
 * Hosts may be drained one pod at a time: of sentinels a majority stays, of a master with its replicas one, and of a cluster the
 * majority of its masters, which are in several groups.
 */
function disruptionBudgets(context: Context, groups: readonly PodGroup[]) {
  const {name, plan} = context
  const budget = (own: string, group: PodGroup, matchLabels: object) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(context, own, group),
    spec: {maxUnavailable: 1, selector: {matchLabels}},
  })
  return plan.mode === 'cluster'
    ? groups.slice(0, 1).map((group) => budget(name, group, labels(name, group)))
    : groups.map((group) => budget(group.name, group, podLabels(name, group)))
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
