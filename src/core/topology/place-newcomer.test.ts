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
  const masters = instances
    .filter(({kind, replicaOf}) => kind === 'redis' && replicaOf === undefined)
    .map(({name}) => ({name: `of-${name}`, instance: name}))
  return {name: 'default', topology: '1m1r', instances, masters}
}

describe('placeNewcomer', () => {
  it.each([
    ['a replica where its group has none', 'n1@a n2@b<n1 s3@c', 'n1', 'c'],
    ['a replica where its group has fewest', 'n1@a n2@b<n1 n3@c<n1 n4@b<n1', 'n1', 'c'],
    ['a replica of a replica away from the master, too', 'n1@a n2@b<n1 s3@c', 'n2', 'c'],
    ['a master where the fewest are', 'n1@a n2@b n3@c<n1', undefined, 'c'],
    ['a master among equals where the fewest instances are', 'n1@a n2@b n3@a<n2', undefined, 'b'],
  ])('%s', (_, text, upstream, host) => {
    expect(placeNewcomer(planOf(text), upstream)).toEqual({name: host, address: `10.0.0.${host}`})
  })

  it('is nowhere else where the instances are here', () => {
    expect(placeNewcomer(planOf('n1 n2<n1'), 'n1')).toBeUndefined()
  })

  it('has no place beside its master', () => {
    expect(() => placeNewcomer(planOf('n1@a'), 'n1')).toThrow('each of its hosts has the master')
    expect(() => placeNewcomer(planOf('n1@a n2@b<n1'), 'n2')).toThrow('each of its hosts has the master')
  })
})
