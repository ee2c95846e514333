import type {LogSource} from '../engine/logs/log-source.ts'
import {memoryFor, type ReadLogsOptions, readLogRuns} from '../engine/logs/read-logs.ts'
import {LinePainter} from '../reporters/line-painter.ts'
import {stdoutTheme} from '../reporters/theme.ts'
import {OutputBytes} from './output-bytes.ts'

/** What is rendered before it is written; the longest line fits into a half of it. */
const roomBytes = 2 * 512 * 1024

/** Writes logs as they are for people, fast: for a file or a pipe, which is where the long ones go. */
export async function writeLogLines(
  sources: readonly LogSource[],
  {
    nameWidth,
    signal,
    ...options
  }: ReadLogsOptions & {readonly nameWidth: number; readonly signal: AbortSignal},
): Promise<void> {
  const memory = Buffer.allocUnsafeSlow(roomBytes + memoryFor(sources.length))
  const painter = new LinePainter(stdoutTheme, {nameWidth, room: memory, roomBytes})
  const output = new OutputBytes(signal)
  const reading = {memory, from: roomBytes}
  for await (const runs of readLogRuns(sources, {...options, signal}, reading)) {
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
