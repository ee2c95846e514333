import {RedislabError} from '../core/errors/errors.ts'
import type {StepOf} from '../core/lab/lab.ts'
import {editConf} from '../engine/instances/edit-conf.ts'
import {StepFailure} from './problem.ts'
import type {Stage} from './stage.ts'

/** Changes the conf files of instances that do not run. */
export async function editStep({edit, without, lines}: StepOf<'edit'>, stage: Stage): Promise<string> {
  const names = await stage.names(edit)
  const {instances} = await stage.deployment.statusBy(stage.observer, {signal: stage.signal})
  const running = instances.find(
    ({name, state}) => names.includes(name) && state !== 'dead' && state !== 'stopped',
  )
  if (running !== undefined) {
    throw new StepFailure('instances that do not run', `${running.name} is ${running.state}`, stage)
  }
  const {directory, record} = stage.deployment
  for (const name of names) {
    const instance = record.plan.instances.find((planned) => planned.name === name)
    if (instance === undefined) throw new RedislabError('TARGET_NOT_FOUND', `There is no ${name}.`)
    await editConf(directory, record, {instance, without, lines})
  }
  return names.join(', ')
}
