import stringWidth from 'string-width'
import {describe, expect, it} from 'vitest'
import {plainTheme} from '../kit/theme.ts'
import {renderDoctor, type ShownCheck} from './doctor-view.ts'

const fine: ShownCheck = {title: 'Server', status: 'ok', found: 'redis 7.0.15', why: 'It runs.', fix: null}
const skipped: ShownCheck = {title: 'Clock', status: 'skip', found: 'a choice of Linux', why: '', fix: null}
const warned: ShownCheck = {
  title: 'Overcommit',
  status: 'warn',
  found: 'vm.overcommit_memory = 0: a fork may be refused',
  why: 'Redis forks to save, and the kernel may say no to that when memory is short.',
  fix: {
    now: ['sudo sysctl -w vm.overcommit_memory=1'],
    forGood: [
      "echo 'w /sys/kernel/mm/transparent_hugepage/enabled - - - - madvise' | sudo tee /etc/tmpfiles.d/60.conf",
    ],
    advice: null,
    automatic: true,
  },
}
const failed: ShownCheck = {
  title: 'State',
  status: 'fail',
  found: '/nowhere cannot be used',
  why: 'Everything is there.',
  fix: {now: [], forGood: [], advice: 'Point REDISLAB_HOME elsewhere.', automatic: false},
}
const render = (checks: readonly ShownCheck[], width = 60, fixed = false) =>
  renderDoctor(checks, {theme: plainTheme, width, fixed})

describe('doctor view', () => {
  it('shows what is fine in a line each, and the worst last, with reason and commands', () => {
    expect(render([failed, warned, skipped, fine])).toBe(`✔ ok   Server      redis 7.0.15
· skip Clock       a choice of Linux

▲ warn Overcommit  vm.overcommit_memory = 0: a fork may be
                   refused
  Redis forks to save, and the kernel may say no to that
  when memory is short.
  To fix it now:
    sudo sysctl -w vm.overcommit_memory=1
  And permanently:
    echo \\
      'w /sys/kernel/mm/transparent_hugepage/enabled - - - - madvise' \\
      | sudo tee /etc/tmpfiles.d/60.conf

✖ fail State       /nowhere cannot be used
  Everything is there.
  Point REDISLAB_HOME elsewhere.

✖ One check fails: redislab cannot work here yet.
Next: redislab doctor --fix runs the commands that it can run, and checks again.
`)
  })

  it.each([
    ['nothing wrong', [fine], false, /✔ redislab works here\.\nNext: redislab up\n$/],
    ['a warning', [fine, warned], false, /one warning\.\nNext: redislab doctor --fix/],
    ['a warning that --fix could not fix', [fine, warned], true, /one warning\.\nThe rest is for you to fix/],
    ['two failures', [failed, failed], false, /2 checks fail/],
  ])('says what to do next: %s', (_name, checks, fixed, expected) => {
    expect(render(checks, 80, fixed)).toMatch(expected)
  })

  it.each([80, 120])('keeps prose within %d columns', (width) => {
    const wordy = {...warned, found: 'word '.repeat(60).trim(), why: 'reason '.repeat(60).trim(), fix: null}
    for (const line of render([wordy], width).split('\n'))
      expect(stringWidth(line)).toBeLessThanOrEqual(width)
  })

  it('shows control characters instead of obeying them', () => {
    const text = render([{...fine, found: 'a\x1b[2Jb'}])
    expect(text).toContain('a\\x1b[2Jb')
    expect(text).not.toContain('\x1b')
  })
})
