import {checkConfs, hostNamesIn} from '../core/config/check-confs.ts'
import {type RenderedConf, type RenderOptions, renderConfs, type Templates} from '../core/config/render.ts'
import type {Plan} from '../core/topology/plan.ts'
import {resolveNames} from './resolve-names.ts'

/**
 * The confs of all instances of a plan, checked: they point to nothing outside of their deployment.
 *
 * @throws RedislabError TEMPLATE_INVALID, DIRECTIVE_INVALID
 */
export async function makeConfs(
  plan: Plan,
  templates: Templates,
  options: RenderOptions,
): Promise<readonly RenderedConf[]> {
  const drafts = renderConfs(plan, templates, options)
  checkConfs(plan, drafts, {password: options.password, names: await resolveNames(hostNamesIn(drafts))})
  return drafts.confs
}
