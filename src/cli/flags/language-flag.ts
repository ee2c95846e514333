import process from 'node:process'
import {Flags} from '@oclif/core'
import {type Language, languages} from '../../core/lab/languages.ts'

/** In which language labs are told. */
export const languageFlag = Flags.option({
  summary: 'Language of titles, narration and claims. By default that of the environment, else English.',
  options: languages,
  helpValue: 'en|zh',
  default: async () => languageOfEnvironment(),
  noCacheDefault: true,
})

/** The first of these that is set counts, as POSIX has it. */
function languageOfEnvironment(): Language {
  const {LC_ALL, LC_MESSAGES, LANG} = process.env
  return /^zh\b|^zh_/.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'zh' : 'en'
}
