import {describe, expect, it} from 'vitest'
import {RedislabError} from '../../core/errors/errors.ts'
import {renderError} from './error-view.ts'
import {plainTheme} from './theme.ts'

describe('error view', () => {
  it('shows what is wrong and what to do next', () => {
    const error = new RedislabError('PORT_TAKEN', 'Port 6380 is in use.', {
      suggestions: ['Choose another port: --port 7000', 'Or take it down: redislab down'],
    })
    expect(renderError(error, plainTheme)).toMatchInlineSnapshot(`
      "✖ Port 6380 is in use.
        → Choose another port: --port 7000
        → Or take it down: redislab down
      "
    `)
  })

  it('shows the log that explains it, with its control characters made visible', () => {
    const error = new RedislabError('SERVER_DIED', 'n1 ended while it was starting.', {
      details: {log: ['# Bad directive', '\u001b[2Jforged\r\n✔ ready', 42]},
    })
    expect(renderError(error, plainTheme)).toMatchInlineSnapshot(`
      "✖ n1 ended while it was starting.
        │ # Bad directive
        │ \\x1b[2Jforged\\r\\n✔ ready
        │ 42
      "
    `)
  })

  it('lets no text of others end a line or move the cursor', () => {
    const error = new RedislabError('TARGET_NOT_FOUND', 'No instance is "\u001b[31m\nx\u202e" now.', {
      suggestions: ['There is\n\u009b2J.'],
    })
    expect(renderError(error, plainTheme)).toBe(
      '✖ No instance is "\\x1b[31m\\nx\\u202e" now.\n  → There is\\n\\x9b2J.\n',
    )
  })

  it('shows no log that is not a list', () => {
    const error = new RedislabError('SERVER_DIED', 'It ended.', {details: {log: 'redis.log'}})
    expect(renderError(error, plainTheme)).toBe('✖ It ended.\n')
  })

  it('calls everything else a bug, with its stack', () => {
    const error = new TypeError('x is \u001bundefined')
    error.stack = 'TypeError: x is \u001bundefined\n    at up (file:///dist/up.js:1:2)'
    expect(renderError(error, plainTheme)).toMatchInlineSnapshot(`
      "✖ This is a bug in redislab: TypeError: x is \\x1bundefined
          at up (file:///dist/up.js:1:2)
        → Please report it with the lines above.
      "
    `)
  })

  it.each([
    ['a string', 'a string'],
    [undefined, 'undefined'],
    [{code: 'PORT_TAKEN'}, '[object Object]'],
  ])('calls it a bug when %o is thrown', (thrown, words) => {
    expect(renderError(thrown, plainTheme)).toContain(`This is a bug in redislab: ${words}\n`)
  })
})
