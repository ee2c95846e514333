import {stdoutTheme, type Theme} from './theme.ts'
import {wrapColumns} from './wrap-columns.ts'
import {wrapText} from './wrap-text.ts'

type Row = readonly [term: string, meaning: string]

interface Page {
  readonly name: string
  readonly summary: string
  readonly intro: string
  readonly rows: readonly Row[]
  readonly examples: readonly string[]
}

interface Root {
  readonly description: string
  readonly groups: readonly {readonly title: string; readonly rows: readonly Row[]}[]
  readonly pages: readonly Pick<Page, 'name' | 'summary'>[]
  /** Where the guide and its sisters are. */
  readonly folder: string
}

const first: readonly Row[] = [
  ['redislab up', 'start one master, two replicas and three sentinels'],
  ['redislab kill master --watch', 'break it, and see what happens and why'],
  ['redislab lab run failover --step', 'or have a lab explain it, one step at a time'],
]

/** What `redislab --help` prints: where to begin, the commands in groups, and the other pages. */
export function renderRootHelp(
  {description, groups, pages, folder}: Root,
  {width}: {readonly width: number},
  theme: Theme = stdoutTheme,
): string {
  const section = (title: string, rows: readonly Row[]) =>
    rows.length === 0 ? [] : ['', theme.strong(title.toUpperCase()), ...columns(rows, width, theme)]
  // One column for all groups.
  const term = Math.max(...groups.flatMap(({rows}) => rows.map(([name]) => name.length)))
  const padded = (rows: readonly Row[]) => rows.map(([name, text]): Row => [name.padEnd(term), text])
  return [
    ...wrapText(description, width),
    ...section('Begin here', first),
    ...groups.flatMap(({title, rows}) => section(title, padded(rows))),
    ...section('More', [
      ['redislab help COMMAND', 'how a command is used, with examples'],
      ...pages.map(({name, summary}): Row => [`redislab help ${name}`, summary]),
      [folder, 'the guide, labs, the library, every error'],
    ]),
  ].join('\n')
}

/** A page of `redislab help`. */
export function renderHelpPage(
  {intro, rows, examples}: Page,
  {width}: {readonly width: number},
  theme: Theme = stdoutTheme,
): string {
  return [
    ...wrapText(intro, width),
    '',
    ...columns(rows, width, theme),
    '',
    theme.strong('EXAMPLES'),
    ...examples.map((example) => `  $ ${example}`),
  ].join('\n')
}

function columns(rows: readonly Row[], width: number, theme: Theme): readonly string[] {
  return wrapColumns(
    rows.map(([term, meaning]) => [theme.command(term), meaning]),
    {width},
  )
}
