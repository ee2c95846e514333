import {execFileSync} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'

const root = path.resolve(import.meta.dirname, '../..')
const compiled = path.join(root, 'bundle/lines.wasm')

/** What the unit tests need: the recogniser of log lines, compiled if it is not, in three seconds; and a register of their own. */
export default function setup(): () => void {
  if (isOutdated()) {
    const compiler = path.join(root, 'node_modules/.bin/asc')
    execFileSync(compiler, ['--config', 'assembly/asconfig.json'], {cwd: root, stdio: 'inherit'})
  }
  const register = mkdtempSync(path.join(os.tmpdir(), 'redislab-register-'))
  process.env['REDISLAB_REGISTER'] = register
  return () => rmSync(register, {recursive: true, force: true})
}

function isOutdated(): boolean {
  if (!existsSync(compiled)) return true
  const madeAt = statSync(compiled).mtimeMs
  const sources = ['', ...readdirSync(path.join(root, 'assembly'))].map((name) =>
    path.join(root, 'assembly', name),
  )
  // It imports this one.
  sources.push(path.join(root, 'src/lines/layout.ts'))
  return sources.some((file) => statSync(file).mtimeMs > madeAt)
}
