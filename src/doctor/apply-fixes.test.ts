import {readFile} from 'node:fs/promises'
import path from 'node:path'
import {expect, it} from 'vitest'
import {layOutMachine} from '../../test/support/machine-files.ts'
import {applyFixes} from './apply-fixes.ts'
import {automaticFix, type CheckResult, type Fix, manualFix} from './check.ts'

const finding = (fix: Fix | null): CheckResult => ({
  id: 'water',
  title: 'Water',
  status: 'warn',
  found: 'none',
  why: 'Thirst.',
  fix,
})
const silent = {dryRun: false, onCommand: () => {}, onOutcome: () => {}}

it('runs the commands as they are shown, each after it was announced', async () => {
  await using laid = await layOutMachine({})
  const file = path.join(laid.root, 'file')
  const seen: string[] = []
  const steps = await applyFixes(
    [finding(automaticFix({now: [`echo one > ${file}`], forGood: [`echo two >> ${file}`]}))],
    laid.machine,
    {
      dryRun: false,
      onCommand: (check, command) => seen.push(`${check.title}: ${command}`),
      onOutcome: ({outcome}) => seen.push(outcome),
    },
  )
  expect(seen).toEqual([`Water: echo one > ${file}`, 'done', `Water: echo two >> ${file}`, 'done'])
  expect(steps).toHaveLength(2)
  expect(await readFile(file, 'utf8')).toBe('one\ntwo\n')
})

it('passes over the rest of a fix that failed, and says what the command said', async () => {
  await using laid = await layOutMachine({})
  const fix = automaticFix({now: ['echo no water >&2; exit 7', 'true'], forGood: ['true']})
  expect(await applyFixes([finding(fix)], laid.machine, silent)).toEqual([
    {check: 'water', command: fix.now[0], outcome: 'failed', problem: 'no water'},
  ])
})

it('does nothing in a dry run, nothing that is left to the person, and nothing where nothing is wrong', async () => {
  await using laid = await layOutMachine({})
  const command = `touch ${path.join(laid.root, 'made')}`
  const steps = await applyFixes(
    [finding(automaticFix({now: [command]})), finding(manualFix({now: [command]})), finding(null)],
    laid.machine,
    {...silent, dryRun: true},
  )
  expect(steps).toEqual([{check: 'water', command, outcome: 'skipped', problem: 'dry run'}])
  expect(await laid.machine.has('/made')).toBe(false)
})

it('says that root is needed where there is no sudo', async () => {
  await using laid = await layOutMachine({})
  const fix = automaticFix({now: [laid.machine.asRoot('true')]})
  expect(await applyFixes([finding(fix)], laid.machine, silent)).toMatchObject([
    {outcome: 'failed', problem: expect.stringContaining('no sudo')},
  ])
})
