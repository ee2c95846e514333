import {execFileSync} from 'node:child_process'
import path from 'node:path'

/** The CLI tests run what is built: make sure that it is what is written. */
export default function setup(): void {
  const root = path.resolve(import.meta.dirname, '../..')
  execFileSync('sh', ['bin/bootstrap'], {cwd: root, stdio: 'inherit'})
}
