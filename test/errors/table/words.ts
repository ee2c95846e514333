import type {BadInput} from '../bad-input.ts'

/** What is no command. */
export const words: readonly BadInput[] = [
  {
    typed: 'kil master',
    code: 'COMMAND_UNKNOWN',
    message: 'redislab has no command "kil".',
    suggestions: ['Did you mean this? redislab kill master', 'redislab --help lists the commands.'],
  },
  {
    typed: 'stauts',
    code: 'COMMAND_UNKNOWN',
    message: 'redislab has no command "stauts".',
    suggestions: ['Did you mean this? redislab status', 'redislab --help lists the commands.'],
  },
  {
    typed: 'labs',
    code: 'COMMAND_UNKNOWN',
    message: 'redislab has no command "labs".',
    suggestions: ['Did you mean this? redislab lab list', 'redislab --help lists the commands.'],
  },
  {
    typed: 'exit-codes',
    code: 'COMMAND_UNKNOWN',
    message: 'redislab has no command "exit-codes".',
    suggestions: ['Did you mean this? redislab help exit-codes', 'redislab --help lists the commands.'],
  },
  {
    typed: 'completion',
    code: 'USAGE',
    message: 'SHELL is missing: bash or zsh.',
    suggestions: ['redislab completion --help shows how it is used.'],
  },
  {
    typed: 'completion tcsh',
    code: 'USAGE',
    message: 'SHELL: "tcsh" is none of bash, zsh.',
    suggestions: ['redislab completion --help shows how it is used.'],
  },
  {
    typed: 'doctor foo',
    code: 'USAGE',
    message: 'doctor takes no arguments, but got "foo".',
    suggestions: ['redislab doctor --help shows how it is used.'],
  },
  {
    typed: 'doctor --dry-run',
    code: 'USAGE',
    message: '--dry-run needs --fix.',
    suggestions: ['redislab doctor --help shows how it is used.'],
  },
  {
    typed: 'doctor --fixx',
    code: 'USAGE',
    message: 'doctor has no option --fixx.',
    suggestions: ['Did you mean --fix?', 'redislab doctor --help shows how it is used.'],
  },
  {
    typed: 'servers foo',
    code: 'USAGE',
    message: 'servers takes no arguments, but got "foo".',
    suggestions: ['redislab servers --help shows how it is used.'],
  },
]
