// What is held here: src/core/contract describes the JSON of every command, field by field, and the published schema says
// the same. Besides, each JSON that any test gets from the command line is held against it (test/support/cli.ts).
import {mkdir, readFile, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {z} from 'zod'
import {outputs} from '../../src/core/contract/schemas/commands.ts'
import {contractJsonSchema} from '../../src/core/contract/schemas/json-schema.ts'
import {readShippedLabs} from '../../src/runner/lab-files.ts'
import {judgeOutput, problemsOf} from '../support/contract.ts'
import {smallLab, writeLab} from '../support/small-lab.ts'
import {describe, expect, type Fixtures, test} from '../support/test.ts'

const repository = path.join(import.meta.dirname, '../..')

interface CommandInManifest {
  readonly id: string
  readonly enableJsonFlag?: boolean
  readonly flags: Readonly<Record<string, unknown>>
}

/** The commands that write JSON, each with how: `logs --jsonl`. */
async function readWriters(): Promise<readonly string[]> {
  const text = await readFile(path.join(repository, 'oclif.manifest.json'), 'utf8')
  const {commands} = JSON.parse(text) as {commands: Readonly<Record<string, CommandInManifest>>}
  return Object.values(commands).flatMap(({id, enableJsonFlag, flags}) => {
    const flagsOfJson = [
      ...(enableJsonFlag ? ['json'] : []),
      ...['jsonl', 'report'].filter((it) => it in flags),
    ]
    return flagsOfJson.map((flag) => `${id.replaceAll(':', ' ')} --${flag}`)
  })
}

test('every command that writes JSON is described, and no other', async () => {
  const described = Object.entries(outputs).flatMap(([command, {document, line, report}]) => [
    ...(document === undefined ? [] : [`${command} --json`]),
    ...(line === undefined ? [] : [`${command} --jsonl`]),
    ...(report === undefined ? [] : [`${command} --report`]),
  ])
  expect(described.toSorted()).toEqual([...(await readWriters())].sort())
})

/** Lines that are run one after the other; those in a list of their own at the same time. */
type Lines = readonly (string | readonly string[])[]

/** Runs lines, each of which must write what the contract says, and remembers them. */
function makeRunner(redislab: Fixtures['redislab'], seen: Set<string>) {
  return async (lines: Lines, cwd?: string) => {
    for (const line of lines) await Promise.all([line].flat().map((one) => runLine(one, cwd)))
  }

  async function runLine(line: string, cwd: string | undefined): Promise<void> {
    const [first = '', second = ''] = line.split(' ')
    const command = [`${first} ${second}`, first].find((it) => it in outputs)
    seen.add(`${command} ${/--jsonl?\b/.exec(line)?.[0]}`)
    const {stdout, stderr} = await redislab(line, cwd === undefined ? {} : {cwd})
    expect(stdout.trim(), `${line}: ${stderr}`).not.toBe('')
    expect(stdout, line).not.toMatch(/^\{\s*"error"/)
  }
}

describe('what is written is what is described', () => {
  const seen = new Set<string>()

  test('on a deployment with sentinels and links', async ({home, redislab}) => {
    const run = makeRunner(redislab, seen)
    await run([
      ['completion bash --json', 'servers --json', 'doctor --fix --dry-run --json'],
      ['up 1m1r1s --dry-run --json', `render 1m1r1s --out ${path.join(home, '.confs')} --json`],
      'up 1m1r1s --links --password secret --json',
      ['env --json', 'cli n1 --json -- PING', 'load acked-writes --for 100ms --json', 'ls --json'],
      'kill master --watch --json',
      'await-failover --json',
      'start all --json',
      'set n1 maxmemory 50mb --json',
      'fill n1 --for 100ms --json',
      'disconnect n2 --json',
      'sleep n1 10ms --json',
      'delay n1 10ms --jitter 1ms --bandwidth 1mb --json',
      'partition n1 --for 60s --json',
      'status --json',
      'heal --json',
      'pause n1 --json',
      'resume n1 --json',
      'stop n1 --json',
      'restart n2 --json',
      [
        'diagnose --json',
        'explain --all --json',
        'timeline --json',
        'timeline --jsonl',
        'logs --json',
        'logs --jsonl',
      ],
      'reset --json',
      'failover --json',
      'down --keep --json',
      'clean --json',
    ])
  }, 180_000)

  test('on a cluster', async ({clusterPort, redislab}) => {
    const run = makeRunner(
      (args, options) => redislab(args, {...options, env: {REDISLAB_PORT: String(clusterPort)}}),
      seen,
    )
    await run([
      'up 3m --cluster --dry-run --json',
      'up 3m --cluster --json',
      'add --json',
      'reshard --to all --json',
      'reshard --finish --json',
      ['status --json', 'env --json'],
      'remove n4 --reshard --json',
    ])
  }, 180_000)

  test('of what others have', async ({redislab, home}) => {
    const run = makeRunner(redislab, seen)
    await run([
      `open ${path.join(repository, 'test/incidents/replicas-of-each-other')} --name night --json`,
      [
        'whois --name night --json',
        'explain --name night --json',
        'ls --json',
        'diagnose --name night --json',
        `collect --name night --out ${path.join(home, 'night.tgz')} --json`,
      ],
      'down --name night --json',
    ])
  })

  test('of a twin and of a client', async ({redislab, home}) => {
    const run = makeRunner(redislab, seen)
    const folder = path.join(home, '.original')
    await mkdir(folder)
    await writeFile(path.join(folder, 'n1.conf'), 'port 6379\nbind 10.0.0.1\n')
    await writeFile(path.join(folder, 'n2.conf'), 'port 6379\nbind 10.0.0.2\nreplicaof 10.0.0.1 6379\n')
    const sentinel = 'port 26379\nbind 10.0.0.3\nsentinel monitor mymaster 10.0.0.1 6379 1\n'
    await writeFile(path.join(folder, 's1.conf'), sentinel)
    await run([
      [`up --like ${folder} --dry-run --json`, `rehearse ${folder} --only planned --jobs 1 --json`],
      'certify --scenario master-killed --wait 1s --json -- false',
    ])
  }, 120_000)

  test('of labs', async ({home, redislab}) => {
    const run = makeRunner(redislab, seen)
    const file = await writeLab(home, smallLab)
    const folder = path.dirname(file)
    await run(
      [
        ['lab list --json', 'lab new mine --json', 'lab run ./small.yaml --json'],
        ['lab check mine.yaml small.yaml --json', 'lab show ./mine.yaml --json'],
        ['lab run ./small.yaml --repeat 2 --json', 'lab run ./small.yaml --jsonl'],
      ],
      folder,
    )
    const broken = await redislab('lab check mine.yaml missing.yaml --json', {cwd: folder})
    expect(broken.json()).toMatchObject({ok: false})
    const report = path.join(folder, 'report.json')
    await redislab('', {args: ['exec', '--lab', file, '--report', report, '--', 'true']})
    seen.add('exec --report')
    const written: unknown = JSON.parse(await readFile(report, 'utf8'))
    expect(problemsOf(outputs['exec']?.report ?? z.never(), written, 'exec --report')).toEqual([])
  })

  test('of every command', async () => {
    expect([...seen].sort()).toEqual([...(await readWriters())].sort())
  })
})

test('every lab that is shipped is shown as described', async () => {
  const labs = await readShippedLabs({language: 'en'})
  const problems = labs.flatMap((lab) =>
    problemsOf(outputs['lab show']?.document ?? z.never(), JSON.parse(JSON.stringify(lab)), lab.name),
  )
  expect(problems).toEqual([])
})

describe('what is not as described is seen', () => {
  const judge = (line: string, json: unknown, exitCode = 0) =>
    judgeOutput(line.split(' '), {exitCode, stdout: JSON.stringify(json)})

  test.each<[string, string, unknown, readonly string[]]>([
    [
      'a field that the contract does not know',
      'ls --json',
      {deployments: [], more: 1},
      ['ls --json: the document: Unrecognized key: "more"'],
    ],
    [
      'one that is missing, inside a list',
      'down --json',
      {deployments: [{name: 'default'}], kept: false},
      ['down --json: deployments.0.ended: Invalid input: expected number, received undefined'],
    ],
    [
      'one of another type, among several shapes',
      'kill n1 --json',
      {fault: 'kill', instances: [], skipped: [], at: '2026-01-01T00:00:00.000Z', healsAt: 5},
      ['kill --json: healsAt: Invalid input: expected string, received number'],
    ],
    [
      'an error without its exit code',
      'status --json',
      {error: {code: 'BUG', message: 'x', suggestions: []}},
      ['the error of status --json: error.exitCode: Invalid input: expected number, received undefined'],
    ],
    [
      'a command without a description',
      'help --json',
      {},
      ['undefined --json: the contract does not describe it'],
    ],
  ])('%s', async (_, line, json, problems) => {
    expect(await judge(line, json)).toEqual(problems)
  })

  test('what is no JSON, unless the process was ended while it wrote', async () => {
    const half = {stdout: '{"deployments": ['}
    expect(await judgeOutput(['ls', '--json'], {...half, exitCode: 0})).toHaveLength(1)
    expect(await judgeOutput(['ls', '--json'], {...half, exitCode: null})).toEqual([])
  })

  test('what a program that is run says is its own business', async () => {
    expect(await judgeOutput(['exec', '--', 'npm', '--json'], {exitCode: 0, stdout: '[1]'})).toEqual([])
  })
})

describe('the published schema', () => {
  const {$defs} = contractJsonSchema() as {$defs: Readonly<Record<string, object>>}

  test.each(['status', 'lab-run', 'kill', 'logs-line', 'exec-report', 'error'])(
    'has a definition by the name of what it describes: %s',
    (name) => {
      expect($defs).toHaveProperty(name)
    },
  )

  test('refers to nothing that is not in it', () => {
    const references = JSON.stringify($defs).match(/"#\/\$defs\/[^"]+"/g) ?? []
    const missing = references.filter((it) => !(it.slice('"#/$defs/'.length, -1) in $defs))
    expect(references.length).toBeGreaterThan(50)
    expect(missing).toEqual([])
  })

  test('takes a field that a later version adds, and misses one that was promised', () => {
    const schema = z.fromJSONSchema({$ref: '#/$defs/down', $defs} as Parameters<typeof z.fromJSONSchema>[0])
    const down = {deployments: [{name: 'default', ended: 6, later: true}], kept: false, later: 1}
    expect(schema.safeParse(down).success).toBe(true)
    expect(schema.safeParse({...down, kept: undefined}).success).toBe(false)
  })
})
