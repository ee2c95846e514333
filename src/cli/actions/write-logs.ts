import {describeLogRecord, type LogJson} from '../../core/contract/log-json.ts'
import {explainRecord} from '../../core/redis/explain-record.ts'
import type {RecognisedRecord} from '../../core/redis/log-record.ts'
import {stringifyVisible} from '../../core/text/visible.ts'
import type {InstanceNames} from '../../core/timeline/incidents/names.ts'
import type {LogSource} from '../../engine/logs/log-source.ts'
import {openLineMemory} from '../../engine/logs/open-line-memory.ts'
import {type ReadLogsOptions, readLogBatches, readLogRuns} from '../../engine/logs/read-logs.ts'
import {LinePainter} from '../../lines/line-painter.ts'
import {makeClock} from '../../reporters/kit/clock-time.ts'
import {terminalWidth} from '../../reporters/kit/terminal-width.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {renderLogRecord} from '../../reporters/timeline/log-view.ts'
import {RecentMeanings} from '../../reporters/timeline/recent-meanings.ts'
import {OutputBytes} from './output-bytes.ts'
import {writeOutput} from './write-output.ts'

/**
 * All lines, for one JSON document.
 *
 * @param signal of the command: when it is aborted, this throws its reason
 */
export async function collectLogs(
  sources: readonly LogSource[],
  reading: ReadLogsOptions,
  signal: AbortSignal,
): Promise<readonly LogJson[]> {
  const lines: LogJson[] = []
  for await (const records of readLogBatches(sources, reading))
    for (const record of records) lines.push(toJson(record))
  signal.throwIfAborted()
  return lines
}

/** A JSON object for each line. @param signal as for `collectLogs` */
export async function writeLogJson(
  sources: readonly LogSource[],
  reading: ReadLogsOptions,
  signal: AbortSignal,
): Promise<void> {
  for await (const records of readLogBatches(sources, reading))
    await writeOutput(records.map((record) => `${stringifyVisible(toJson(record))}\n`).join(''), signal)
  signal.throwIfAborted()
}

export interface TellLogsOptions {
  /** Whether to write what each line means beneath it. */
  readonly explain: boolean
  readonly names: InstanceNames
  /** As for `collectLogs`. */
  readonly signal: AbortSignal
}

/** Logs for people, as they come: for a terminal. */
export async function tellLogs(
  sources: readonly LogSource[],
  reading: ReadLogsOptions,
  {explain, names, signal}: TellLogsOptions,
): Promise<void> {
  const nameWidth = nameWidthOf(sources)
  const recent = new RecentMeanings()
  const clock = makeClock()
  const render = (record: RecognisedRecord, width: number | undefined): string => {
    const options = {nameWidth, width, clock}
    if (!explain)
      return renderLogRecord(record, stdoutTheme, {...options, severity: record.known?.entry.severity})
    const event = explainRecord(record)
    const explained = recent.isNew(event?.meaning) ? event : undefined
    const {severity} = event ?? {}
    const nameIn = (text: string) => names.inText(text)
    return renderLogRecord(record, stdoutTheme, {...options, severity, explained, nameIn})
  }
  for await (const records of readLogBatches(sources, reading)) {
    const width = terminalWidth()
    await writeOutput(records.map((record) => render(record, width)).join(''), signal)
  }
  signal.throwIfAborted()
}

/** Logs as they are for people, fast: for a file or a pipe, which is where the long ones go. */
export async function writeLogLines(
  sources: readonly LogSource[],
  reading: ReadLogsOptions,
  signal: AbortSignal,
): Promise<void> {
  const memory = openLineMemory()
  const nameWidth = nameWidthOf(sources)
  const painter = new LinePainter(
    {
      render: (record, line) => renderLogRecord(record, stdoutTheme, {nameWidth, ...line}),
      clock: makeClock(),
    },
    memory,
  )
  const output = new OutputBytes(signal)
  for await (const runs of readLogRuns(sources, {...reading, signal}, memory)) {
    for (const run of runs) {
      for (let line = run.from; line < run.to; ) {
        line = painter.paint(run, line)
        if (line < run.to) await output.write(painter.release())
      }
    }
  }
  await output.write(painter.release())
  await output.end()
  signal.throwIfAborted()
}

function nameWidthOf(sources: readonly LogSource[]): number {
  return Math.max(...sources.map(({instance}) => instance.length))
}

function toJson(record: RecognisedRecord): LogJson {
  return describeLogRecord(record, explainRecord(record))
}
