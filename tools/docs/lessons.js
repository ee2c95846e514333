// Runs every lab, and writes docs/lessons.md and docs/lessons.zh.md: the topics in the order in which they are best read,
// each with its lab, what people believe, and what this server did. npm run docs:lessons
//
// A lab that this server cannot run is run on another of $REDISLAB_SERVERS. With names of labs (npm run docs:lessons -- NAME…)
// only these are run, and the rest of the pages stays.
import {execFile} from 'node:child_process'
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import {promisify} from 'node:util'
import {isAsExpected} from '../../dist/core/lab/verdicts.js'
import {readLab} from '../../dist/runner/lab-files.js'
import {interruptible} from '../interruptible.js'
import {chapters} from './lessons-order.js'

const root = path.join(import.meta.dirname, '../..')
const words = {
  en: {
    title: 'What people believe about Redis, and what it does',
    intro: (server) =>
      `The labs tested every sentence in these tables on ${server}. Run the named lab to see for yourself. A refuted sentence is not a mistake of the lab: it is what the lab teaches. Written by \`npm run docs:lessons\` from one run of all labs; figures differ from run to run, verdicts do not.`,
    head: ['', 'people say', 'what was seen'],
    verdicts: {confirmed: '✔', refuted: '✘', 'not-shown': '?'},
    legend: '✔ confirmed · ✘ refuted',
    skipped: 'could not be run there',
    elsewhere: (server) => `on ${server}`,
    other: '[中文](lessons.zh.md)',
    picture:
      '![A lab on its page: the story of a split brain, two masters at the same time, and the sentinels that do not agree](page-lab.png)',
  },
  zh: {
    title: '关于 Redis 的说法，和它真正的行为',
    intro: (server) =>
      `下面每一句话都由对应的实验在 ${server} 上验证过：自己跑一遍就能看到。被推翻的说法不是实验出错，恰恰是值得学的地方。本页由 \`npm run docs:lessons\` 跑完全部实验后生成；数字每次略有不同，结论不变。用 \`redislab lab run 名字 --lang zh\` 看中文讲解。`,
    head: ['', '常见说法', '实际看到的'],
    verdicts: {confirmed: '✔', refuted: '✘', 'not-shown': '?'},
    legend: '✔ 成立 · ✘ 不成立',
    skipped: '那台机器上没法跑',
    elsewhere: (server) => `在 ${server} 上`,
    other: '[English](lessons.md)',
    picture: '![一个实验的页面：脑裂的经过，同一时刻的两个主节点，以及意见不一的哨兵](page-lab.png)',
  },
}

const named = process.argv.slice(2)
await interruptible(async (signal) => {
  const results = await runEverywhere(named, signal)
  for (const language of ['en', 'zh']) {
    const file = path.join(root, 'docs', language === 'en' ? 'lessons.md' : `lessons.${language}.md`)
    const before = named.length === 0 ? '' : await readFile(file, 'utf8')
    await writeFile(file, await renderPage(language, results, before))
    process.stdout.write(`${path.relative(root, file)} is written\n`)
  }
})

/** Runs labs on the default server, and those that it cannot run on the first other one that can. */
async function runEverywhere(names, signal) {
  const results = await run(names.length === 0 ? ['--all'] : names, signal)
  const servers = (process.env.REDISLAB_SERVERS ?? '').split(path.delimiter).filter(Boolean)
  for (const server of servers) {
    const skipped = [...results.values()].filter(({outcome}) => outcome === 'skipped').map(({lab}) => lab)
    if (skipped.length === 0) break
    for (const [lab, result] of await run([...skipped, '--server', server], signal))
      if (result.outcome !== 'skipped') results.set(lab, {...result, isElsewhere: true})
  }
  return results
}

async function run(which, signal) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'redislab-lessons-'))
  try {
    const args = ['bin/run.js', 'lab', 'run', ...which, '--jobs', '3', '--json', '--lang', 'en']
    const env = {...process.env, REDISLAB_HOME: home}
    const running = promisify(execFile)(process.execPath, args, {cwd: root, env, maxBuffer: 2 ** 28})
    // The labs take down what they have started; this waits until they have.
    const stop = () => running.child.kill('SIGTERM')
    signal.addEventListener('abort', stop)
    const {stdout} = await running.finally(() => signal.removeEventListener('abort', stop))
    const said = JSON.parse(stdout)
    // Of one lab alone it is the result of that.
    const labs = said.labs ?? [said]
    const wrong = labs.filter(({outcome, claims}) => outcome === 'failed' || !claims.every(isAsExpected))
    if (wrong.length > 0) throw new Error(`these labs failed: ${wrong.map(({lab}) => lab).join(', ')}`)
    return new Map(labs.map((result) => [result.lab, result]))
  } finally {
    await rm(home, {recursive: true, force: true})
  }
}

async function renderPage(language, results, before) {
  const {title, intro, legend, other, picture} = words[language]
  const [{server}] = results.values()
  const kept = before.split(/\n\n(?=#{2,3} )/)
  const head = [`# ${title}`, other, intro(`${server.flavour} ${server.version}`), picture, legend].join(
    '\n\n',
  )
  const parts = [before === '' ? head : kept[0]]
  for (const chapter of chapters) {
    parts.push(`## ${chapter[language]}`)
    for (const name of chapter.labs) {
      const result = results.get(name)
      const known = kept.find((part) => part.includes(`](../labs/${name}.yaml)`))
      if (result !== undefined) parts.push(await renderLab(name, language, result))
      else if (known !== undefined) parts.push(known.trimEnd())
      else throw new Error(`${name} is not in the page yet: name it`)
    }
  }
  return `${parts.join('\n\n')}\n`
}

async function renderLab(name, language, result) {
  const lab = await readLab(name, {language})
  const {head, verdicts, skipped, elsewhere} = words[language]
  const {server, isElsewhere} = result
  const where = isElsewhere ? ` · ${elsewhere(`${server.flavour} ${server.version}`)}` : ''
  const heading = `### ${lab.title}\n\n[\`${name}\`](../labs/${name}.yaml)${where} · ${lab.about.trim().replaceAll('\n', ' ')}`
  if (result.outcome === 'skipped') return `${heading}\n\n*${skipped}*`
  const rows = lab.claims.map(({id, text, because}) => {
    const {verdict, evidence} = result.claims.find((claim) => claim.id === id)
    const seen = [because, `\`${evidence.replaceAll('`', "'").slice(0, 160)}\``].filter(Boolean).join(' ')
    return `| ${verdicts[verdict]} | ${cell(text)} | ${cell(seen)} |`
  })
  return [heading, '', `| ${head.join(' | ')} |`, '|---|---|---|', ...rows].join('\n')
}

/** Text in a cell of a table: on one line, and no bar that would end the cell. */
function cell(text) {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
}
