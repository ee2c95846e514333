import {readFile, stat, writeFile} from 'node:fs/promises'
import path from 'node:path'
import {Args, Flags} from '@oclif/core'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {describeNewLab} from '../../core/contract/lab-json.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {labOfEvidence} from '../../core/lab/lab-of-evidence.ts'
import {quoteForShell} from '../../core/text/quote-for-shell.ts'
import {shorten} from '../../core/text/shorten.ts'
import {findDeployment} from '../../engine/deployment/deployment.ts'
import {whyNot} from '../../engine/files/plain-file.ts'
import {shippedTemplates} from '../../engine/files/templates.ts'
import {readWhatHappened} from '../../engine/timeline/find-what-happened.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {shippedLabs} from '../../runner/lab-files.ts'

const schemaFile = 'lab.schema.json'

export default class LabNew extends BaseCommand {
  static override summary = 'Write a commented lab to start from.'
  static override description =
    'Next to it stands lab.schema.json, by which editors check and complete labs in that folder.'
  static override examples = [
    {description: 'In this folder:', command: 'redislab lab new my-failover'},
    {
      description: 'What the logs of a deployment tell, again:',
      command: 'redislab lab new again --from night',
    },
    {description: 'Somewhere else:', command: 'redislab lab new my-failover --out labs'},
  ]
  static override args = {
    name: Args.string({
      description: 'The name of the lab: NAME.yaml is written.',
      required: true,
    }),
  }
  static override flags = {
    from: Flags.string({
      summary: 'Write a lab that does again what the logs of this deployment tell, run or opened.',
      helpValue: 'DEPLOYMENT',
    }),
    out: Flags.string({summary: 'The folder to write it to.', default: '.', helpValue: 'DIR'}),
  }

  async run() {
    const {args, flags} = await this.parse(LabNew)
    const name = args.name.replace(/\.ya?ml$/, '')
    if (!/^[A-Za-z0-9][\w.-]{0,63}$/.test(name)) {
      throw new RedislabError('OPTION_INVALID', `"${shorten(args.name)}" cannot be the name of a lab.`, {
        suggestions: ['Use letters, digits, dash, underscore and dot, beginning with a letter or digit.'],
      })
    }
    const file = path.join(flags.out, `${name}.yaml`)
    const text = flags.from === undefined ? await readTemplate(name) : await this.#writeAgain(flags.from)
    await write(file, text)
    await writeSchema(flags.out)
    if (this.isForPeople) {
      this.log(`${stdoutTheme.good('✔')} ${file} is written.`)
      this.log(
        `  Run it: ${stdoutTheme.command(`redislab lab run ${file.includes(path.sep) ? file : `./${file}`}`)}`,
      )
    }
    return describeNewLab(path.resolve(file))
  }

  /** @throws RedislabError DEPLOYMENT_NOT_FOUND, NOT_SUPPORTED when its logs do not tell enough */
  async #writeAgain(from: string): Promise<string> {
    const deployment = await findDeployment(from, {evenIfOpened: true})
    const happened = await this.waitFor('reading the logs', () =>
      readWhatHappened(deployment, {signal: this.signal}),
    )
    if (happened === undefined)
      throw new RedislabError('NOT_SUPPORTED', `The logs of "${from}" tell of no failover.`, {
        suggestions: ['Write a lab of your own: leave out --from.'],
      })
    return labOfEvidence(deployment.record.plan, happened)
  }
}

async function readTemplate(name: string): Promise<string> {
  const template = await readFile(path.join(shippedTemplates, 'lab.yaml'), 'utf8')
  return template.replaceAll('{{name}}', name)
}

/** Editors check and complete the lab by what stands beside it, on every machine that has the folder. */
async function writeSchema(folder: string): Promise<void> {
  const file = path.join(folder, schemaFile)
  const schema = await readFile(path.join(shippedLabs, schemaFile), 'utf8')
  await writeFile(file, schema, {flag: 'wx'}).catch((error: NodeJS.ErrnoException) => {
    // That of another lab in this folder.
    if (error.code !== 'EEXIST') throw unwritable(file, error)
  })
}

/** @throws RedislabError OPTION_INVALID when it is there already, or the folder cannot be written */
async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, {flag: 'wx'})
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EEXIST') {
      throw new RedislabError('OPTION_INVALID', `${file} already exists.`, {
        suggestions: ['Choose another name.'],
      })
    }
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      const folder = path.dirname(file)
      const facts = await stat(folder).catch(() => undefined)
      if (facts?.isDirectory() === true)
        throw new RedislabError('PERMISSION_DENIED', `No file can be made in ${folder}.`, {
          suggestions: ['Name a folder that you can write with --out.'],
        })
      throw new RedislabError('OPTION_INVALID', `There is no folder ${folder}.`, {
        suggestions:
          facts === undefined
            ? [`Make it first: mkdir -p ${quoteForShell(folder)}`]
            : ['That is a file: name a folder with --out.'],
      })
    }
    throw unwritable(file, error)
  }
}

/** The error for a folder in which nothing may be written; any other one as it is. */
function unwritable(file: string, error: unknown): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return error
  return new RedislabError('PERMISSION_DENIED', `${file} cannot be written: ${whyNot(error)}.`, {
    suggestions: ['Name a folder that you can write with --out.'],
    cause: error,
  })
}
