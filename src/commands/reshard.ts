import {Args, Flags} from '@oclif/core'
import {countFlag, durationFlag} from '../cli/flags/flags.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {describeReshard} from '../core/contract/membership-json.ts'
import type {ReshardReport} from '../core/contract/reshard-report.ts'
import {findMasterless} from '../core/status/masterless.ts'
import {cancelMigrations} from '../engine/cluster/cancel-migrations.ts'
import {findMoves} from '../engine/cluster/find-moves.ts'
import {reshard} from '../engine/cluster/reshard.ts'
import {reshardAtomic} from '../engine/cluster/reshard-atomic.ts'
import {type Deployment, findDeployment} from '../engine/deployment/deployment.ts'
import {renderCancelled, renderReshard} from '../reporters/deployment/reshard-view.ts'

export default class Reshard extends BaseCommand {
  static override summary = 'Move slots of a cluster to another master while clients go on.'
  static override description =
    `Each slot is opened on both sides (MIGRATING, IMPORTING), its keys are migrated, and then all nodes are informed. With
--keys it stops half-way and leaves the slot open: clients are redirected with ASK, and commands on several keys
get TRYAGAIN. --finish moves what is left.

With --atomic they move whole (Redis 8.4, Valkey 9.0): their keys are copied while clients go on at the old master, which takes
no writes only in the moment in which the slots change hands. What has not arrived --within a minute, or when you press
Ctrl-C, is cancelled, and stays where it was. --no-wait leaves them on their way, and --cancel calls all of them back.

With --to all the slots are shared among all masters; without --from, so that each has the same share. A master that
gives its last slot away becomes a replica of the master that gets it, and so do its replicas: that is how Redis does it
(cluster-allow-replica-migration).`
  static override examples = [
    {
      description: 'A hundred slots from one shard to another:',
      command: 'redislab reshard --from shard:1 --count 100 --to shard:2',
    },
    {description: 'Slots by number:', command: 'redislab reshard 0-100,866 --to shard:3'},
    {description: 'The slot of a key:', command: 'redislab reshard key:foo --to shard:3'},
    {description: 'The same share for each master:', command: 'redislab reshard --to all'},
    {description: 'All that a master has, to the others:', command: 'redislab reshard --from n3 --to all'},
    {description: 'Whole, by the server itself:', command: 'redislab reshard 0-100 --to shard:2 --atomic'},
    {
      description: 'Open a slot and move no key of it:',
      command: 'redislab reshard 866 --to shard:3 --keys 0',
    },
    {description: 'Finish what was left open:', command: 'redislab reshard --finish'},
  ]
  static override args = {
    slots: Args.string({
      description: 'Numbers: 866, 0-100, or 0-100,866; or key:foo, the slot of a key.',
    }),
  }
  static override flags = {
    to: Flags.string({
      summary: 'The master that they go to; all: shared among all masters.',
      helpValue: 'TARGET',
    }),
    from: Flags.string({
      summary: 'The master whose slots they are: all of them, or with --count the first ones.',
      helpValue: 'TARGET',
    }),
    count: countFlag({summary: 'How many slots, with --from.', min: 1, dependsOn: ['from']}),
    keys: countFlag({summary: 'Stop after N keys, and leave the slot open.'}),
    finish: Flags.boolean({
      summary: 'Finish all slots that are open.',
      exclusive: ['to', 'from', 'keys', 'atomic'],
    }),
    atomic: Flags.boolean({
      summary: 'Move them whole, as Redis 8.4 and Valkey 9.0 do it.',
      exclusive: ['keys'],
    }),
    'no-wait': Flags.boolean({
      summary: 'With --atomic: return when it has begun.',
      dependsOn: ['atomic'],
      exclusive: ['within'],
    }),
    within: durationFlag({
      min: 1,
      summary: 'With --atomic: cancel it after this long. [default: 1m]',
      dependsOn: ['atomic'],
    }),
    cancel: Flags.boolean({
      summary: 'Call back what is on its way by --atomic.',
      exclusive: ['to', 'from', 'keys', 'finish', 'atomic'],
    }),
  }

  async run() {
    const {args, flags} = await this.parse(Reshard)
    const deployment = await findDeployment(flags.name)
    if (flags.cancel) return this.cancel(deployment)
    const moves = await findMoves(deployment, {...flags, slots: args.slots, signal: this.signal})
    const reports: ReshardReport[] = []
    for (const {slots, to} of moves) {
      let progress = 'moving slots'
      const move = () => {
        if (!flags.atomic) return reshard(deployment, {slots, to, mostKeys: flags.keys, signal: this.signal})
        const onProgress = (now: string) => {
          progress = now
        }
        const {within: withinMs, 'no-wait': noWait} = flags
        return reshardAtomic(deployment, {
          slots,
          to,
          wait: !noWait,
          withinMs,
          signal: this.signal,
          onProgress,
        })
      }
      reports.push(await this.waitFor(() => progress, move))
    }
    const nothing = flags.finish
      ? 'No slot is open.'
      : flags.from === undefined
        ? 'Each master has its share already.'
        : `${flags.from} has no slots to give.`
    // What has no master is not open, and --finish cannot help it: say what can.
    const masterless = flags.finish
      ? findMasterless(await deployment.status({signal: this.signal}))
      : undefined
    const options = {nothing, masterless: masterless ?? [], deployment: deployment.name}
    if (this.isForPeople) this.log(renderReshard(reports, options))
    return describeReshard(reports, masterless)
  }

  private async cancel(deployment: Deployment) {
    const cancelled = await cancelMigrations(deployment, {signal: this.signal})
    if (this.isForPeople) this.log(renderCancelled(cancelled))
    return describeReshard([], undefined, cancelled)
  }
}
