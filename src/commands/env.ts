import {Flags} from '@oclif/core'
import {writeGithubVariables} from '../cli/actions/write-github-variables.ts'
import {BaseCommand} from '../cli/frame/base-command.ts'
import {connectionVariables} from '../core/env/connection-variables.ts'
import {formatVariables} from '../core/env/variable-formats.ts'
import {RedislabError} from '../core/errors/errors.ts'
import {findDeployment} from '../engine/deployment/deployment.ts'

export default class Env extends BaseCommand {
  static override summary = 'Print the variables by which applications connect.'
  static override description =
    'REDIS_URL, REDIS_HOST and REDIS_PORT of the current master, REDIS_SENTINELS and REDIS_MASTER_NAME, and the password.'
  static override examples = [
    {description: 'Into this shell:', command: 'eval "$(redislab env)"'},
    {description: 'For the later steps of a GitHub Actions job:', command: 'redislab env --format github'},
    {description: 'Into a file:', command: 'redislab env --format dotenv > .env'},
  ]
  static override flags = {
    format: Flags.option({
      summary: 'How to write them; github appends them to the file that $GITHUB_ENV names.',
      options: ['sh', 'json', 'dotenv', 'github'] as const,
      default: 'sh' as const,
    })(),
  }

  async run() {
    const {flags} = await this.parse(Env)
    if (flags.format === 'github' && !this.isForPeople) {
      throw new RedislabError('USAGE', '--format github and --json cannot be used together.', {
        suggestions: ['Its stdout is for the runner: it hides the password in the log of the job.'],
      })
    }
    const deployment = await findDeployment(flags.name)
    const status = await deployment.status({signal: this.signal})
    const variables = connectionVariables(status, deployment.record)
    if (!('REDIS_URL' in variables)) {
      this.warnPerson(`${flags.name} has no master now: REDIS_URL, REDIS_HOST and REDIS_PORT are left out.`)
    }
    if (flags.format === 'github') for (const line of await writeGithubVariables(variables)) this.log(line)
    else if (this.isForPeople) this.log(formatVariables(variables, flags.format))
    return variables
  }
}
