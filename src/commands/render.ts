import {Args, Flags} from '@oclif/core'
import {deploymentFlags, fillPassword, toDeploymentOptions} from '../cli/flags/up-flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeRendered} from '../core/contract/deployments-json.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {makeCertificates} from '../engine/certificates/make-certificates.ts'
import {readTemplates} from '../engine/files/templates.ts'
import {chooseServer} from '../engine/servers/choose-server.ts'
import {chooseAccess} from '../engine/up/access.ts'
import {toPlanRequest} from '../engine/up/options.ts'
import {renderTo} from '../engine/up/render-to.ts'
import {hostsOf, planOnPaper} from '../engine/up/reserve.ts'
import {renderRendered} from '../reporters/deployment/rendered-view.ts'

/** What documentation says of Redis holds for it. */
const serverOfToday = {flavour: 'redis', version: '8.0.0'} as const

export default class Render extends BaseCommand {
  static override summary = 'Write only the conf files of a deployment.'
  static override description =
    'The same files that up would start from, commented line by line, to read or to start by hand. Takes the options of up.'
  static override examples = [{description: 'Into a folder:', command: 'redislab render 1m2r3s --out ./conf'}]
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
  }

  async run() {
    const {args, flags} = await this.parse(Render, fillPassword(this.argv))
    if (flags.out === '') {
      throw new RedislabError('OPTION_INVALID', '--out is empty: it takes a folder.', {
        suggestions: ['For this folder: --out .'],
      })
    }
    const wanted = toDeploymentOptions(flags)
    const request = toPlanRequest(args.topology, wanted)
    const plan = planOnPaper(request)
    // Without --server the files are for a server of today; none needs to be here.
    const server = flags.server === undefined ? undefined : await chooseServer(flags.server)
    const {cluster} = request.topology
    const access = {
      ...(await chooseAccess(wanted, {server: server ?? serverOfToday, cluster})),
      ...(request.tls ? {tls: await makeCertificates(hostsOf(plan))} : {}),
    }
    const files = await renderTo(flags.out, plan, await readTemplates(flags.templates), {access, server})
    if (this.isForPeople) this.log(renderRendered(files))
    return describeRendered(plan, files)
  }
}
