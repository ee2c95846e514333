import {describe, expect, it} from 'vitest'
import {afterFailover, healthy, planOf, statusOf} from '../../../test/support/samples.ts'
import {connectionVariables, masterUrl} from './connection-variables.ts'

const own = {REDISLAB_NAME: 'default', REDISLAB_DIRECTORY: '/home/ada/.local/state/redislab/default'}

describe('connectionVariables', () => {
  it('names the master', () => {
    expect(connectionVariables(statusOf(planOf('1m2r')), {})).toEqual({
      REDIS_URL: 'redis://127.0.0.1:6380',
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: '6380',
      REDIS_NODES: '127.0.0.1:6380,127.0.0.1:6381,127.0.0.1:6382',
      ...own,
    })
  })

  it('names the sentinels and what to ask them for', () => {
    expect(connectionVariables(statusOf(planOf('1m2r3s')), {})).toEqual({
      REDIS_URL: 'redis://127.0.0.1:6380',
      REDIS_HOST: '127.0.0.1',
      REDIS_PORT: '6380',
      REDIS_NODES: '127.0.0.1:6380,127.0.0.1:6381,127.0.0.1:6382',
      REDIS_SENTINELS: '127.0.0.1:26380,127.0.0.1:26381,127.0.0.1:26382',
      REDIS_MASTER_NAME: 'mymaster',
      ...own,
    })
  })

  it('names who is master now', () => {
    const plan = planOf('1m2r3s')
    const status = statusOf(plan, healthy(afterFailover(plan, 'n3')))
    expect(connectionVariables(status, {})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6382',
      REDIS_NODES: '127.0.0.1:6382,127.0.0.1:6380,127.0.0.1:6381',
    })
  })

  it('encodes the password in the URL, and gives it as it is beside it', () => {
    const password = 'p@ss:w/ö rd%'
    const variables = connectionVariables(statusOf(planOf('1m')), {password})
    expect(variables).toMatchObject({
      REDIS_URL: 'redis://default:p%40ss%3Aw%2F%C3%B6%20rd%25@127.0.0.1:6380',
      REDIS_USERNAME: 'default',
      REDIS_PASSWORD: password,
    })
    expect(decodeURIComponent(new URL(variables['REDIS_URL'] ?? '').password)).toBe(password)
  })

  it.each([
    ['the same', {password: 'a', sentinelPassword: 'a'}, {REDIS_PASSWORD: 'a', REDIS_SENTINEL_PASSWORD: 'a'}],
    ['another', {password: 'a', sentinelPassword: 'b'}, {REDIS_PASSWORD: 'a', REDIS_SENTINEL_PASSWORD: 'b'}],
    ['none', {password: 'a'}, {REDIS_PASSWORD: 'a'}],
  ])('gives the password of the sentinels: %s', (_, access, wanted) => {
    const variables = connectionVariables(statusOf(planOf('1m2r3s')), access)
    const secrets = Object.entries(variables).filter(([name]) => name.endsWith('PASSWORD'))
    expect(Object.fromEntries(secrets)).toEqual(wanted)
  })

  it('gives no password of sentinels where there are none', () => {
    const variables = connectionVariables(statusOf(planOf('1m2r')), {password: 'a', sentinelPassword: 'a'})
    expect(variables).not.toHaveProperty('REDIS_SENTINEL_PASSWORD')
  })

  it('writes IPv6 in brackets in addresses, and bare as a host', () => {
    const variables = connectionVariables(statusOf(planOf('1m1s', {host: '::1'})), {})
    expect(variables).toMatchObject({
      REDIS_URL: 'redis://[::1]:6380',
      REDIS_HOST: '::1',
      REDIS_PORT: '6380',
      REDIS_SENTINELS: '[::1]:26380',
    })
  })

  it('leaves out what has no value when there is no master', () => {
    const plan = planOf('1m1s')
    const status = statusOf(plan, healthy(plan).set('n1', {state: 'dead', pid: null}))
    expect(connectionVariables(status, {})).toEqual({
      REDIS_SENTINELS: '127.0.0.1:26380',
      REDIS_MASTER_NAME: 'mymaster',
      ...own,
    })
  })

  it('names all masters where there are several', () => {
    expect(connectionVariables(statusOf(planOf('2m1s')), {})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6380',
      REDIS_MASTER_NAME: 'mymaster-1',
      REDIS_MASTER_NAMES: 'mymaster-1,mymaster-2',
      REDIS_NODES: '127.0.0.1:6380',
    })
  })

  it('names one and the same master everywhere when the first of several is gone', () => {
    const plan = planOf('2m1s')
    const status = statusOf(plan, healthy(plan).set('n1', {state: 'dead', pid: null}))
    expect(connectionVariables(status, {})).toMatchObject({
      REDIS_URL: 'redis://127.0.0.1:6381',
      REDIS_MASTER_NAME: 'mymaster-2',
    })
  })
})

describe('masterUrl', () => {
  it.each([
    ['127.0.0.1:6380', undefined, 'redis://127.0.0.1:6380'],
    ['[::1]:6380', 'a b', 'redis://default:a%20b@[::1]:6380'],
  ])('writes %s with the password %j', (address, password, url) => {
    expect(masterUrl(address, {password})).toBe(url)
  })
})
