import {expect, test} from 'vitest'
import {plainTheme} from '../kit/theme.ts'
import {renderDifferences} from './lab-summary-view.ts'

const servers = ['redis 6.2.16', 'valkey 8.0.1']

test('only what differs is in the table, of all labs', () => {
  const text = renderDifferences(
    [
      {
        lab: 'failover',
        servers,
        rows: [
          {what: 'outcome', values: ['passed', 'passed'], differs: false},
          {what: 'writer.lost', values: [0, 3], differs: false},
        ],
      },
      {
        lab: 'master-restart-resync',
        servers,
        rows: [
          {what: 'always-full', values: ['confirmed', 'refuted'], differs: true},
          {what: 'tells', values: ['confirmed', null], differs: true},
        ],
      },
    ],
    plainTheme,
  )
  expect(text).toMatchInlineSnapshot(`
    "
      what differs                        redis 6.2.16  valkey 8.0.1
      master-restart-resync  always-full  confirmed     refuted
      master-restart-resync  tells        confirmed     –
    "
  `)
})

test('that nothing differs is said', () => {
  expect(renderDifferences([{lab: 'failover', servers, rows: []}], plainTheme)).toBe(
    '\nNo verdict differs between redis 6.2.16 and valkey 8.0.1.\n',
  )
})
