import type {LogSource} from '../../engine/logs/log-source.ts'
import {openLineMemory} from '../../engine/logs/open-line-memory.ts'
import {type ReadLogsOptions, readLogRuns} from '../../engine/logs/read-logs.ts'
import {LinePainter} from '../../lines/line-painter.ts'
import {makeClock} from '../../reporters/kit/clock-time.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderLogRecord} from '../../reporters/timeline/log-view.ts'
import {OutputBytes} from './output-bytes.ts'

/** Writes logs as they are for people, fast: for a file or a pipe, which is where the long ones go. */
export async function writeLogLines(
  sources: readonly LogSource[],
  {
    nameWidth,
    signal,
    ...options
  }: ReadLogsOptions & {readonly nameWidth: number; readonly signal: AbortSignal},
): Promise<void> {
  const memory = openLineMemory()
  const painter = new LinePainter(
    {
      render: (record, line) => renderLogRecord(record, stdoutTheme, {nameWidth, ...line}),
      clock: makeClock(),
    },
    memory,
  )
  const output = new OutputBytes(signal)
  for await (const runs of readLogRuns(sources, {...options, signal}, memory)) {
    for (const run of runs) {
      for (let line = run.from; line < run.to; ) {
        line = painter.paint(run, line)
        if (line < run.to) await output.write(painter.release())
      }
    }
  }
  await output.write(painter.release())
  await output.end()
}
