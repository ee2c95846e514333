import path from 'node:path'
import {filesOf} from '../../core/config/files.ts'
import type {PlannedInstance} from '../../core/topology/plan.ts'
import type {LineForm} from '../../lines/line-forms.ts'

/** Where the log of an instance is. The file need not exist yet. */
export interface LogSource {
  /** The instance's name: `n2`, `s1`. */
  readonly instance: string
  /** The instance's place in its deployment. */
  readonly index: number
  readonly path: string
  /** The forms of its lines where they are not those of Redis. It is short, and read from its beginning. */
  readonly forms?: readonly LineForm[]
}

/** The logs of all instances of a run directory. */
export function logSourcesOf(directory: string, instances: readonly PlannedInstance[]): readonly LogSource[] {
  return instances.map((instance, index) => ({
    instance: instance.name,
    index,
    path: path.join(directory, instance.name, filesOf(instance).log),
  }))
}
