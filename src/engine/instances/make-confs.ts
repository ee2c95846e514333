import {checkConfs, hostNamesIn} from '../../core/config/check-confs.ts'
import {type RenderedConf, type RenderOptions, renderConfs, type Templates} from '../../core/config/render.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {featuresOf, type ServerVersion} from '../../core/redis/server-version.ts'
import type {Plan} from '../../core/topology/plan.ts'
import {resolveNames} from '../host/resolve-names.ts'

/** A server that takes the path of its conf for a pattern finds another file, or none, and starts with neither port nor bind. */
function checkFolder(folder: string, server: ServerVersion | undefined): void {
  if (!/[*?[]/.test(folder) || (server !== undefined && !featuresOf(server).confIsPattern)) return
  throw new RedislabError(
    'OPTION_INVALID',
    `The path ${folder} holds one of * ? [, which a server takes for a pattern when it looks for its conf.`,
    {suggestions: ['Choose another folder: REDISLAB_HOME is that of the state, --out that of render.']},
  )
}

/**
 * The confs of all instances of a plan, checked: they point to nothing outside of their deployment.
 *
 * @throws RedislabError TEMPLATE_INVALID, DIRECTIVE_INVALID, OPTION_INVALID for a folder that servers cannot start from
 */
export async function makeConfs(
  plan: Plan,
  templates: Templates,
  options: RenderOptions,
): Promise<readonly RenderedConf[]> {
  for (const instance of plan.instances) checkFolder(options.directoryOf(instance), options.server)
  const drafts = renderConfs(plan, templates, options)
  checkConfs(plan, drafts, {
    access: options.access ?? {},
    tls: options.tls,
    names: await resolveNames(hostNamesIn(drafts)),
  })
  return drafts.confs
}
