import process from 'node:process'
import type {DeploymentStatus} from '../../core/status/status.ts'
import {fitRows} from '../kit/fit-rows.ts'
import {LiveText} from '../kit/live-text.ts'
import {SteadyColumns} from '../kit/table.ts'
import {stdoutTheme} from '../kit/theme.ts'
import {renderLastLook, renderStatus} from './status-view.ts'

/**
 * Shows a status in place of the one before, and beneath it how to leave. Where there is no terminal, a status is written
 * when it differs from the one before.
 */
export function makeStatusReporter(options: {
  readonly canLeaveByKey: boolean
}): (status: DeploymentStatus) => void {
  const columns = new SteadyColumns()
  let last = ''
  const live = new LiveText(() => last)
  return (status) => {
    const text = renderStatus(status, stdoutTheme, columns)
    const {isTTY, rows, columns: width} = process.stdout
    if (!isTTY) {
      if (text !== last) process.stdout.write(last === '' ? text : `\n${text}`)
      last = text
      return
    }
    // What scrolled off the screen cannot be drawn over.
    last = `${fitRows(text.trimEnd(), {rows: rows === 0 ? 0 : Math.max(1, rows - 2), columns: width})}\n\n${renderLastLook(Date.now(), options, stdoutTheme)}`
    live.draw()
  }
}
