// What is held here: a server that stops to answer where redislab did not expect it is told in a sentence, with exit code 5, and
// is no bug.
import {chmodSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {expect, expectNothingLeft, test} from '../support/test.ts'

/**
 * A server whose first sentinel freezes once it has answered that it is there, and before it hears of the others: those begin
 * only then.
 */
const freezing = (flag: string) => `#!/bin/sh
case "$PWD: $*" in
  */s1:*--sentinel*)
    port=$(sed -n 's/^port //p' "$1")
    (
      until redis-cli -p "$port" CLIENT LIST 2>/dev/null | grep -qE 'cmd=(info|sentinel)'; do sleep 0.05; done
      sleep 0.3
      kill -STOP $$
      touch ${flag}
    ) >/dev/null 2>&1 &
    ;;
  *--sentinel*) until [ -e ${flag} ]; do sleep 0.05; done ;;
esac
exec redis-server "$@"
`

test('a sentinel that freezes while a deployment starts', {timeout: 60_000}, async ({home, redislab}) => {
  const wrapper = path.join(home, '.wrapper')
  writeFileSync(wrapper, freezing(path.join(home, '.frozen')))
  chmodSync(wrapper, 0o755)
  const {exitCode, stdout} = await redislab(`up 1m1r2s --server ${wrapper} --json`)
  const {error} = JSON.parse(stdout)
  expect(error).toMatchObject({code: 'TIMED_OUT', exitCode: 5, details: {instance: 's1'}})
  expect(error.message).toMatch(/^s1 \(127\.0\.0\.1:\d+\) did not answer PUBLISH within 5000 ms\.$/)
  expect(exitCode).toBe(5)
  expectNothingLeft(home)
})
