import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'

/** How a stage is set: commands that are run one after another, and what is done to the files then. */
interface Stage {
  /** For the page: what there is. */
  readonly there: string
  readonly commands: readonly string[]
  readonly damage?: (home: string) => void
  /** What must be done before it can be taken down. */
  readonly mend?: (home: string) => void
}

const record = (home: string) => path.join(home, 'default/deployment.json')

function rewrite(home: string, change: (record: Record<string, unknown>) => void): void {
  const content = JSON.parse(readFileSync(record(home), 'utf8'))
  change(content)
  writeFileSync(record(home), JSON.stringify(content))
}

/** What there is when something is typed. Nobody fails over meanwhile, however slow the machine is. */
export const stages = {
  nothing: {there: '', commands: []},
  sentinels: {there: 'after `redislab up 1m2r3s`', commands: ['up 1m2r3s --down-after 60s']},
  replicas: {
    there: 'after `redislab up 1m3r`, `kill n2`, `stop n3`, `pause n4`',
    commands: ['up 1m3r', 'kill n2', 'stop n3', 'pause n4'],
  },
  masters: {there: 'after `redislab up 2m`', commands: ['up 2m']},
  masterless: {there: 'after `redislab up 1m1r`, `kill master`', commands: ['up 1m1r', 'kill master']},
  links: {there: 'after `redislab up 1m2r --links`', commands: ['up 1m2r --links']},
  cluster: {
    there: 'after `redislab up 3m3r --cluster`',
    commands: ['up 3m3r --cluster --set cluster-node-timeout=60000'],
  },
  kept: {there: 'after `redislab up 1m1r`, `down --keep`', commands: ['up 1m1r', 'down --keep']},
  cutOff: {
    there: 'with a record that is cut off',
    commands: [],
    damage: (home) => writeRecord(home, '{"schemaVersion": 1, "crea'),
  },
  otherVersion: {
    there: 'with a record of another version',
    commands: ['up 1m', 'down --keep'],
    damage: (home) => rewrite(home, (content) => Object.assign(content, {schemaVersion: 99})),
    mend: (home) => rewrite(home, (content) => Object.assign(content, {schemaVersion: 1})),
  },
  wrongType: {
    there: 'with a record in which a number is a text',
    commands: ['up 1m', 'down --keep'],
    damage: (home) =>
      rewrite(home, (content) => {
        const {instances} = content['plan'] as {instances: {port: unknown}[]}
        for (const instance of instances) instance.port = 'a text'
      }),
  },
} satisfies Record<string, Stage>

export type StageName = keyof typeof stages

function writeRecord(home: string, text: string): void {
  mkdirSync(path.dirname(record(home)), {recursive: true, mode: 0o700})
  writeFileSync(record(home), text)
}
