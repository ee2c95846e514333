import {expect, test} from 'vitest'
import type {Explanation} from '../../core/timeline/explain.ts'
import {InstanceNames} from '../../core/timeline/incidents/names.ts'
import {widthOf} from '../kit/table.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderExplanation} from './explanation-view.ts'

test('evidence is cut by the columns that it takes, not by its letters', () => {
  const at = '2026-11-05T12:00:00.000Z'
  const explanation = {
    summary: 'n1 failed.',
    reasons: [
      {
        text: 'It was down.',
        evidence: [{at: Date.parse(at), instance: 's1', message: '主节点 '.repeat(30)}],
      },
    ],
    failover: {at},
  } as unknown as Explanation
  const names = new InstanceNames({instances: [], masters: []})
  const text = renderExplanation(explanation, plainTheme, {names, width: 60, evidence: true})
  expect(text).toContain('…\n')
  expect(text.split('\n').filter((line) => widthOf(line) > 60)).toEqual([])
})
