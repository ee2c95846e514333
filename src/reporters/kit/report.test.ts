import {expect, test} from 'vitest'
import {renderReport} from './report.ts'
import {plainTheme as theme} from './theme.ts'

const rows = [
  ['n1', 'killed'],
  ['n12', 'killed'],
]

test('rows stand beneath a headline, notes and commands beneath them', () => {
  expect(
    renderReport(
      {
        headline: '✔ done',
        rows,
        notes: [['until', '12:00']],
        next: [
          ['redislab status', 'see how it is'],
          ['redislab heal', ''],
        ],
      },
      {theme, nameFlag: ' --name blue'},
    ),
  ).toMatchInlineSnapshot(`
    "✔ done
      n1   killed
      n12  killed
      until     12:00
      try next  redislab status --name blue  see how it is
                redislab heal --name blue"
  `)
})

test('without a headline rows begin at the edge', () => {
  expect(renderReport({rows}, {theme})).toBe('n1   killed\nn12  killed')
})
