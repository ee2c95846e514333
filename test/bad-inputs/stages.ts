import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import type {StageName} from './bad-input.ts'

export interface Stage {
  /** As the page tells it. */
  readonly title: string
  /** What is started for it. */
  readonly up?: string
  /** Whether each lane has a state folder of its own. */
  readonly isBare?: boolean
  readonly layOut?: (home: string) => void
}

export const stages: Readonly<Record<StageName, Stage>> = {
  nothing: {title: 'No deployment', isBare: true},
  sentinels: {title: '`redislab up 1m2r1s`', up: 'up 1m2r1s'},
  groups: {title: '`redislab up 2m`', up: 'up 2m'},
  cluster: {title: '`redislab up 3m1r --cluster`', up: 'up 3m1r --cluster'},
  links: {title: '`redislab up 1m1r1s --links`', up: 'up 1m1r1s --links'},
  broken: {title: 'Records that are not as they were written', layOut: breakRecords},
}

function breakRecords(home: string): void {
  const records: Readonly<Record<string, string>> = {
    'cut-off': '{"schemaVersion": 1, "crea',
    emptied: '',
    newer: '{"schemaVersion": 99}',
    'no-plan': '{"schemaVersion": 1}',
  }
  for (const [name, text] of Object.entries(records)) {
    mkdirSync(path.join(home, name), {recursive: true})
    writeFileSync(path.join(home, name, 'deployment.json'), text)
  }
  writeFileSync(path.join(home, 'a-file'), '')
}
