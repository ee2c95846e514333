import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {makeVisible} from '../../core/text/visible.ts'
import type {Note} from '../kit/notes.ts'
import {renderReport} from '../kit/report.ts'
import {stdoutTheme, type Theme} from '../kit/theme.ts'

/** The manifests that were written, and how they are brought up. */
export function renderManifestFiles(
  files: readonly string[],
  {folder, format}: {readonly folder: string; readonly format: 'compose' | 'k8s'},
  theme: Theme = stdoutTheme,
): string {
  const where = quoteForShell(folder)
  const command =
    format === 'compose'
      ? `docker compose --project-directory ${where} up --detach`
      : // The other way keeps a copy in an annotation, which has no room for large ConfigMaps (262144 bytes).
        `kubectl apply --server-side --filename ${where}`
  return renderReport(
    {
      rows: files.map((file) => [`${theme.good('✔')} ${makeVisible(file)}`]),
      notes: [[theme.dim('start'), theme.command(makeVisible(command))]],
    },
    {theme},
  )
}

/** The conf files that were written, and how to start one of each kind by hand. */
export function renderRendered(
  files: readonly {readonly instance: string; readonly file: string}[],
  theme: Theme = stdoutTheme,
): string {
  const redis = files.find(({instance}) => instance.startsWith('n'))
  const sentinel = files.find(({instance}) => instance.startsWith('s'))
  const byHand = [
    ...(redis === undefined ? [] : [`redis-server ${quoteForShell(redis.file)}`]),
    ...(sentinel === undefined ? [] : [`redis-server ${quoteForShell(sentinel.file)} --sentinel`]),
  ]
  return renderReport(
    {
      rows: files.map(({instance, file}) => [
        `${theme.good('✔')} ${theme.strong(instance)}`,
        makeVisible(file),
      ]),
      notes: byHand.map(
        (command, index): Note => [
          index === 0 ? theme.dim('by hand') : '',
          theme.command(makeVisible(command)),
        ],
      ),
    },
    {theme},
  )
}
