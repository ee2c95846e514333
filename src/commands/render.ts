import {Args, Flags} from '@oclif/core'
import {
  type DeploymentFlags,
  deploymentFlags,
  fillPassword,
  toDeploymentOptions,
} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import type {DeploymentOptions} from '../core/config/deployment-options.ts'
import {describeRendered} from '../core/contract/deployments-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {forContainers} from '../core/manifests/container-options.ts'
import {checkNamespace} from '../core/manifests/container-plan.ts'
import {
  checkImage,
  imageOf,
  imageOfToday,
  requireServerOfImage,
  serverOfImage,
} from '../core/manifests/image.ts'
import type {ServerVersion} from '../core/redis/server-version.ts'
import type {Plan} from '../core/topology/plan.ts'
import {makeCertificates} from '../engine/certificates/make-certificates.ts'
import {readTemplates} from '../engine/files/templates.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {chooseAccess} from '../engine/up/access.ts'
import {toPlanRequest} from '../engine/up/options.ts'
import {renderManifests} from '../engine/up/render-manifests.ts'
import {renderTo} from '../engine/up/render-to.ts'
import {hostsOf, planOnPaper} from '../engine/up/reserve.ts'
import {renderManifestFiles, renderRendered} from '../reporters/deployment/rendered-view.ts'

/** What documentation says of Redis holds for it. */
const serverOfToday = {flavour: 'redis', version: '8.0.0'} as const

type RenderFlags = DeploymentFlags & {
  readonly out: string
  readonly format: 'conf' | 'compose' | 'k8s'
  readonly image?: string | undefined
  readonly namespace?: string | undefined
}

export default class Render extends BaseCommand {
  static override summary =
    'Write only the conf files of a deployment, or manifests that run it in containers.'
  static override description =
    'The same files that up would start from, commented line by line, to read or to start by hand. With --format compose or k8s: a project of Docker Compose or manifests of Kubernetes, with names that stay, confs that servers may rewrite, probes, and passwords kept apart. These keep data (--persist aof) and use longer timers, unless you say otherwise. Takes the options of up.'
  static override examples = [
    {description: 'Into a folder:', command: 'redislab render 1m2r3s --out ./conf'},
    {description: 'For Docker Compose:', command: 'redislab render 1m2r3s --format compose --out ./redis'},
    {
      description: 'A cluster for Kubernetes:',
      command: 'redislab render 3m3r --cluster --format k8s --image valkey/valkey:9.1 --out ./k8s',
    },
  ]
  static override args = {
    topology: Args.string({description: 'Masters, replicas, sentinels: 1m2r3s.', required: true}),
  }
  static override flags = {
    ...deploymentFlags,
    out: Flags.string({
      char: 'o',
      summary: 'Folder to write to; made where it is missing.',
      helpValue: 'DIR',
      required: true,
    }),
    format: Flags.option({
      summary: 'conf: conf files. compose: for Docker Compose. k8s: for Kubernetes.',
      options: ['conf', 'compose', 'k8s'] as const,
      default: 'conf' as const,
    })(),
    image: Flags.string({
      summary: `The image that manifests name. By default that of --server, else ${imageOfToday}.`,
      helpValue: 'IMAGE',
    }),
    namespace: Flags.string({
      summary: 'The namespace of --format k8s, which is part of the names of hosts. [default: default]',
      helpValue: 'NAME',
    }),
  }

  async run() {
    const {args, flags, metadata} = await this.parse(Render, fillPassword(this.argv))
    if (flags.out === '') {
      throw new RedislabError('OPTION_INVALID', '--out is empty: it takes a folder.', {
        suggestions: ['For this folder: --out .'],
      })
    }
    checkFormat(flags)
    const asked = toDeploymentOptions(flags)
    const isGiven = (flag: 'timing' | 'persist') => metadata.flags[flag]?.setFromDefault !== true
    const wanted =
      flags.format === 'conf'
        ? asked
        : forContainers(asked, {timing: isGiven('timing'), persist: isGiven('persist')})
    return flags.format === 'conf'
      ? this.#writeConfs(args.topology, wanted, flags)
      : this.#writeManifests(args.topology, wanted, flags)
  }

  async #writeConfs(topology: string, wanted: DeploymentOptions, flags: RenderFlags) {
    const request = toPlanRequest(topology, wanted)
    const plan = planOnPaper(request)
    // Without --server the files are for a server of today; none needs to be here.
    const server = flags.server === undefined ? undefined : await chooseServer(flags.server)
    const access = {
      ...(await this.#accessOf(plan, wanted, server ?? serverOfToday)),
      ...(request.tls ? {tls: await makeCertificates(hostsOf(plan))} : {}),
    }
    const files = await renderTo(flags.out, plan, await readTemplates(flags.templates), {access, server})
    if (this.isForPeople) this.log(renderRendered(files))
    return describeRendered(plan, files)
  }

  async #writeManifests(topology: string, wanted: DeploymentOptions, flags: RenderFlags) {
    const request = toPlanRequest(topology, wanted)
    const plan = planOnPaper({...request, port: undefined, sentinelPort: undefined})
    const {image, server} = await chooseImage(flags)
    const format = flags.format === 'k8s' ? 'k8s' : 'compose'
    const {confs, files} = await renderManifests(flags.out, plan, await readTemplates(flags.templates), {
      format,
      image,
      server,
      access: await this.#accessOf(plan, wanted, server),
      tls: request.tls ?? false,
      port: request.port,
      sentinelPort: request.sentinelPort,
      namespace: checkNamespace(flags.namespace ?? 'default'),
    })
    if (this.isForPeople) this.log(renderManifestFiles(files, {folder: flags.out, format}))
    return describeRendered(plan, confs, {image, manifests: files})
  }

  async #accessOf({mode}: Plan, wanted: DeploymentOptions, server: ServerVersion) {
    return chooseAccess(wanted, {server, cluster: mode === 'cluster'})
  }
}

/** The image of manifests, and the server in it, as its name or --server says. */
async function chooseImage({
  image,
  server: wanted,
}: RenderFlags): Promise<{readonly image: string; readonly server: ServerVersion}> {
  const named = image === undefined ? undefined : checkImage(image)
  const nameTells = named !== undefined && serverOfImage(named) !== undefined
  if (wanted === undefined || nameTells) {
    const chosen = named ?? imageOfToday
    return {image: chosen, server: requireServerOfImage(chosen)}
  }
  const server = await chooseServer(wanted)
  return {image: named ?? server.image?.name ?? imageOf(server), server}
}

/** @throws RedislabError OPTION_INVALID for options that mean nothing in this format */
function checkFormat({format, image, namespace, host, links}: RenderFlags): void {
  const fail = (problem: string, suggestion: string): never => {
    throw new RedislabError('OPTION_INVALID', problem, {suggestions: [suggestion]})
  }
  if (format === 'conf' && image !== undefined)
    fail('--image is for manifests.', 'Add --format compose or --format k8s, or leave it out.')
  if (format !== 'k8s' && namespace !== undefined)
    fail('--namespace is for manifests of Kubernetes.', 'Add --format k8s, or leave it out.')
  if (format === 'conf') return
  if (links) fail('--links cuts links on this machine, and manifests run elsewhere.', 'Leave it out.')
  if (host !== '127.0.0.1')
    fail(`--host ${host}: containers have names for each other, and no fixed addresses.`, 'Leave it out.')
}
