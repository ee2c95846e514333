import {stringify} from 'yaml'
import type {PlannedInstance} from '../topology/plan.ts'
import {paths} from './container-conf.ts'
import {type ContainerDeployment, environmentOf} from './container-deployment.ts'
import {memoryOf} from './memory.ts'

/** In compose a container is known by the name of its instance, inside of the network of the project. */
export const composeHost = ({name}: PlannedInstance) => name

/**
 * The files of a compose project, by their paths in its folder: `compose.yaml`, and what it mounts. Secrets are files of their own,
 * and stand in no other.
 */
export function renderCompose(deployment: ContainerDeployment): ReadonlyMap<string, string> {
  const {plan, scripts, confs, nodes, secrets} = deployment
  const data = plan.instances.filter(({kind}) => kind === 'redis').map((instance) => instance.name)
  const project = {
    services: Object.fromEntries(
      plan.instances.map((instance) => [instance.name, toService(deployment, instance, data)]),
    ),
    volumes: Object.fromEntries(plan.instances.map((instance) => [`${instance.name}-data`, {}])),
    ...(secrets.size === 0
      ? {}
      : {
          secrets: Object.fromEntries([...secrets.keys()].map((file) => [file, {file: `./secrets/${file}`}])),
        }),
  }
  const used = (['prepare.sh', 'start.sh', 'health.sh'] as const).map(
    (file) => [file, scripts[file]] as const,
  )
  return new Map([
    [
      'compose.yaml',
      `${heading(deployment)}${stringify(project, {lineWidth: 0, aliasDuplicateObjects: false})}`,
    ],
    ...[...confs].flatMap(([{name, kind}, {conf, nodesConf}]) => [
      [`confs/${name}/${kind}.conf`, conf] as const,
      ...(nodesConf === undefined ? [] : [[`confs/${name}/nodes.conf`, nodesConf] as const]),
      ...(nodes === undefined ? [] : [[`confs/${name}/nodes.txt`, nodes] as const]),
    ]),
    ...used.map(([file, text]) => [`scripts/${file}`, text] as const),
    ...[...secrets].map(([file, text]) => [`secrets/${file}`, text] as const),
  ])
}

function heading({plan, secrets}: ContainerDeployment): string {
  const secret =
    secrets.size === 0 ? '' : '# The files in secrets/ are for nobody else to read, and for no repository.\n'
  return `# ${plan.topology}${plan.mode === 'cluster' ? ', a cluster' : ''}: docker compose up --detach
# An instance is known by the name of its service, whatever address its container has. Applications belong into this network.
# In its volume each has its data, and its conf, which servers rewrite: what Sentinel learns and votes outlives a container.
${secret}`
}

function toService(deployment: ContainerDeployment, instance: PlannedInstance, data: readonly string[]) {
  const {plan, image} = deployment
  const secrets = secretsFor(instance, deployment)
  const isSentinel = instance.kind === 'sentinel'
  return {
    image,
    hostname: instance.host,
    command: ['sh', `${paths.scripts}/start.sh`],
    environment: {INSTANCE: instance.name, ...environmentOf(deployment, instance)},
    volumes: [
      `${instance.name}-data:${paths.data}`,
      `./confs/${instance.name}:${paths.confs}:ro`,
      `./scripts:${paths.scripts}:ro`,
    ],
    ...(secrets.length === 0 ? {} : {secrets}),
    // Where the server finds its secrets: copies in memory, readable for its user.
    tmpfs: [paths.secrets],
    ...(isSentinel ? {depends_on: data} : {}),
    healthcheck: {
      test: ['CMD', 'sh', `${paths.scripts}/health.sh`, 'ready'],
      interval: '5s',
      timeout: '5s',
      retries: 6,
      start_period: '60s',
    },
    restart: 'unless-stopped',
    // A server that ends saves, and waits for its replicas.
    stop_grace_period: '60s',
    mem_limit: isSentinel ? '128m' : `${memoryOf(plan.settings).limit}m`,
  }
}

/** Each reads only the passwords of its kind; those of applications are for containers that others add. */
function secretsFor({kind}: PlannedInstance, {secrets}: ContainerDeployment): readonly string[] {
  const foreign = kind === 'sentinel' ? /^(redis-|users\.acl$|client-)/ : /^(sentinel-|client-)/
  return [...secrets.keys()].filter((file) => !foreign.test(file))
}
