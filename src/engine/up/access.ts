import {createHash} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import type {Acl} from '../../core/config/access.ts'
import {makeAcl} from '../../core/config/acl.ts'
import type {WantedPasswords, WantedUsers} from '../../core/config/deployment-options.ts'
import {RedislabError} from '../../core/errors/errors.ts'
import type {ServerVersion} from '../../core/redis/server-version.ts'
import {whyNot} from '../files/plain-file.ts'
import {type ChosenPasswords, choosePasswords, makePassword} from './passwords.ts'

/** The passwords and users to use: each is there where there is one. */
export interface ChosenAccess extends ChosenPasswords {
  readonly acl?: Acl
}

/** An ACL file is some kilobytes. What is larger is none, and would be written into the folder of every instance. */
const mostBytes = 4 * 1024 * 1024

/**
 * By which passwords and users a deployment is spoken to: as given, or made up.
 *
 * @throws RedislabError OPTION_INVALID
 */
export async function chooseAccess(
  wanted: WantedPasswords & WantedUsers,
  {server, cluster}: {readonly server: ServerVersion; readonly cluster: boolean},
): Promise<ChosenAccess> {
  const {acl: file} = wanted
  const passwords = choosePasswords(wanted)
  if (file === undefined) return passwords
  const acl = makeAcl({
    given: file === 'default' ? undefined : await readAclFile(file),
    password: passwords.password,
    server,
    cluster,
    makePassword,
    hash: (password) => createHash('sha256').update(password).digest('hex'),
  })
  // As with a password: sentinels know one of the data instances, and would hand it to any process that speaks to them.
  const isAsked = wanted.password === undefined && wanted.sentinelPassword === undefined
  return {...passwords, ...(isAsked ? {sentinelPassword: makePassword()} : {}), acl}
}

async function readAclFile(file: string): Promise<{readonly path: string; readonly text: string}> {
  const fail = (problem: string, cause?: unknown): never => {
    throw new RedislabError('OPTION_INVALID', `--acl ${file}: ${problem}.`, {
      suggestions: [
        'Name a file with a user a line, or write --acl default for the users that redislab makes.',
      ],
      cause,
    })
  }
  try {
    const text = await readFile(file, 'utf8')
    return text.length > mostBytes ? fail('it is too large for an ACL file') : {path: file, text}
  } catch (error) {
    if (error instanceof RedislabError) throw error
    return fail(`it cannot be read: ${whyNot(error)}`, error)
  }
}
