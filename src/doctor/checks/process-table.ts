import {RedislabError} from '../../core/errors/errors.ts'
import {checkProcesses} from '../../engine/host/process-table.ts'
import {type Check, manualFix} from '../check.ts'

export const processTable: Check = {
  id: 'process-table',
  title: 'Process table',
  async run() {
    const why =
      'redislab tells its servers from other processes by pid and start time, and signals nothing that it cannot recognise.'
    try {
      checkProcesses()
      return {status: 'ok', found: 'the processes of this user can be seen', why, fix: null}
    } catch (error) {
      if (!(error instanceof RedislabError)) throw error
      return {
        status: 'fail',
        found: error.message,
        why,
        fix: manualFix({advice: error.suggestions.join(' ')}),
      }
    }
  },
}
