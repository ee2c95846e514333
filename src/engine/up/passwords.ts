import {randomBytes} from 'node:crypto'
import type {WantedPasswords} from '../../core/config/deployment-options.ts'
import {RedislabError} from '../../core/errors/errors.ts'

/** The passwords to use: each is there where there is one. */
export interface ChosenPasswords {
  readonly password?: string
  readonly sentinelPassword?: string
}

/**
 * The passwords to use: as given, or made up for `auto`. Sentinels have that of the data instances: they know it, and
 * hand it to whatever instance or sentinel they hear of, so any process that could speak to them could have it
 * (docs/decisions/0013-other-users.md).
 *
 * @throws RedislabError OPTION_INVALID when one cannot stand in a conf file
 */
export function choosePasswords(wanted: WantedPasswords): ChosenPasswords {
  const password = choose(wanted.password, '--password')
  const sentinelPassword =
    wanted.sentinelPassword === undefined
      ? password
      : wanted.sentinelPassword === 'none'
        ? undefined
        : choose(wanted.sentinelPassword, '--sentinel-password')
  return {
    ...(password === undefined ? {} : {password}),
    ...(sentinelPassword === undefined ? {} : {sentinelPassword}),
  }
}

/** A password that nobody guesses, of characters that need no quotes anywhere. */
export function makePassword(): string {
  return randomBytes(18).toString('base64url')
}

function choose(password: string | undefined, option: string): string | undefined {
  if (password === 'auto') return makePassword()
  if (password !== undefined && (password === '' || /[\x00-\x1f\x7f]/.test(password))) {
    const which = option === '--password' ? 'The password' : 'The password of the sentinels'
    throw new RedislabError('OPTION_INVALID', `${which} is empty or holds a control character.`, {
      suggestions: [
        option === '--password'
          ? 'Leave --password without a value, or write auto, to have one made up.'
          : 'Write auto to have one made up, or none for sentinels without a password.',
      ],
    })
  }
  return password
}
