import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import type {Chance} from '../chance.ts'

/** What is spoilt: the run directory of one deployment, and a process that has nothing to do with it. */
export interface Scene {
  readonly directory: string
  readonly stranger: {readonly pid: number; readonly startedAt: string}
}

export interface Damage {
  readonly name: string
  readonly spoil: (scene: Scene, chance: Chance) => void
  /** `down` refuses to touch it, and says why, until it is as it was. */
  readonly isForeign?: boolean
  /** Only root can do it. */
  readonly needsRoot?: boolean
}

// biome-ignore lint/suspicious/noExplicitAny: a record is changed at any place, also to what it may not be.
type Change = (record: any, scene: Scene, chance: Chance) => unknown

/** All that can be wrong with what is on disk of a deployment. */
export const damages: readonly Damage[] = [
  ofText('cut off', (text, chance) => text.slice(0, chance.between(1, text.length - 2))),
  ofText('empty', () => ''),
  ofText('a byte of it is another', (text, chance) => {
    const at = chance.between(0, text.length - 2)
    return `${text.slice(0, at)}\u0000${text.slice(at + 1)}`
  }),
  ofText('not JSON', () => 'schemaVersion: 1\n'),
  ofText('a list', () => '[]'),
  ofText('twice', (text) => text + text),
  {
    ...ofRecord('from a newer schema', (record) => Object.assign(record, {schemaVersion: 99})),
    isForeign: true,
  },
  ofRecord('from an older schema', (record) => Object.assign(record, {schemaVersion: 0})),
  ofRecord('with the pid of a stranger', (record, {stranger}) => {
    for (const entry of Object.values<{process: object}>(record.processes)) {
      entry.process = {...entry.process, pid: stranger.pid}
    }
  }),
  ofRecord('with the start time of another process', (record, _, chance) => {
    for (const entry of Object.values<{process: {startedAt: string}}>(record.processes)) {
      entry.process.startedAt = `${entry.process.startedAt.split('/')[0]}/${chance.between(1, 1e6)}`
    }
  }),
  ofRecord('from before the machine was restarted', (record, {stranger}) => {
    for (const entry of Object.values<{process: object}>(record.processes)) {
      entry.process = {
        pid: stranger.pid,
        startedAt: `00000000-0000-0000-0000-000000000000/${stranger.startedAt}`,
      }
    }
  }),
  ofRecord('with a stranger as healer and as watcher', (record, {stranger, directory}) => {
    const process = {pid: stranger.pid, startedAt: 'another boot/1'}
    record.watcher = process
    record.healers = [
      {process, instances: ['n1'], at: new Date(0).toISOString(), heals: {n1: {kind: 'stop'}}},
    ]
    record.links = {process, rules: [], healers: [{process, parts: [], at: directory}]}
  }),
  ofRecord('with processes of pid 0, -1 and 1', (record) => {
    const [n1, n2, s1] = Object.values<{process: {pid: number}}>(record.processes)
    if (n1) n1.process.pid = 0
    if (n2) n2.process.pid = -1
    if (s1) s1.process.pid = 1
  }),
  ofRecord('without an instance', (record) => record.plan.instances.pop()),
  ofRecord('without processes', (record) => Object.assign(record, {processes: {}})),
  ofRecord('with the name of another deployment', ({plan}) => Object.assign(plan, {name: 'bystander'}), true),
  ofRecord('made in the future', (record) => Object.assign(record, {createdAt: '2199-01-01T00:00:00.000Z'})),
  {
    name: 'all files are of the future',
    spoil: ({directory}) => {
      for (const name of [
        'deployment.json',
        'journal.jsonl',
        'n1/redis.log',
        'n2/redis.log',
        's1/sentinel.log',
      ]) {
        const file = path.join(directory, name)
        if (statSync(file, {throwIfNoEntry: false}) !== undefined) utimesSync(file, 4e9, 4e9)
      }
    },
  },
  ofJournal('the journal is of the future', (text) => text.replaceAll('"20', '"21')),
  ofJournal('the journal is cut off', (text, chance) => text.slice(0, chance.between(0, text.length - 1))),
  ofJournal('the journal holds bytes', () => '\u0000\u0001{"at":1}\n[]\nnull\n{"at":"2026","kind":{}}\n'),
  {
    name: 'the record is gone',
    spoil: ({directory}) => rmSync(path.join(directory, 'deployment.json')),
  },
  {
    name: 'the record is a folder',
    isForeign: true,
    spoil: ({directory}) => {
      rmSync(path.join(directory, 'deployment.json'))
      mkdirSync(path.join(directory, 'deployment.json', 'deep'), {recursive: true})
    },
  },
  {
    name: 'the run directory is gone',
    spoil: ({directory}) => rmSync(directory, {recursive: true}),
  },
  {
    name: 'the state folder is gone',
    spoil: ({directory}) => rmSync(path.dirname(directory), {recursive: true}),
  },
  {
    name: 'the folder of an instance is gone',
    spoil: ({directory}) => rmSync(path.join(directory, 'n2'), {recursive: true}),
  },
  {
    name: 'it belongs to another user',
    needsRoot: true,
    isForeign: true,
    spoil: ({directory}) => {
      chownSync(directory, 65_534, 65_534)
    },
  },
  {
    name: 'the folder may be entered by all',
    spoil: ({directory}) => chmodSync(directory, 0o777),
  },
  {
    name: 'locks of dead holders, and torn ones',
    spoil: ({directory, stranger}) => {
      const locks = path.join(path.dirname(directory), '.locks')
      mkdirSync(locks, {recursive: true})
      writeFileSync(
        path.join(locks, 'victim'),
        JSON.stringify({pid: stranger.pid, startedAt: 'another boot/1'}),
      )
      writeFileSync(path.join(locks, '.ports'), '{"pid":')
      writeFileSync(path.join(locks, '.victim.breaking'), '')
      writeFileSync(path.join(locks, '.victim.999999999.0badcafe'), '')
    },
  },
]

function ofText(name: string, spoil: (text: string, chance: Chance) => string): Damage {
  return {
    name: `the record is ${name}`,
    spoil: ({directory}, chance) =>
      change(path.join(directory, 'deployment.json'), (text) => spoil(text, chance)),
  }
}

function ofJournal(name: string, spoil: (text: string, chance: Chance) => string): Damage {
  return {
    name,
    spoil: ({directory}, chance) =>
      change(path.join(directory, 'journal.jsonl'), (text) => spoil(text, chance)),
  }
}

function ofRecord(name: string, spoil: Change, isForeign = false): Damage {
  return {
    name: `the record is ${name}`,
    isForeign,
    spoil: (scene, chance) => {
      const file = path.join(scene.directory, 'deployment.json')
      change(file, (text) => {
        const record = JSON.parse(text)
        spoil(record, scene, chance)
        return JSON.stringify(record)
      })
    },
  }
}

function change(file: string, how: (text: string) => string): void {
  writeFileSync(file, how(readFileSync(file, 'utf8')))
}
