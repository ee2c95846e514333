import {stringify} from 'yaml'
import type {PlannedInstance} from '../topology/plan.ts'
import {paths} from './container-conf.ts'
import {type ContainerDeployment, endOfCertificates, environmentOf} from './container-deployment.ts'
import {memoryOf} from './memory.ts'
import {readAnywhere} from './yaml-options.ts'

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
    networks: {default: {ipam: {config: [{subnet: `${network}.0.0/16`}]}}},
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
    ['compose.yaml', `${heading(deployment)}${stringify(project, {lineWidth: 0, ...readAnywhere})}`],
    ...[...confs].flatMap(([{name, kind}, {conf, nodesConf}]) => [
      [`confs/${name}/${kind}.conf`, conf] as const,
      ...(nodesConf === undefined ? [] : [[`confs/${name}/nodes.conf`, nodesConf] as const]),
      ...(nodes === undefined ? [] : [[`confs/${name}/nodes.txt`, nodes] as const]),
    ]),
    ...used.map(([file, text]) => [`scripts/${file}`, text] as const),
    ...[...secrets].map(([file, text]) => [`secrets/${file}`, text] as const),
  ])
}

function heading({plan, secrets, certificatesEnd}: ContainerDeployment): string {
  const secret =
    secrets.size === 0 ? '' : '# Only you should read the files in secrets/; do not commit them.\n'
  return `# ${plan.topology}${plan.mode === 'cluster' ? ', a cluster' : ''}: docker compose up --detach
# An instance is known by the name of its service. Applications must join this network.
# Names stand in /etc/hosts of each container, with addresses that stay: Docker's DNS forgets the name of a container that has ended, and
# a sentinel that waits for an answer about it stands still. Where ${network}.0.0/16 is taken, put another one in its place.
# In its volume each has its data, and its conf, which servers rewrite: what Sentinel learns and votes outlives a container.
${secret}${endOfCertificates(certificatesEnd)}`
}

/** The first half of the addresses of a project. */
const network = '10.177'

/** The first ten of a network are left to Docker. */
function addressOf(index: number): string {
  const number = index + 10
  return `${network}.${Math.floor(number / 256)}.${number % 256}`
}

function toService(deployment: ContainerDeployment, instance: PlannedInstance, data: readonly string[]) {
  const {plan, image} = deployment
  const secrets = secretsFor(instance, deployment)
  const isSentinel = instance.kind === 'sentinel'
  return {
    image,
    hostname: instance.host,
    networks: {default: {ipv4_address: addressOf(plan.instances.indexOf(instance))}},
    extra_hosts: plan.instances.map(({host}, index) => `${host}:${addressOf(index)}`),
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
