// Hypotheses: whatever of the table a program can meet has no flag in the words of the library, and no command for which the
// library has a method; nor has the published table of codes. Commands that only a terminal has are named in full, to be typed
// there.
import {describe, expect, test} from 'vitest'
import {errorTable} from '../../src/core/errors/errors.ts'
import {toLibraryWords} from '../../src/core/text/library-words.ts'
import {type BadInput, commandOf} from './bad-input.ts'
import {badInputs} from './table.ts'

/** Programs have no such command. */
const onlyTyped = ['cli', 'clean', 'completion', 'doctor', 'exec', 'help', 'lab', 'render']

/** A program passes numbers and regular expressions: nothing is read from text that could be wrong. */
const onlyRead = ['since', 'until', 'grep', 'exclude', 'strategy', 'map', 'tls-ca']

function canBeMet({typed, code, message}: BadInput): boolean {
  const command = commandOf(typed).split(' ')[0] ?? ''
  if (code === 'USAGE' || code === 'COMMAND_UNKNOWN' || onlyTyped.includes(command)) return false
  return !onlyRead.some((flag) => message.startsWith(`--${flag}`))
}

/** A command that is to be typed, with what belongs to it. */
const typedCommand = new RegExp(`\\bredislab (?:${onlyTyped.join('|')})\\b[^;,]*`, 'g')

function flagsAndCommandsIn(text: string): readonly string[] {
  const said = toLibraryWords(text, 'default').replace(typedCommand, '')
  const flags = said.match(/(?<![\w-])--[a-z][\w-]*/g) ?? []
  const commands = said.match(commandWithMethod) ?? []
  return [...flags, ...commands]
}

const methods =
  'add await-failover delay disconnect down env explain failover fill heal kill logs ls partition pause remove reset reshard restart resume servers set sleep start status stop timeline up'
const commandWithMethod = new RegExp(`\\bredislab (?:${methods.replaceAll(' ', '|')})\\b`, 'g')

describe('in the words of the library', () => {
  test('no bad input is told with a flag, or a command that is a method', () => {
    const met = badInputs.filter(canBeMet)
    expect(met.length).toBeGreaterThan(100)
    const wrong = met.flatMap(({typed, message, suggestions}) =>
      [message, ...suggestions].flatMap((text) =>
        flagsAndCommandsIn(text)
          // The servers are asked by it.
          .filter((found) => found !== '--version')
          .map((found) => ({typed, text, found})),
      ),
    )
    expect(wrong).toEqual([])
  })

  test('the test sees one that is', () => {
    expect(flagsAndCommandsIn('Choose another folder with --out.')).toEqual(['--out'])
    expect(flagsAndCommandsIn('redislab sleep n1 3s')).toEqual(['redislab sleep'])
  })

  test('no code is explained with a flag or a command', () => {
    const texts = Object.values(errorTable).map(({means}) => means)
    expect(texts.filter((text) => /--[a-z]|\bredislab [a-z-]+ [A-Z]/.test(text))).toEqual([])
  })
})
