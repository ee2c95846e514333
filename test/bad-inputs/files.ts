import {chmodSync, mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'

const version = (number: string) => `Redis server v=${number} sha=0:0 malloc=libc bits=64 build=0`

/** What the bad inputs name, beside them. */
const files: Readonly<Record<string, {readonly text: string; readonly mode?: number}>> = {
  'old-server': {text: `#!/bin/sh\necho '${version('5.0.14')}'\n`, mode: 0o755},
  'no-server': {text: "#!/bin/sh\necho 'something else 1.0'\n", mode: 0o755},
  dies: {
    text: `#!/bin/sh\n[ "$1" = --version ] && { echo '${version('7.0.15')}'; exit; }\necho 'something is wrong here' >&2; exit 7\n`,
    mode: 0o755,
  },
  'not-executable': {text: 'echo no\n', mode: 0o644},
  'unknown-placeholder/redis.conf': {text: 'port {{port}}\nbind {{hots}}\n'},
  'awiat.yaml': {
    text: 'title: Awiat\ntopic: sentinel\nabout: x\ntopology: 1m\nsteps:\n  - awiat: {that: 1 > 0}\n',
  },
  'not-yaml.yaml': {text: 'title: [\n'},
  'empty.yaml': {text: ''},
  // `render --out` never writes over these.
  'n1/redis.conf': {text: 'port 1\n'},
}

export function layOutFiles(folder: string): void {
  for (const [name, {text, mode = 0o600}] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), {recursive: true})
    writeFileSync(file, text)
    chmodSync(file, mode)
  }
}
