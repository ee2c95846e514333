import {cp, mkdir, readdir, readFile, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {gzipSync} from 'node:zlib'
import type {Log} from 'sarif'
import {describe, expect} from 'vitest'
import {runShell} from '../support/shell.ts'
import {test} from '../support/test.ts'

// Hypotheses: diagnose takes files, folders, archives and standard input alike; it prints findings with their lines for people and
// the promised JSON for programs; no secret and no control character gets through; what it cannot read it names.

const incidents = path.join(import.meta.dirname, '../incidents')

describe('diagnose', () => {
  test('files: the cause first, with its lines and what to do', async ({redislab}) => {
    const {stdout, exitCode} = await redislab(
      `diagnose ${path.join(incidents, 'three-votes-not-elected/sentinel-1.log')}`,
    )
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^✖ All 3 votes of epoch 1303 went to one sentinel/)
    expect(stdout.replace(/\s+/g, ' ')).toContain('cause, likely')
    expect(stdout).toContain('+vote-for-leader')
    expect(stdout).toMatch(/Read: 1 file, 9 of 9 lines, of sentinels sentinel-1\./)
  })

  test('a folder, a .gz in it, and the JSON that is promised', async ({redislab, home}) => {
    const folder = path.join(home, 'evidence')
    await cp(path.join(incidents, 'two-sentinels-one-left'), folder, {recursive: true})
    const log = path.join(folder, 'sentinel-2.log')
    await writeFile(`${log}.gz`, gzipSync(await readFile(log)))
    await writeFile(path.join(folder, 'dump.rdb'), 'REDIS0011\0\0')
    const {json} = await redislab(`diagnose ${folder} --json`)
    expect(json()).toMatchObject({
      deployment: null,
      findings: [
        {id: 'sentinel-majority-lost', severity: 'cause', certainty: 'certain', lab: 'two-sentinels'},
      ],
      instances: expect.arrayContaining([
        expect.objectContaining({name: 'sentinel-2', kind: 'sentinel', skewMs: null}),
      ]),
    })
    const {sources, notExamined} = json()
    expect(
      sources.map(({path: file, kind}: {path: string; kind: string}) => `${path.basename(file)} ${kind}`),
    ).toEqual(['dump.rdb unknown', 'sentinel-2.log log', 'sentinel-2.log.gz log', 'sentinel.conf conf'])
    expect(sources[0].unread).toEqual([{line: 0, why: expect.stringContaining('data set')}])
    expect(notExamined).toContainEqual({rule: 'open-slots', why: expect.stringMatching(/^it needs /)})
  })

  test('standard input: what somebody pasted', async ({home}) => {
    const text = await readFile(
      path.join(incidents, 'open-slot-after-migrate-timeout/cluster-check.txt'),
      'utf8',
    )
    const {stdout} = await runShell('redislab diagnose -', {input: text, env: {REDISLAB_HOME: home}})
    expect(stdout).toContain('Slot 3068 is half moved')
  })

  test('--fail-on: 1 at that severity or a worse one', async ({redislab}) => {
    const risky = path.join(incidents, 'sentinels-cannot-reach-replica')
    expect((await redislab(`diagnose ${risky} --fail-on cause`)).exitCode).toBe(0)
    expect((await redislab(`diagnose ${risky} --fail-on risk`)).exitCode).toBe(1)
    expect((await redislab(`diagnose ${risky}`)).exitCode).toBe(0)
  })

  test('--sarif: each finding at its first line, with a path that annotations can use', async ({
    redislab,
    home,
  }) => {
    const folder = path.join(home, 'a deployment')
    await cp(path.join(incidents, 'two-sentinels-one-left'), folder, {recursive: true})
    const {exitCode} = await redislab('diagnose . --fail-on cause --sarif found.sarif', {cwd: folder})
    expect(exitCode).toBe(1)
    const log: Log = JSON.parse(await readFile(path.join(folder, 'found.sarif'), 'utf8'))
    expect(log).toMatchObject({version: '2.1.0', runs: [{tool: {driver: {name: 'redislab'}}}]})
    const [run] = log.runs
    const results = run?.results ?? []
    expect(run?.tool.driver.rules?.map(({id}) => id).toSorted()).toEqual(
      [...new Set(results.map(({ruleId}) => ruleId))].toSorted(),
    )
    const [cause] = results
    expect(cause).toMatchObject({
      ruleId: 'sentinel-majority-lost',
      level: 'error',
      message: {text: expect.stringMatching(/\nDo: .*\nSee it: redislab lab run two-sentinels$/s)},
      properties: {certainty: 'certain'},
    })
    const {artifactLocation, region} = cause?.locations?.[0]?.physicalLocation ?? {}
    expect(artifactLocation).toEqual({uri: 'sentinel-2.log', uriBaseId: '%SRCROOT%'})
    const lines = (await readFile(path.join(folder, 'sentinel-2.log'), 'utf8')).split('\n')
    expect(lines[(region?.startLine ?? 0) - 1]).toContain(region?.snippet?.text)

    // From elsewhere, the files have whole addresses.
    await redislab('', {args: ['diagnose', folder, '--sarif', path.join(home, 'found.sarif')]})
    const away = JSON.parse(await readFile(path.join(home, 'found.sarif'), 'utf8'))
    expect(away.runs[0].results[0].locations[0].physicalLocation.artifactLocation).toEqual({
      uri: `file://${encodeURI(folder)}/sentinel-2.log`,
    })
  })

  test('no password and no control character is printed, and nothing unread is hidden', async ({
    redislab,
    home,
  }) => {
    const folder = path.join(home, 'evidence')
    await mkdir(folder)
    await writeFile(
      path.join(folder, 'redis.conf'),
      'requirepass s3cr3t-one\nmasterauth s3cr3t-two\nuser app on >s3cr3t-three allkeys +@all\nwhat is \u001b[31mthis\n',
    )
    await writeFile(
      path.join(folder, 'sentinel.conf'),
      'port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\nsentinel auth-pass mymaster s3cr3t-four\n',
    )
    for (const flags of [[], ['--unread'], ['--json']]) {
      const {stdout, stderr} = await redislab(`diagnose ${folder} ${flags.join(' ')}`)
      expect(stdout + stderr).not.toContain('s3cr3t')
      expect(stdout + stderr).not.toContain('\u001b')
    }
    const {stdout} = await redislab(`diagnose ${folder} --unread`)
    expect(stdout).toMatch(/redis\.conf:4 {2}it is .*this/)
  })

  test('--redact: no address and no name gets through, and the map says what is what', async ({
    redislab,
    home,
  }) => {
    const folder = path.join(home, 'acme-billing')
    await cp(incidents, folder, {recursive: true})
    await writeFile(
      path.join(folder, 'sentinel.conf'),
      'port 26379\ndir /srv/acme-data\nsentinel monitor billing redis-0.billing.acme.example 6379 2\nwhat of 10.77.1.2?\n',
    )
    const map = path.join(home, 'names.json')
    await writeFile(map, 'older', {mode: 0o644})
    const outputs: string[] = []
    for (const flags of [
      '--redact',
      '--redact --unread',
      '--redact --json',
      `--redact-map ${map} --sarif ${home}/found.sarif`,
    ]) {
      const {stdout, stderr} = await redislab(`diagnose ${folder} ${flags}`)
      outputs.push(stdout + stderr)
    }
    outputs.push(await readFile(path.join(home, 'found.sarif'), 'utf8'))
    expect(((await stat(map)).mode & 0o777).toString(8)).toBe('600')
    const names: Readonly<Record<string, string>> = JSON.parse(await readFile(map, 'utf8'))
    expect(Object.values(names)).toEqual(
      expect.arrayContaining(['redis-0.billing.acme.example', 'billing', '10.77.1.2', 'acme-billing']),
    )
    const texts = await Promise.all(
      (await readdir(folder, {recursive: true, withFileTypes: true}))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
    )
    const addresses =
      texts.join('\n').match(/(?<![\w.=-])(?!127|0\.|255)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g) ?? []
    expect(addresses.length).toBeGreaterThan(100)
    for (const output of outputs) {
      expect(output).toContain('host-')
      expect(addresses.filter((address) => output.includes(address))).toEqual([])
      expect(output).not.toMatch(/acme|billing/)
    }
  })

  test('a deployment that redislab runs, by its name', async ({redislab}) => {
    await redislab('up 1m1r3s')
    await redislab('kill master')
    await redislab('await-failover')
    const {json} = await redislab('diagnose --json')
    expect(json().deployment).toBe('default')
    expect(json().findings).toContainEqual(expect.objectContaining({id: 'failover-done', severity: 'note'}))
    expect(json().instances.map(({name}: {name: string}) => name)).toEqual(
      expect.arrayContaining(['n1', 'n2', 's1', 's2', 's3']),
    )
  })

  test.for([
    '1m2r3s --persist aof',
    '3m3r --cluster',
    '1m1r --password auto --persist rdb',
    '2m2r3s --persist aof --timing redis',
  ])(
    'a sound deployment, %s, has neither a cause nor a risk, and every line of it is understood',
    async (topology, {redislab}) => {
      await redislab(`up ${topology}`)
      const {json} = await redislab('diagnose --json')
      expect(json().findings.filter(({severity}: {severity: string}) => /cause|risk/.test(severity))).toEqual(
        [],
      )
      expect(json().sources.flatMap(({unread}: {unread: unknown[]}) => unread)).toEqual([])
      expect(json().sources.length).toBeGreaterThan(3)
    },
  )

  test('conf files as they are written, also templates, say no more than they hold', async ({
    redislab,
    home,
  }) => {
    const folder = path.join(home, 'confs')
    await redislab(`render 1m2r3s --persist aof -o ${folder}`)
    const {json} = await redislab(`diagnose ${folder} --json`)
    expect(json().findings).toEqual([])
  })
})
