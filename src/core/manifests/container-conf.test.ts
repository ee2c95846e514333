import {readFileSync} from 'node:fs'
import path from 'node:path'
import {expect, it} from 'vitest'
import {instanceOf, planOf} from '../../../test/support/samples.ts'
import {renderConfs, type Templates} from '../config/render.ts'
import {toContainerConf, untrueInContainers} from './container-conf.ts'

const shipped = (name: string) => {
  const file = path.resolve(import.meta.dirname, '../../../templates', name)
  return {file, text: readFileSync(file, 'utf8')}
}
const templates: Templates = {redis: shipped('redis.conf'), sentinel: shipped('sentinel.conf')}
const plan = planOf('1m2r3s', {settings: {timing: 'redis'}})
const server = {flavour: 'redis', version: '8.2.0'} as const

function render(name: string) {
  const access = {password: 'sesame', sentinelPassword: 'sesame'}
  const {confs} = renderConfs(plan, templates, {directoryOf: () => '/data', access, server})
  const text = confs.find(({instance}) => instance.name === name)?.text ?? ''
  return toContainerConf({instance: instanceOf(plan, name), text}, plan, server)
}

it('says nothing that holds only on this machine', () => {
  for (const name of ['n1', 's1'])
    expect(render(name).conf).not.toMatch(
      /this machine|redislab (starts|can)|Loopback only|keeps strangers out\.$/m,
    )
})

it('knows these comments as the templates have them', () => {
  const text = `${templates.redis.text}${templates.sentinel.text}`.split('\n')
  for (const comment of untrueInContainers) expect(text).toContain(comment)
})

it('keeps passwords apart, each with the comment above it', () => {
  for (const [name, line] of [
    ['n1', 'requirepass "sesame"'],
    ['s1', 'sentinel auth-pass mymaster "sesame"'],
  ] as const) {
    const {conf, access} = render(name)
    expect(conf).not.toMatch(/sesame|password of its data instances|need this password|--- Access/)
    expect(conf).toMatch(/^include \/secrets\/(redis|sentinel)-access\.conf$/m)
    expect(access.split('\n')).toContain(line)
    expect(access).toMatch(/^# (The password of its data instances|Clients need this password)/m)
  }
})
