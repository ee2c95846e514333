import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, expect, it} from 'vitest'
import {diagnose} from '../diagnosis/diagnose.ts'
import {readText} from './read-text.ts'
import {Redaction} from './redact.ts'

function redact(files: Readonly<Record<string, string>>) {
  const redaction = new Redaction()
  const evidence = redaction.hide(Object.entries(files).map(([name, text]) => readText(name, text)))
  return {redaction, evidence, shown: redaction.show(evidence)}
}

const texts = (files: Readonly<Record<string, string>>) =>
  redact(files).shown.flatMap(({facts, unread}) => [...facts, ...unread].map(({text}) => text))

describe('what is hidden', () => {
  it.each([
    ['sentinel monitor mymaster 10.0.0.5 6379 2', 'sentinel monitor mymaster host-a 6379 2'],
    [
      'sentinel monitor billing redis-0.billing.svc.cluster.local 6379 2',
      'sentinel monitor master-a host-a 6379 2',
    ],
    ['replicaof cache-7.acme.example 6379', 'replicaof host-a 6379'],
    ['bind 127.0.0.1 -::1 10.0.0.5', 'bind 127.0.0.1 -::1 host-a'],
    ['bind 0.0.0.0', 'bind 0.0.0.0'],
    ['replicaof 2001:db8::17 6379', 'replicaof host-a 6379'],
    ['dir /home/jane/acme/redis', 'dir /home/path-a/path-b/redis'],
    [
      'cat /sys/kernel/mm/transparent_hugepage/enabled: enabled',
      'cat /sys/kernel/mm/transparent_hugepage/enabled: enabled',
    ],
    ['bind 10.244.1.1', 'bind host-a'],
    [
      '1:M 26 Jan 2022 12:52:35.030 * Replica 10.0.0.6:6379 asks for synchronization',
      '1:M 26 Jan 2022 12:52:35.030 * Replica host-a:6379 asks for synchronization',
    ],
    [
      'acme-cache-1  | 1:M 26 Jan 2022 12:52:35.030 * DB saved on disk',
      'name-a  | 1:M 26 Jan 2022 12:52:35.030 * DB saved on disk',
    ],
    ['what did 10.9.8.7 do?', 'what did host-a do?'],
  ])('%s', (text, expected) => {
    expect(texts({'a.log': text})).toEqual([expected])
  })

  it('the same is replaced by the same, in all files, and the map says by what', () => {
    const {shown, redaction} = redact({
      'acme-1.conf': 'replicaof 10.0.0.5 6379',
      '/home/jane/acme-1.log': '1:S 26 Jan 2022 12:52:35.030 * Connecting to MASTER 10.0.0.5:6379',
    })
    expect(shown.map(({path: file}) => file)).toEqual(['name-a.conf', '/home/path-a/name-a.log'])
    expect(shown.flatMap(({facts}) => facts.map(({text}) => text)).join()).toMatch(/host-a.*host-a/s)
    expect(redaction.map).toEqual({'host-a': '10.0.0.5', 'name-a': 'acme-1', 'path-a': 'jane'})
  })

  it('addresses of one network stay of one network until they are shown', () => {
    const [evidence] = redact({'a.conf': 'bind 172.27.0.1 172.27.0.9 192.168.3.4'}).evidence
    const [fact] = evidence?.facts ?? []
    expect(fact?.kind === 'directive' ? fact.words : []).toEqual(['172.18.0.1', '172.18.0.2', '192.168.0.2'])
  })
})

const incidents = path.join(import.meta.dirname, '../../../test/incidents')

it.each(readdirSync(incidents))('%s has the same findings, without an address', (name) => {
  const files = Object.fromEntries(
    readdirSync(path.join(incidents, name)).map((file) => [
      file,
      readFileSync(path.join(incidents, name, file), 'utf8'),
    ]),
  )
  const {redaction, evidence} = redact(files)
  const plain = diagnose(Object.entries(files).map(([file, text]) => readText(file, text)))
  const report = diagnose(evidence)
  const ids = ({findings}: typeof report) =>
    findings.map(({id, severity, certainty}) => `${severity} ${certainty} ${id}`)
  expect(ids(report)).toEqual(ids(plain))
  const said = JSON.stringify(redaction.show(report))
  const originals = Object.values(redaction.map)
  expect(
    originals.filter((original) =>
      new RegExp(`(?<![\\w.])${original.replaceAll('.', '\\.')}(?![\\w.])`).test(said),
    ),
  ).toEqual([])
  const addresses =
    Object.values(files)
      .join('\n')
      .match(/(?<![\w.=-])(?!127|0\.|255)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g) ?? []
  expect(addresses.filter((address) => said.includes(address))).toEqual([])
})
