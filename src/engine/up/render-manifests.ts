import {X509Certificate} from 'node:crypto'
import {lstat, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import type {Access} from '../../core/config/access.ts'
import {tlsFilesIn} from '../../core/config/files.ts'
import type {Templates} from '../../core/config/render.ts'
import {composeHost, renderCompose} from '../../core/manifests/compose.ts'
import {type Scripts, toContainers} from '../../core/manifests/container-deployment.ts'
import {manifestName, placeInContainers} from '../../core/manifests/container-plan.ts'
import {renderKubernetes} from '../../core/manifests/kubernetes.ts'
import {podHost} from '../../core/manifests/pods.ts'
import type {ServerVersion} from '../../core/redis/server-version.ts'
import type {Plan, PlannedInstance} from '../../core/topology/plan.ts'
import {makeCertificates} from '../certificates/make-certificates.ts'
import {makeFolder} from '../files/make-folder.ts'
import {shippedTemplates} from '../files/templates.ts'
import {makeConfs} from '../instances/make-confs.ts'
import {type RenderedFile, unwritten} from './render-to.ts'
import {hostsOf} from './reserve.ts'

/** For whom manifests are written. */
export type ManifestFormat = 'compose' | 'k8s'

export interface ManifestRequest {
  readonly format: ManifestFormat
  readonly image: string
  /** The server in the image. */
  readonly server: ServerVersion
  readonly access: Access
  /** Whether the instances speak TLS, with certificates that are made here. */
  readonly tls: boolean
  readonly port?: number | undefined
  readonly sentinelPort?: number | undefined
  /** Of Kubernetes. */
  readonly namespace: string
}

/** What was written: the file in which the conf of each instance is, and all files. */
export interface RenderedManifests {
  readonly confs: readonly RenderedFile[]
  readonly files: readonly string[]
}

/**
 * Writes manifests that run a plan in containers. Files that exist are never written over, and links are not followed.
 *
 * @throws RedislabError TEMPLATE_INVALID, DIRECTIVE_INVALID, OPTION_INVALID when a file exists, PERMISSION_DENIED
 */
export async function renderManifests(
  folder: string,
  plan: Plan,
  templates: Templates,
  request: ManifestRequest,
): Promise<RenderedManifests> {
  const {format, access, server, image, namespace} = request
  // As on this machine they are checked; in containers their hosts have names that only others can look up.
  await makeConfs(plan, templates, {
    directoryOf: ({name}) => path.resolve(folder, name),
    access,
    server,
    tls: request.tls ? tlsFilesIn(path.resolve(folder)) : undefined,
  })
  const name = manifestName(plan.name)
  const isCompose = format === 'compose'
  const hostOf = (instance: PlannedInstance) =>
    isCompose ? composeHost(instance) : podHost(name, plan, instance, namespace)
  const placed = placeInContainers(plan, {...request, hostOf})
  const services = isCompose ? [] : [name, `${name}-sentinel`]
  const tls = request.tls ? await makeCertificates([...hostsOf(placed), ...services]) : undefined
  const deployment = toContainers(
    {
      name,
      plan: placed,
      image,
      server,
      access: {...access, ...(tls === undefined ? {} : {tls})},
      ...(tls === undefined ? {} : {certificatesEnd: lastDayOf(tls.certificate)}),
      scripts: await readScripts(),
    },
    templates,
  )
  const files = isCompose ? renderCompose(deployment) : renderKubernetes(deployment, namespace)
  await writeAll(folder, files, new Set(deployment.secrets.keys()))
  const confFile = (instance: PlannedInstance) =>
    isCompose ? `confs/${instance.name}/${instance.kind}.conf` : `${name}.yaml`
  return {
    confs: placed.instances.map((instance) => ({
      instance: instance.name,
      file: path.resolve(folder, confFile(instance)),
    })),
    files: [...files.keys()].map((file) => path.resolve(folder, file)),
  }
}

function lastDayOf(certificate: string): string {
  return new Date(new X509Certificate(certificate).validTo).toISOString().slice(0, 10)
}

async function readScripts(): Promise<Scripts> {
  const read = (file: keyof Scripts) => readFile(path.join(shippedTemplates, 'manifests', file), 'utf8')
  return {
    'prepare.sh': await read('prepare.sh'),
    'start.sh': await read('start.sh'),
    'health.sh': await read('health.sh'),
    'handover.sh': await read('handover.sh'),
  }
}

async function writeAll(
  folder: string,
  files: ReadonlyMap<string, string>,
  secrets: ReadonlySet<string>,
): Promise<void> {
  for (const [file, text] of files) {
    const target = path.resolve(folder, file)
    const directory = path.dirname(target)
    const isSecret = secrets.has(path.basename(file)) || /-secrets\.yaml$/.test(file)
    try {
      makeFolder(directory)
      if (!(await lstat(directory)).isDirectory()) throw Object.assign(new Error('a link'), {code: 'ELOOP'})
      // Containers read the others as any user.
      await writeFile(target, text, {mode: isSecret ? 0o600 : 0o644, flag: 'wx'})
    } catch (error) {
      throw unwritten(target, error)
    }
  }
}
