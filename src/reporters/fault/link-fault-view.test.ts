import {afterAll, beforeAll, expect, it} from 'vitest'
import {linksBetween} from '../../core/links/link.ts'
import {cutLinks} from '../../core/links/rules.ts'
import {plainTheme} from '../kit/theme.ts'
import {renderLinkFault} from './link-fault-view.ts'

// Times are shown in the reader's own zone.
const {TZ} = process.env
beforeAll(() => {
  process.env['TZ'] = 'UTC'
})
afterAll(() => {
  if (TZ === undefined) delete process.env['TZ']
  else process.env['TZ'] = TZ
})

const at = '2026-11-05T12:34:56.007Z'

it('says which links were cut, what holds now, and how to heal it', () => {
  const links = linksBetween(['n1'], ['n2', 'n3'])
  const rules = cutLinks([], links, 'stall')
  const healsAt = new Date('2026-11-05T12:35:01.007Z')
  expect(
    renderLinkFault(
      {fault: 'partition', instances: [], links, at},
      {rules, healsAt, nameFlag: ' --name a'},
      plainTheme,
    ),
  ).toMatchInlineSnapshot(`
    "✖ 2 links cut  12:34:56.007
      n1 → n2 n3  ✖ cut
      until     12:35:01.007, then it is healed
      try next  redislab logs --follow --explain --name a  see what the instances make of it
                redislab heal --name a                     remove all partitions and delays"
  `)
})

it('says that there was nothing to heal', () => {
  expect(
    renderLinkFault(
      {fault: 'heal', instances: [], links: [], at},
      {rules: [], healsAt: null, nameFlag: ''},
      plainTheme,
    ),
  ).toMatchInlineSnapshot(`
    "● nothing was cut or slow  12:34:56.007
      try next  redislab status  see how it is now"
  `)
})
