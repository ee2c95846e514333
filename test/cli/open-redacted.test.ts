// Hypotheses: of what is opened with --redact, no address and no name is kept; whatever reads it later shows none; the same stands for
// the same, so that who is who and what happened stay as they were; the map is written only where it is asked for.

import {cp, readdir, readFile, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {expect} from 'vitest'
import {writeForeign} from '../support/foreign-form.ts'
import {test} from '../support/test.ts'

const incidents = path.join(import.meta.dirname, '../incidents')

/** Every address that is not everybody's. */
const addressPattern = /(?<![\w.=-])(?!127\.|0\.|255\.)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g

async function textsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true})
  return await Promise.all(
    entries.flatMap((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return entry.isFile()
        ? [readFile(file, 'utf8').then((text) => `${file.slice(folder.length)}\n${text}`)]
        : []
    }),
  )
}

test('nothing that is kept, and nothing that is shown of it, holds an address or a name', {
  timeout: 180_000,
}, async ({redislab, home}) => {
  const folder = path.join(home, 'evidence-of-acme')
  await cp(incidents, folder, {recursive: true})
  await writeFile(
    path.join(folder, 'sentinel.conf'),
    'port 26379\ndir /srv/acme-data\nsentinel monitor billing redis-0.billing.acme.example 6379 2\nwhat of 10.77.1.2 or 10.100.0.2?\n',
  )
  await writeFile(
    path.join(folder, 'viewer.json'),
    `${JSON.stringify({
      log: '1:M 26 Jan 2022 12:52:35.030 * Replica 10.77.1.2:6379 asks for synchronization',
      kubernetes: {pod_name: 'acme-redis-0', namespace_name: 'acme-prod', labels: {team: 'acme-payments'}},
      time: '2022-01-26T12:52:35.031Z',
    })}\n`,
  )
  const map = path.join(home, 'names.json')
  const opened = await redislab(`open ${folder} --year 2022 --redact-map ${map} --json`)
  expect(opened.exitCode).toBe(0)
  const {deployment, directory} = opened.json()
  expect(deployment).toBe('opened')
  expect(((await stat(map)).mode & 0o777).toString(8)).toBe('600')
  const names: Readonly<Record<string, string>> = JSON.parse(await readFile(map, 'utf8'))
  expect(Object.values(names)).toEqual(
    expect.arrayContaining(['redis-0.billing.acme.example', 'billing', '10.77.1.2', 'acme-prod']),
  )
  const page = path.join(home, 'page.html')
  const outputs = [opened.stdout.replaceAll(directory, ''), ...(await textsIn(directory))]
  for (const command of [
    'logs',
    'timeline --json',
    'explain --all',
    'status --at 12:52',
    'diagnose --json',
    'diagnose --unread',
    'whois',
    `timeline --html ${page}`,
  ]) {
    const {stdout, stderr} = await redislab(`${command} --name opened`)
    outputs.push(stdout + stderr)
  }
  const addresses = (await textsIn(folder)).join('\n').match(addressPattern) ?? []
  const standIns = new Set(Object.keys(names))
  expect(addresses.length).toBeGreaterThan(100)
  // None of the real addresses stands in for another, so that each can be looked for.
  expect(addresses.filter((address) => standIns.has(address))).toEqual([])
  for (const output of outputs) {
    expect(addresses.filter((address) => output.includes(address))).toEqual([])
    expect(/.*(?:acme|billing).*/.exec(output)?.[0]).toBeUndefined()
  }
  expect(await readdir(directory)).not.toContain('plain')
})

test('the same instances, findings and answers as without', async ({redislab, home}) => {
  const {folder, names} = writeForeign(path.join(home, 'evidence'), 'killed', 'compose')
  await redislab(`open ${folder} --name plain`)
  const zoned = `--zone ${names.get('s1')}=+00:00 --zone ${names.get('s2')}=+00:00`
  const hidden = await redislab(`open ${folder} --name hidden --redact ${zoned}`)
  expect(hidden.exitCode).toBe(0)
  expect(hidden.stdout).toContain('Addresses, names and paths are not the real ones')
  const look = async (name: string) => {
    const {incidents: told} = (await redislab(`explain --name ${name} --json`)).json()
    const {findings, instances} = (await redislab(`diagnose --name ${name} --json`)).json()
    return {
      outcomes: told.map(({outcome}: {outcome: string}) => outcome),
      phases: told.map(({failover}: {failover: {totalMs: number} | null}) => failover?.totalMs),
      findings: findings.map(({id}: {id: string}) => id),
      kinds: instances.map(({kind}: {kind: string}) => kind),
    }
  }
  expect(await look('hidden')).toEqual(await look('plain'))
  expect((await redislab('timeline --name hidden')).stdout).not.toMatch(/watch-\d/)
})
