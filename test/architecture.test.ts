import path from 'node:path'
import {expect, test} from 'vitest'
import {findBreaches, readSources} from './support/architecture.ts'

test('every file keeps to the architecture', async () => {
  const files = await readSources(path.join(import.meta.dirname, '../src'))
  expect(files.length).toBeGreaterThan(10)
  expect(findBreaches(files)).toEqual([])
})

// The checker is worth what it catches: each rule is broken here once, in a tree of a few lines.

test.each<{rule: string; files: Record<string, string>; breaches: string[]}>([
  {
    rule: 'core imports no other room',
    files: {
      'core/text/plan.ts': "import {start} from '../../engine/files/deployment.ts'",
      'engine/files/deployment.ts': 'export const start = 1',
    },
    breaches: ['core/text/plan.ts:1: core may not import engine/files/deployment.ts'],
  },
  {
    rule: 'types count as imports',
    files: {
      'core/text/plan.ts': "\nimport type {Host} from '../../engine/host/local.ts'\nexport type {Host}",
      'engine/host/local.ts': 'export interface Host {}',
    },
    breaches: ['core/text/plan.ts:2: core may not import engine/host/local.ts'],
  },
  {
    rule: 'so do exports from, import() and import types',
    files: {
      'core/text/a.ts': "export * from '../../engine/files/x.ts'",
      'core/text/b.ts': "export {x} from '../../engine/files/x.ts'",
      'core/text/c.ts': "export const load = () => import('../../engine/files/x.ts')",
      'core/text/d.ts': "export type X = import('../../engine/files/x.ts').X",
      'engine/files/x.ts': 'export const x = 1\nexport type X = 1',
    },
    breaches: ['a', 'b', 'c', 'd'].map(
      (name) => `core/text/${name}.ts:1: core may not import engine/files/x.ts`,
    ),
  },
  {
    rule: 'an import that is computed escapes the table',
    files: {'engine/files/x.ts': "export const load = (name: string) => import(name + '.js')"},
    breaches: ['engine/files/x.ts:1: engine may not import (computed)'],
  },
  {
    rule: 'core imports nothing of Node',
    files: {'core/text/plan.ts': "import {readFileSync} from 'node:fs'"},
    breaches: [
      'core/text/plan.ts:1: core may not import node:fs (engine, engine/certificates, engine/host, engine/redis, engine/opened, engine/sources, engine/servers, engine/state, engine/page, load, runner, certify, fault-injector, doctor, api, testing, cli, commands may)',
    ],
  },
  {
    rule: 'execa stays in engine/host',
    files: {'engine/logs/follow.ts': "import {execa} from 'execa'"},
    breaches: ['engine/logs/follow.ts:1: engine may not import execa (engine/host may)'],
  },
  {
    rule: 'ioredis stays in engine/redis',
    files: {'load/writer.ts': "import {Redis} from 'ioredis'"},
    breaches: ['load/writer.ts:1: load may not import ioredis (engine/redis may)'],
  },
  {
    rule: 'chalk, listr2 and string-width stay in reporters',
    files: {
      'cli/frame/paint.ts': "import chalk from 'chalk'",
      'commands/up.ts':
        "import {Listr} from 'listr2'\nexport default class Up { static summary = 'Up.'; static examples = ['up'] }",
      'runner/run.ts': "import stringWidth from 'string-width'",
    },
    breaches: [
      'cli/frame/paint.ts:1: cli may not import chalk (reporters may)',
      'commands/up.ts:1: commands may not import listr2 (reporters may)',
      'runner/run.ts:1: runner may not import string-width (reporters may)',
    ],
  },
  {
    rule: 'oclif stays in cli and commands, by whatever subpath',
    files: {'reporters/kit/help.ts': "import {ux} from '@oclif/core/ux'"},
    breaches: ['reporters/kit/help.ts:1: reporters may not import @oclif/core (cli, commands may)'],
  },
  {
    rule: 'a package in no table is refused',
    files: {'engine/files/x.ts': "import _ from 'lodash/fp'"},
    breaches: ['engine/files/x.ts:1: engine may not import lodash'],
  },
  {
    rule: 'reporters import only types of the runner',
    files: {
      'reporters/kit/junit.ts':
        "import type {LabEvent} from '../../runner/events.ts'\nimport {type Step, run} from '../../runner/events.ts'",
      'runner/events.ts': 'export const run = 1\nexport type LabEvent = 1\nexport type Step = 1',
    },
    breaches: ['reporters/kit/junit.ts:2: reporters may import only types from runner/events.ts'],
  },
  {
    rule: 'the schemas of the contract are not loaded at run time',
    files: {
      'core/contract/status.ts':
        "import type {status} from './schemas/status.ts'\nimport {status as value} from './schemas/status.ts'",
      'core/contract/schemas/status.ts': "import {z} from 'zod'\nexport const status = z",
      'commands/down.ts':
        "import {status} from '../core/contract/schemas/status.ts'\nexport default class Down { static summary = 'Down.'; static examples = ['down'] }",
    },
    breaches: [
      'core/contract/status.ts:2: core may import only types from core/contract/schemas/status.ts',
      'commands/down.ts:1: commands may import only types from core/contract/schemas/status.ts',
    ],
  },
  {
    rule: 'commands never import each other',
    files: {
      'commands/down.ts':
        "import {helper} from './up.ts'\nexport default class Down { static summary = 'Down.'; static examples = ['down'] }",
      'commands/up.ts':
        "export const helper = 1\nexport default class Up { static summary = 'Up.'; static examples = ['up'] }",
    },
    breaches: [
      'commands/down.ts:1: commands files never import each other, and this one imports commands/up.ts',
    ],
  },
  {
    rule: 'a tower is climbed down only',
    files: {
      'engine/deployment/deployment.ts':
        "import type {Up} from '../up/up.ts'\nexport const deployment: Up = 1",
      'engine/up/up.ts': "import {host} from '../host/host.ts'\nexport type Up = typeof host",
      'engine/host/host.ts': 'export const host = 1',
      'core/status/status.ts': "import {lab} from '../lab/lab.ts'\nexport const status = lab",
      'core/lab/lab.ts': 'export const lab = 1',
    },
    breaches: [
      'engine/deployment/deployment.ts:1: engine/deployment imports up to floor 8: engine/up',
      'core/status/status.ts:1: core/status imports up to floor 8: core/lab',
    ],
  },
  {
    rule: 'nor crossed on one floor',
    files: {
      'engine/files/file.ts': "import {wait} from '../time/wait.ts'\nexport const file = wait",
      'engine/time/wait.ts': 'export const wait = 1',
    },
    breaches: ['engine/files/file.ts:1: engine/files imports across floor 1: engine/time'],
  },
  {
    rule: 'no file of a tower stands loose, and no part of it on no floor',
    files: {
      'engine/deployment.ts': 'export const deployment = 1',
      'core/utils/misc.ts': 'export const misc = 1',
    },
    breaches: [
      'engine/deployment.ts: stands on no floor of engine',
      'core/utils/misc.ts: stands on no floor of core',
    ],
  },
  {
    rule: 'nothing imports commands',
    files: {
      'cli/frame/run.ts': "import Up from '../../commands/up.ts'",
      'commands/up.ts': "export default class Up { static summary = 'Up.'; static examples = ['up'] }",
    },
    breaches: ['cli/frame/run.ts:1: cli may not import commands/up.ts'],
  },
  {
    rule: 'every file is in a room',
    files: {'utils/misc.ts': 'export const x = 1'},
    breaches: ['utils/misc.ts: is in no room of the table'],
  },
  {
    rule: 'no import cycle, not even of types',
    files: {
      'core/text/a.ts': "import {b} from './b.ts'\nexport type A = typeof b",
      'core/text/b.ts': "import {c} from './c.ts'\nexport const b = c",
      'core/text/c.ts': "import type {A} from './a.ts'\nexport const c: A = 1",
    },
    breaches: [
      'core/text/a.ts: imports itself in a circle: core/text/a.ts → core/text/b.ts → core/text/c.ts → core/text/a.ts',
    ],
  },
  {
    rule: 'index.ts reaches no terminal package by way of others',
    files: {
      'load/theme.ts': "export * from '../reporters/kit/theme.ts'",
      'index.ts': "export {start} from './load/theme.ts'",
      'reporters/kit/theme.ts': "import chalk from 'chalk'\nexport const start = chalk",
    },
    breaches: [
      'load/theme.ts:1: load may not import reporters/kit/theme.ts',
      'index.ts: reaches chalk: index.ts → load/theme.ts → reporters/kit/theme.ts → chalk',
    ],
  },
  {
    rule: 'core has no clock',
    files: {
      'core/text/a.ts': 'export const a = Date.now()',
      'core/text/b.ts': 'export const b = new Date()',
      'core/text/c.ts': 'export const c = Date()',
      'core/text/d.ts': 'export const d = performance.now()',
      'core/text/e.ts': 'export const e = (f: () => void) => setTimeout(f, 1)',
      'core/text/f.ts': 'export const f = AbortSignal.timeout(5)',
    },
    breaches: [
      'core/text/a.ts:1: is to be pure and uses a clock: Date.now',
      'core/text/b.ts:1: is to be pure and uses a clock: new Date()',
      'core/text/c.ts:1: is to be pure and uses a clock: Date()',
      'core/text/d.ts:1: is to be pure and uses a clock: performance',
      'core/text/e.ts:1: is to be pure and uses a clock: setTimeout',
      'core/text/f.ts:1: is to be pure and uses a clock: AbortSignal.timeout',
    ],
  },
  {
    rule: 'core has no randomness',
    files: {
      'core/text/a.ts': 'export const a = Math.random()',
      'core/text/b.ts': 'export const b = crypto.getRandomValues(new Uint8Array(1))',
      'core/text/c.ts': 'export const c = () => randomUUID()',
    },
    breaches: [
      'core/text/a.ts:1: is to be pure and uses randomness: Math.random',
      'core/text/b.ts:1: is to be pure and uses randomness: crypto',
      'core/text/c.ts:1: is to be pure and uses randomness: randomUUID',
    ],
  },
  {
    rule: 'core sees neither the process nor the console',
    files: {
      'core/text/a.ts': "export const a = process.env['HOME']",
      'core/text/b.ts': "\n\nconsole.log('b')",
      'core/text/c.ts': "export const c = globalThis['process']",
      'core/text/d.ts': 'export const d = () => ({process})',
    },
    breaches: [
      'core/text/a.ts:1: is to be pure and uses the process: process',
      'core/text/b.ts:3: is to be pure and uses the console: console',
      'core/text/c.ts:1: is to be pure and uses the global object: globalThis',
      'core/text/d.ts:1: is to be pure and uses the process: process',
    ],
  },
  {
    rule: 'a command has a summary and an example',
    files: {
      'commands/bare.ts': 'export default class Bare {}',
      'commands/empty.ts': "export default class Empty { static summary = ' '; static examples = [] }",
      'commands/not-static.ts': "export default class X { summary = 'X.'; examples = ['x'] }",
      'commands/nothing.ts': 'export const nothing = 1',
    },
    breaches: [
      'commands/bare.ts: the command has no summary',
      'commands/bare.ts: the command has no example',
      'commands/empty.ts: the command has no summary',
      'commands/empty.ts: the command has no example',
      'commands/not-static.ts: the command has no summary',
      'commands/not-static.ts: the command has no example',
      'commands/nothing.ts: has no command: no class is its default export',
    ],
  },
])('a breach is seen: $rule', ({files, breaches}) => {
  expect(findBreaches(plant(files))).toEqual(breaches)
})

test('what only looks like a breach is none', () => {
  const files = plant({
    'core/text/at.ts': [
      "// import {x} from '../../engine/files/x.ts': Date.now() and Math.random() in a comment",
      'export const text = "console.log(process.env); import(\'../../engine/files/x.ts\')"',
      'export const at = (ms: number) => new Date(ms).toISOString()',
      'export const pidOf = (process: {pid: number}) => process.pid',
      'export interface Facts { process: number; console: string }',
      'export const facts: Facts = {process: 1, console: text}',
      'export const half = Math.round(facts.process / 2)',
    ].join('\n'),
    'commands/lab/run.ts': [
      "import {Flags} from '@oclif/core'",
      "import {BaseCommand} from '../../cli/frame/base-command.ts'",
      'export default class LabRun extends BaseCommand {',
      "  static override summary = 'Run a lab.'",
      '  static override examples = [{command: `lab run x`}]',
      '  static override flags = {repeat: Flags.integer()}',
      '}',
    ].join('\n'),
    'cli/frame/base-command.ts':
      "import {Command} from '@oclif/core'\nexport abstract class BaseCommand extends Command {}",
    'engine/state/local.ts': "import {__awaiter} from 'tslib'\nimport '../files/state.ts'",
    'engine/files/state.ts': "import {readFile} from 'node:fs/promises'",
  })
  expect(findBreaches(files)).toEqual([])
})

function plant(files: Record<string, string>) {
  return Object.entries(files).map(([file, source]) => ({path: file, source}))
}
