import {describe, expect, it} from 'vitest'
import {placeNewcomer} from './place-newcomer.ts'
import type {PlannedInstance} from './plan.ts'

/** `n1@a` a master, `n2@b<n1` a replica of it, `s1@c` a sentinel. */
function planOf(text: string) {
  const instances = text.split(' ').map((word): PlannedInstance => {
    const [, name = '', onHost, replicaOf] = /^(\w+)(?:@(\w))?(?:<(\w+))?$/.exec(word) ?? []
    const group = {masterName: `of-${replicaOf ?? name}`, ...(replicaOf === undefined ? {} : {replicaOf})}
    return {
      name,
      kind: name.startsWith('s') ? 'sentinel' : 'redis',
      host: `10.0.0.${onHost}`,
      port: 6379,
      ...(onHost === undefined ? {} : {onHost}),
      ...(name.startsWith('s') ? {} : group),
    }
  })
  return {name: 'default', topology: '1m1r', instances}
}

/** Those of which nothing says that they are replicas, as they are masters before anything has happened. */
const mastersOf = ({instances}: ReturnType<typeof planOf>) =>
  instances.filter(({kind, replicaOf}) => kind === 'redis' && replicaOf === undefined).map(({name}) => name)

/** Where a newcomer comes while nothing has happened. */
function place(text: string, upstream: string | undefined, masters = mastersOf(planOf(text))) {
  return placeNewcomer(planOf(text), upstream, masters)
}

describe('placeNewcomer', () => {
  it.each([
    ['a replica where its group has none', 'n1@a n2@b<n1 s3@c', 'n1', 'c'],
    ['a replica where its group has fewest', 'n1@a n2@b<n1 n3@c<n1 n4@b<n1', 'n1', 'c'],
    ['a replica of a replica away from the master, too', 'n1@a n2@b<n1 s3@c', 'n2', 'c'],
    ['a master where the fewest are', 'n1@a n2@b n3@c<n1', undefined, 'c'],
    ['a master among equals where the fewest instances are', 'n1@a n2@b n3@a<n2', undefined, 'b'],
  ])('%s', (_, text, upstream, host) => {
    expect(place(text, upstream)).toEqual({name: host, address: `10.0.0.${host}`})
  })

  it.each([
    [
      'a master away from those that have taken over',
      'n1@a n2@b n3@c n4@b<n1 n5@c<n2 n6@a<n3',
      undefined,
      'n4 n2 n3',
      'a',
    ],
    ['a replica beside the old master, which is none any more', 'n1@a n2@b<n1', 'n2', 'n2', 'a'],
    ['a replica where no two masters are, among equals', 'n1@a n2@b n3@c n4@b<n3', 'n1', 'n1 n2 n4', 'c'],
  ])('after a failover %s', (_, text, upstream, masters, host) => {
    expect(place(text, upstream, masters.split(' '))?.name).toBe(host)
  })

  it('is on a host that has none yet, where one was named', () => {
    const hosts = ['a', 'b', 'c', 'd'].map((name) => ({name, address: `10.0.0.${name}`}))
    const plan = {...planOf('n1@a n2@b n3@c'), hosts}
    expect(placeNewcomer(plan, undefined, ['n1', 'n2', 'n3'])?.name).toBe('d')
  })

  it('is nowhere else where the instances are here', () => {
    expect(place('n1 n2<n1', 'n1')).toBeUndefined()
  })

  it('has no place beside its master', () => {
    expect(() => place('n1@a', 'n1')).toThrow('each of its hosts has the master')
    expect(() => place('n1@a n2@b<n1', 'n2')).toThrow('each of its hosts has the master')
  })
})
