import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {aclFile, filesOf, tlsFilesIn} from '../../core/config/files.ts'
import {renderLoneNodesConf, renderNodesConf} from '../../core/config/nodes-conf.ts'
import type {RenderedConf, Templates} from '../../core/config/render.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import {writeTlsFiles} from '../certificates/write-tls-files.ts'
import {makeFolder} from '../files/make-folder.ts'
import {keepTemplates, keptTemplates} from '../files/templates.ts'
import {unwritable} from '../state/home.ts'
import type {DeploymentRecord} from '../state/record-schema.ts'
import {instanceDirectory} from './instance-process.ts'
import {makeConfs} from './make-confs.ts'

/** What Redis rewrites stays apart from what was rendered, which stays as it was. */
export const renderedFolder = 'rendered'

interface ConfRequest {
  readonly instances: readonly PlannedInstance[]
  readonly templates: Templates
  /** Of a cluster that runs: the node knows nobody yet, and has to meet the others. */
  readonly isNewcomer?: boolean
}

/**
 * Writes the conf files of instances of a plan, each into its folder, and keeps the templates that they were made from:
 * an instance that is added later is made from the same.
 *
 * @throws RedislabError TEMPLATE_INVALID, STATE_UNWRITABLE
 */
export async function writeConfs(
  directory: string,
  record: DeploymentRecord,
  {instances, templates, isNewcomer = false}: ConfRequest,
): Promise<void> {
  const {plan, server, tls, acl} = record
  const rendered = path.join(directory, renderedFolder)
  const wanted = await makeWanted(directory, record, {instances, templates})
  try {
    // Not through the thread pool, which takes longer than to write some twenty small files.
    makeFolder(rendered)
    keepTemplates(directory, templates)
    if (tls !== undefined) writeTlsFiles(directory, tls)
    for (const {instance, directory: folder, text} of wanted) {
      makeFolder(folder)
      // Redis rewrites its own copy; this one stays as it was rendered.
      writeFileSync(renderedConf(directory, instance.name), text, {mode: 0o600})
      writeFileSync(path.join(folder, filesOf(instance).conf), text, {mode: 0o600})
      if (acl !== undefined && instance.kind === 'redis')
        writeFileSync(path.join(folder, aclFile), acl.file, {mode: 0o600})
      if (plan.mode === 'cluster') {
        const nodes = isNewcomer
          ? renderLoneNodesConf(instance, server)
          : renderNodesConf(plan, instance, server)
        writeFileSync(path.join(folder, 'nodes.conf'), nodes, {mode: 0o600})
      }
    }
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/**
 * Writes only what instances go back to when they are reset: after their place in the plan has changed. What they run from
 * stays as it is.
 *
 * @throws RedislabError TEMPLATE_INVALID, STATE_UNWRITABLE
 */
export async function writeRenderedConfs(
  directory: string,
  record: DeploymentRecord,
  instances: readonly PlannedInstance[],
): Promise<void> {
  if (instances.length === 0) return
  const templates = await keptTemplates(directory)
  const confs = await makeWanted(directory, record, {instances, templates})
  try {
    for (const {instance, text} of confs)
      writeFileSync(renderedConf(directory, instance.name), text, {mode: 0o600})
  } catch (error) {
    throw unwritable(directory, error)
  }
}

/**
 * Rendered before anything is written, so that a mistake in a template leaves nothing half done; and all of them, since an
 * instance that is added must not take what another one has.
 */
async function makeWanted(
  directory: string,
  record: DeploymentRecord,
  {instances, templates}: Pick<ConfRequest, 'instances' | 'templates'>,
): Promise<readonly RenderedConf[]> {
  const {plan, server, tls} = record
  const confs = await makeConfs(plan, templates, {
    directoryOf: ({name}) => instanceDirectory(directory, name),
    server,
    access: record,
    tls: tls === undefined ? undefined : tlsFilesIn(directory),
  })
  return confs.filter(({instance}) => instances.some(({name}) => name === instance.name))
}

/** The conf of an instance as it was rendered. */
export function renderedConf(directory: string, name: string): string {
  return path.join(directory, renderedFolder, `${name}.conf`)
}
