import {errorTable} from '../../src/core/errors/errors.ts'
import {type BadInput, commandOf} from './bad-input.ts'
import {stages} from './stages.ts'
import {badInputs} from './table.ts'

/** docs/errors.md: the table of codes, and what is printed for bad inputs. */
export function renderErrors(): string {
  return `${[...intro, ...codes(), ...inputs()].join('\n')}\n`
}

const intro = [
  '# Errors',
  '',
  'Every error has a code, one sentence that says what is wrong and where, and what to do next. With',
  '`--json` it is an object on stdout; the exit code is the same with and without.',
  '',
  '```json',
  JSON.stringify(
    {
      error: {
        code: 'TOPOLOGY_INVALID',
        message: '"m1r2s3" is not a topology.',
        suggestions: ['Did you mean 1m2r3s?'],
        exitCode: errorTable.TOPOLOGY_INVALID.exitCode,
      },
    },
    undefined,
    2,
  ),
  '```',
  '',
  '`details` is added where there are facts for programs. An error that is not in this table has the code `BUG` and the',
  'exit code 70: it is a bug of redislab, and worth a report.',
  '',
]

function codes(): readonly string[] {
  const rows = Object.entries(errorTable)
    .map(([code, {exitCode, means}], index) => ({code, exitCode, means, index}))
    .sort((a, b) => a.exitCode - b.exitCode || a.index - b.index)
    .map(({code, exitCode, means}) => `| \`${code}\` | ${exitCode} | ${means} |`)
  return ['| code | exit code | what it means |', '|---|---|---|', ...rows]
}

function inputs(): readonly string[] {
  const commands = [...new Set(badInputs.map(({typed}) => commandOf(typed)))].sort()
  return [
    '',
    '## What is printed for each mistake',
    '',
    'Written by `npm run docs:errors` from the table in `test/errors/table` with which redislab is tested: each line was',
    'typed, and this is what redislab printed. `/here` is the folder where it was typed, `/state` the state folder.',
    ...commands.flatMap((command) => [
      '',
      `### ${command}`,
      '',
      '| typed after `redislab` | exit code | what is printed |',
      '|---|---|---|',
      ...badInputs.filter(({typed}) => commandOf(typed) === command).map(renderInput),
    ]),
  ]
}

function renderInput({typed, stage = 'nothing', code, message, suggestions}: BadInput): string {
  const {there} = stages[stage]
  const printed = [`**${cell(message)}** \`${code}\``, ...suggestions.map((next) => `→ ${cell(next)}`)].join(
    '<br>',
  )
  const what = `\`${typed.replaceAll('|', '\\|')}\`${there === '' ? '' : `<br>${there}`}`
  return `| ${what} | ${errorTable[code].exitCode} | ${printed} |`
}

/** As it is, in a cell of a table: nothing in it is a sign of Markdown. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|]/g, '\\$&').replaceAll('\n', ' ')
}
