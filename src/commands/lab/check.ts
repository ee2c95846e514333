import process from 'node:process'
import {Args} from '@oclif/core'
import {BaseCommand} from '../../cli/frame/base-command.ts'
import {type CheckedFile, describeLabCheck} from '../../core/contract/lab-json.ts'
import {hasErrorCode, type RedislabError} from '../../core/errors/errors.ts'
import type {Problem} from '../../core/lab/problems.ts'
import {makeVisible} from '../../core/text/visible.ts'
import {stdoutTheme} from '../../reporters/kit/theme.ts'
import {readLab} from '../../runner/lab-files.ts'

export default class LabCheck extends BaseCommand {
  static override summary = 'Check lab files: every mistake, with its line, its column and the correction.'
  static override examples = [
    {description: 'One file:', command: 'redislab lab check ./mine.yaml'},
    {description: 'Many:', command: 'redislab lab check labs/*.yaml'},
  ]
  static override strict = false
  static override args = {
    lab: Args.string({
      description: 'Lab files, or names of labs.',
      required: true,
      multiple: true,
    }),
  }

  async run() {
    const {argv} = await this.parse(LabCheck)
    const labs: CheckedFile[] = []
    for (const file of argv.map(String)) {
      try {
        const {steps, claims} = await readLab(file)
        labs.push({file, ok: true, problems: []})
        if (this.isForPeople)
          this.log(
            `${stdoutTheme.good('✔')} ${file}: ${count(steps.length, 'step')}, ${count(claims.length, 'claim')}`,
          )
      } catch (error) {
        if (!hasErrorCode(error, 'LAB_INVALID') && !hasErrorCode(error, 'LAB_NOT_FOUND')) throw error
        labs.push({file, ok: false, problems: problemsIn(error) ?? [{message: error.message}]})
        process.exitCode = Math.max(Number(process.exitCode ?? 0), error.exitCode)
        if (this.isForPeople) this.log(describeProblems(error, file))
      }
    }
    return describeLabCheck(labs)
  }
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

/** A line each that editors and terminals can follow: FILE:LINE:COLUMN: what is wrong. */
function describeProblems(error: RedislabError, file: string): string {
  const problems = problemsIn(error)
  if (problems === undefined) return `${stdoutTheme.bad('✖')} ${makeVisible(error.message)}`
  return problems
    .map(
      (one) => `${stdoutTheme.bad('✖')} ${makeVisible(`${file}:${one.line}:${one.column}: ${one.message}`)}`,
    )
    .join('\n')
}

/** What is wrong with a lab; undefined where there is no lab. */
function problemsIn({details}: RedislabError): readonly Problem[] | undefined {
  return details?.['problems'] as readonly Problem[] | undefined
}
