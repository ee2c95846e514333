import {guardOutput} from './unwritable-output.ts'

/** What bin/run.js starts; a module of ours, so that oclif is in the bundle with the rest. */
export {execute} from '@oclif/core/execute'

guardOutput()
