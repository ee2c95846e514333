import type {BadInputs} from './bad-input.ts'
import {broken} from './inputs/broken.ts'
import {cluster} from './inputs/cluster.ts'
import {labs} from './inputs/labs.ts'
import {links} from './inputs/links.ts'
import {looking} from './inputs/looking.ts'
import {noDeployment} from './inputs/no-deployment.ts'
import {groups, targets} from './inputs/targets.ts'
import {up, upAgain} from './inputs/up.ts'

/** All bad inputs, in the order of docs/errors.md. */
export const table: readonly BadInputs[] = [
  up,
  upAgain,
  noDeployment,
  targets,
  groups,
  looking,
  cluster,
  links,
  labs,
  broken,
]
