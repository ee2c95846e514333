import {chmod, mkdir, readdir, writeFile} from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import {describe, expect, it} from 'vitest'
import {layOutMachine} from '../../../test/support/machine-files.ts'
import {applyFixes} from '../apply-fixes.ts'
import {runChecks} from '../run-checks.ts'
import {disk} from './disk.ts'
import {stateFolder} from './state-folder.ts'

const isRoot = process.getuid?.() === 0

describe('state folder', () => {
  it('need not be there yet, and is not made', async () => {
    await using laid = await layOutMachine({})
    expect(await stateFolder.run(laid.machine)).toMatchObject({status: 'ok'})
    expect(await disk.run(laid.machine)).toMatchObject({status: 'ok'})
    expect(await readdir(laid.root)).toEqual([])
  })

  it('is closed to others by the command that is shown', async () => {
    await using laid = await layOutMachine({'/home/default/deployment.json': '{}'})
    await chmod(laid.machine.home, 0o755)
    const [result] = await runChecks([stateFolder], laid.machine)
    expect(result).toMatchObject({status: 'warn', found: expect.stringContaining('0755')})

    const shown: string[] = []
    const steps = await applyFixes(result === undefined ? [] : [result], laid.machine, {
      dryRun: false,
      onCommand: (_check, command) => shown.push(command),
      onOutcome: () => {},
    })
    expect(shown).toEqual([`chmod 700 ${laid.machine.home}`])
    expect(steps).toMatchObject([{outcome: 'done'}])
    expect(await stateFolder.run(laid.machine)).toMatchObject({status: 'ok'})
  })

  it('is not closed when it holds what is not ours', async () => {
    await using laid = await layOutMachine({'/home/letter.txt': 'Dear Bob'})
    await chmod(laid.machine.home, 0o755)
    expect((await stateFolder.run(laid.machine)).fix).toMatchObject({now: [], automatic: false})
  })

  it('cannot be a file', async () => {
    await using laid = await layOutMachine({'/home': 'a file'})
    expect(await stateFolder.run(laid.machine)).toMatchObject({
      status: 'fail',
      found: expect.stringContaining('is not a folder'),
    })
  })

  it.skipIf(isRoot)('must be writable (root may write anywhere: not tested as root)', async () => {
    await using laid = await layOutMachine({})
    await mkdir(laid.machine.home, {mode: 0o500})
    expect(await stateFolder.run(laid.machine)).toMatchObject({status: 'fail'})
  })

  it('tells when its path is too long for Unix sockets', async () => {
    await using laid = await layOutMachine({})
    const home = path.join(laid.root, 'long'.repeat(25))
    await mkdir(home, {mode: 0o700})
    await writeFile(path.join(laid.root, 'unused'), '')
    await using same = await layOutMachine({}, {home})
    expect(await stateFolder.run(same.machine)).toMatchObject({
      status: 'info',
      found: expect.stringContaining('too long for Unix sockets'),
    })
  })
})

describe('disk', () => {
  it('measures fsync where the state is kept, and leaves nothing there', async () => {
    await using laid = await layOutMachine({'/home/default/deployment.json': '{}'})
    const finding = await disk.run(laid.machine)
    expect(finding.found).toMatch(/GB free, fsync [\d.]+ m?s \(at worst [\d.]+ m?s\) in /)
    expect(await readdir(laid.machine.home)).toEqual(['default'])
  })
})
