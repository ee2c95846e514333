// The reference of the command line, from what the commands say of themselves.
import {readFile} from 'node:fs/promises'
import path from 'node:path'

/** What oclif wrote about the commands when they were built. */
export async function readManifest() {
  return JSON.parse(await readFile(path.join(import.meta.dirname, '../../oclif.manifest.json'), 'utf8'))
}

/** The whole page. */
export function renderCommands({commands}) {
  const shown = Object.values(commands)
    .filter(({hidden}) => !hidden)
    .map((command) => ({...command, typed: command.id.replaceAll(':', ' ')}))
    .sort((a, b) => (a.typed < b.typed ? -1 : 1))
  return `${[
    '# Commands',
    '',
    'Written by `npm run docs:commands` from the commands themselves; `--help` says the same of each. All but `exec` and `help`',
    'take `--json`; `--name DEPLOYMENT` (or `$REDISLAB_NAME`) says which deployment is meant: by default the one named `default`,',
    'or the only one there is.',
    'What [targets](guide.md#targets) are, and [what exit codes mean](guide.md#for-programs).',
    '',
    ...shown.map(({typed, summary}) => `- [${typed}](#${typed.replaceAll(' ', '-')}): ${plain(summary)}`),
    ...shown.flatMap(renderCommand),
  ].join('\n')}\n`
}

function renderCommand({typed, id, summary, description, args, flags, usage, examples = []}) {
  const words = Object.values(args).map(usageOf)
  const own = Object.values(flags).filter(({helpGroup, hidden}) => helpGroup !== 'GLOBAL' && !hidden)
  const rows = [
    ...Object.values(args).map((arg) => [nameOf(arg), describeArg(arg)]),
    ...own.map((flag) => [flagOf(flag), describeFlag(flag)]),
  ]
  return [
    '',
    `## ${typed}`,
    '',
    plain(summary),
    ...(description === undefined ? [] : ['', plain(description)]),
    '',
    '```sh',
    usage === undefined
      ? ['redislab', typed, ...(own.length > 0 ? ['[OPTIONS]'] : []), ...words].join(' ')
      : `redislab ${usage}`,
    '```',
    ...(rows.length === 0
      ? []
      : ['', '| | |', '|---|---|', ...rows.map(([name, text]) => `| \`${cell(name)}\` | ${cell(text)} |`)]),
    '',
    '```sh',
    ...examples.flatMap((example) => renderExample(example, {typed, id})),
    '```',
  ]
}

function renderExample(example, {typed}) {
  const {description, command} = typeof example === 'string' ? {command: example} : example
  const line = command.replaceAll('<%= config.bin %>', 'redislab').replaceAll('<%= command.id %>', typed)
  return description === undefined ? [line] : [`# ${description}`, line]
}

/** What may be several is named in the singular. */
function nameOf({name, multiple}) {
  return (multiple ? name.replace(/s$/, '') : name).toUpperCase()
}

function usageOf(arg) {
  const word = `${nameOf(arg)}${arg.multiple ? '…' : ''}`
  return arg.required ? word : `[${word}]`
}

function describeArg({description, options, default: otherwise}) {
  return [
    plain(description ?? ''),
    ...(options === undefined ? [] : [`One of ${options.join(', ')}.`]),
    ...(otherwise === undefined ? [] : [`Default: ${otherwise}.`]),
  ].join(' ')
}

function flagOf({name, char, type, helpValue, options}) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? options?.join('|') ?? name.toUpperCase()}`
  return `${char === undefined ? '' : `-${char}, `}--${name}${value}`
}

function describeFlag({summary, description, options, helpValue, default: otherwise, env, multiple}) {
  return [
    plain(summary ?? description ?? ''),
    ...(options === undefined || helpValue === undefined ? [] : [`One of ${options.join(', ')}.`]),
    ...(otherwise === undefined || otherwise === false ? [] : [`Default: ${otherwise}.`]),
    ...(multiple ? ['May be repeated.'] : []),
    ...(env === undefined ? [] : [`Or \`$${env}\`.`]),
  ].join(' ')
}

function plain(text) {
  return text.replaceAll('<%= config.bin %>', 'redislab')
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
