import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {filesOf} from '../../src/core/config/files.ts'
import type {Plan} from '../../src/core/topology/plan.ts'

const folder = path.resolve(import.meta.dirname, '../fixtures/failovers')

/** Puts a recorded failover into a state folder as a deployment of which nothing runs any more: its logs and journal. */
export function placeRecordedDeployment(home: string, name: string): void {
  const from = path.join(folder, name)
  const to = path.join(home, name)
  const plan: Plan = {...JSON.parse(readFileSync(path.join(from, 'plan.json'), 'utf8')), name}
  mkdirSync(to, {mode: 0o700})
  copyFileSync(path.join(from, 'journal.jsonl'), path.join(to, 'journal.jsonl'))
  for (const instance of plan.instances) {
    mkdirSync(path.join(to, instance.name))
    copyFileSync(path.join(from, `${instance.name}.log`), path.join(to, instance.name, filesOf(instance).log))
  }
  const processes = Object.fromEntries(
    plan.instances.map((instance) => [instance.name, {process: null, stopped: true}]),
  )
  const server = {flavour: 'redis', version: '7.0.15', path: '/usr/bin/redis-server'}
  const record = {
    schemaVersion: 1,
    createdAt: '2026-11-22T19:29:09.000Z',
    server,
    plan,
    processes,
    healers: [],
  }
  writeFileSync(path.join(to, 'deployment.json'), JSON.stringify(record), {mode: 0o600})
}
