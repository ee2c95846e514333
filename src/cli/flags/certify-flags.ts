import {Flags} from '@oclif/core'
import {suites} from '../../core/certify/scenario.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import {countFlag, durationFlag} from './flags.ts'
import {htmlFlag} from './html-flag.ts'

export const certifyFlags = {
  suite: Flags.option({
    summary: 'Which scenarios: sentinel, cluster or all.',
    options: suites,
    default: 'all',
  })(),
  scenario: Flags.string({
    summary: 'Only this scenario. Repeat it for several.',
    helpValue: 'ID',
    multiple: true,
    multipleNonGreedy: true,
    exclusive: ['suite'],
  }),
  jobs: countFlag({char: 'j', summary: 'How many scenarios run at the same time.', default: 1, min: 1}),
  wait: durationFlag({
    summary: 'How long the client may take to come back after the last fault; by default 45s.',
    helpValue: '45s',
  }),
  known: Flags.string({
    summary: 'A file with the scenarios that are expected to fail, one a line.',
    helpValue: 'FILE',
  }),
  server: Flags.string({
    summary: 'The server to run: a path, a flavour (valkey), or a version (7.0).',
    helpValue: 'PATH|NAME',
  }),
  compare: Flags.boolean({
    summary: 'Compare two results of --json instead: certify --compare BEFORE.json AFTER.json.',
  }),
  junit: Flags.string({summary: 'Write the results as JUnit XML to this file.', helpValue: 'FILE'}),
  html: htmlFlag({
    summary: 'Write the results as a page to this file, with a timeline of each failed scenario next to it.',
  }),
  badge: Flags.string({summary: 'Write a badge with the result, an SVG, to this file.', helpValue: 'FILE'}),
}

export interface CertifyWords {
  readonly own: readonly string[]
  readonly command: readonly string[]
}

/** Parts a command line at its first `--`: what comes after it is the client. */
export function partCertify(argv: readonly string[]): CertifyWords {
  const at = argv.indexOf('--')
  return at < 0 ? {own: argv, command: []} : {own: argv.slice(0, at), command: argv.slice(at + 1)}
}

/** @throws RedislabError USAGE where there is no client to certify, or words are left over */
export function checkCommand(command: readonly string[], left: readonly string[]): void {
  if (command.length === 0 || command[0] === '') {
    throw new RedislabError('USAGE', 'The client to certify is missing: it comes after --.', {
      suggestions: ['Such as: redislab certify --suite sentinel -- node client.js'],
    })
  }
  if (left.length > 0) {
    throw new RedislabError('USAGE', `certify takes no argument before --: "${left[0]}".`, {
      suggestions: ['A scenario is named with --scenario. The client comes after --.'],
    })
  }
}
