import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {collectSharesIn, describeShare, leastShare, readShares} from './recognised-share.ts'
import {useWantedServer} from './server-under-test.ts'

const sharesFile = path.join(os.tmpdir(), `redislab-recognised-${process.pid}.jsonl`)

/** The CLI tests run what is built: make sure that it is what is written. */
export default async function setup(): Promise<() => void> {
  const root = path.resolve(import.meta.dirname, '../..')
  execFileSync('sh', ['bin/bootstrap'], {cwd: root, stdio: 'inherit'})
  await useWantedServer()
  collectSharesIn(sharesFile)
  // What killed runs have left behind shall not own the ports of this one.
  const register = mkdtempSync(path.join(os.tmpdir(), 'redislab-register-'))
  process.env['REDISLAB_REGISTER'] = register
  return () => {
    rmSync(register, {recursive: true, force: true})
    tellShare()
  }
}

/** Over all logs that the servers of this run have written: how many lines the catalogue knows. */
function tellShare(): void {
  const share = readShares(sharesFile)
  rmSync(sharesFile, {force: true})
  if (share.lines === 0) return
  process.stdout.write(`\n${describeShare(share)}\n`)
  if ((share.lines - share.unknown.length) / share.lines >= leastShare) return
  process.stdout.write(`At least ${100 * leastShare} % were to be recognised.\n`)
  process.exitCode = 1
}
