import {expect, test} from 'vitest'
import {shortenPaths} from './short-paths.ts'

test.each([
  {paths: ['/a/b/s1.log', '/a/b/s2.log'], names: ['s1.log', 's2.log']},
  {paths: ['/a/n1/redis.log', '/a/n2/redis.log'], names: ['n1/redis.log', 'n2/redis.log']},
  {paths: ['/a/b/s1.log'], names: ['s1.log']},
  {paths: ['-', 'x/y.conf'], names: ['-', 'x/y.conf']},
])('$paths', ({paths, names}) => {
  expect([...shortenPaths(paths).values()]).toEqual(names)
})
