import {describe, expect, it} from 'vitest'
import {renderTemplate} from './template.ts'

const placeholders = {port: {}, upstream: {host: {}}, masters: {name: {}, replicas: {port: {}}}}
const render = (text: string, values: Record<string, unknown> = {}) =>
  renderTemplate({file: 'mine/redis.conf', text}, placeholders, values).text
const problemOf = (text: string) => {
  try {
    render(text)
  } catch (error) {
    return error
  }
  throw new Error('it was rendered')
}

describe('renderTemplate', () => {
  it('fills placeholders in', () => {
    expect(render('port {{port}}\n', {port: 6380})).toBe('port 6380\n')
  })

  it('writes values as they are: conf files know no entities', () => {
    expect(render('{{port}} {{{port}}} {{&port}}', {port: `"<&>'`})).toBe(`"<&>' "<&>' "<&>'`)
  })

  it('does not render a value once more', () => {
    expect(render('{{port}}', {port: '{{masters}}{{> x}}'})).toBe('{{masters}}{{> x}}')
  })

  it('leaves out the lines of a section that is false, marks and all', () => {
    expect(render('a\n{{#upstream}}\nof {{host}}\n{{/upstream}}\nb\n', {upstream: false})).toBe('a\nb\n')
  })

  it('repeats a section for each value, with the names from outside still known', () => {
    const masters = [
      {name: 'a', replicas: [{port: 1}, {port: 2}]},
      {name: 'b', replicas: []},
    ]
    expect(
      render('{{#masters}}\n{{#replicas}}\n{{name}} {{port}}\n{{/replicas}}\n{{/masters}}\n', {masters}),
    ).toBe('a 1\na 2\n')
  })

  it('knows inverted sections and comments', () => {
    expect(render('{{! about }}{{^upstream}}alone{{/upstream}}', {upstream: false})).toBe('alone')
  })

  it('names file, line and all known names for a placeholder that is unknown', () => {
    expect(problemOf('# one\nport {{port}}\nsave {{prot}}\n')).toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: 'mine/redis.conf:3: {{prot}} is not a placeholder that redislab knows.',
      suggestions: ['It knows masters, port, upstream.'],
      details: {file: 'mine/redis.conf', line: 3},
    })
  })

  it('knows more names inside a section, and not outside of it', () => {
    expect(problemOf('{{#upstream}}{{nobody}}{{/upstream}}')).toMatchObject({
      suggestions: ['It knows host, masters, port, upstream.'],
    })
    expect(problemOf('{{host}}')).toMatchObject({
      message: expect.stringContaining('{{host}} is not a placeholder'),
    })
  })

  it('finds an unknown placeholder in a section that is left out', () => {
    expect(problemOf('{{#upstream}}\n{{typo}}\n{{/upstream}}')).toMatchObject({details: {line: 2}})
  })

  it('does not take the properties of objects for placeholders', () => {
    expect(problemOf('{{constructor}}')).toMatchObject({code: 'TEMPLATE_INVALID'})
  })

  it.each([
    ['a\n{{> other}}', 'mine/redis.conf:2: {{>…}} is not supported.'],
    ['a\n{{=<% %>=}}', 'mine/redis.conf:2: {{=…}} is not supported.'],
    ['a\n{{#upstream}}\nb\n', 'mine/redis.conf:4: Unclosed section "upstream".'],
    ['a\nb {{/upstream}}', 'mine/redis.conf:2: Unopened section "upstream".'],
    ['{{#upstream}}\n{{/masters}}', 'mine/redis.conf:2: Unclosed section "upstream".'],
    ['a\nb\nport {{port', 'mine/redis.conf:3: Unclosed tag.'],
  ])('refuses %j', (text, message) => {
    expect(problemOf(text)).toMatchObject({code: 'TEMPLATE_INVALID', message})
  })

  it('knows for each line the line of the template that it comes from', () => {
    const text = 'a\n{{! one\ntwo }}\n{{#masters}}\nx {{name}}\n{{name}}\n{{/masters}}\n\nz {{port}}'
    const {text: made, origins} = renderTemplate({file: 'x', text}, placeholders, {
      port: 'p',
      masters: [{name: 'a'}, {name: 'b'}],
    })
    expect(made.split('\n').map((line, index) => `${origins[index]} ${line}`)).toEqual([
      '1 a',
      '5 x a',
      '6 a',
      '5 x b',
      '6 b',
      '8 ',
      '9 z p',
    ])
  })

  it('tells all mistakes at once', () => {
    expect(problemOf('{{a}}\n\n{{b}} {{#c}}{{d}}{{/c}}')).toMatchObject({
      message: 'mine/redis.conf:1: {{a}} is not a placeholder that redislab knows.',
      suggestions: [
        'It knows masters, port, upstream.',
        'mine/redis.conf:3: {{b}} is not a placeholder that redislab knows. It knows masters, port, upstream.',
        'mine/redis.conf:3: {{c}} is not a placeholder that redislab knows. It knows masters, port, upstream.',
      ],
    })
  })

  it('says how placeholders are written where the template is malformed', () => {
    expect(problemOf('{{#upstream}}')).toMatchObject({
      suggestions: ['Placeholders are written {{name}}; sections {{#name}} … {{/name}}.'],
    })
  })
})
