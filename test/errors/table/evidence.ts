import type {BadInput} from '../bad-input.ts'

/** What is no evidence. */
export const evidence: readonly BadInput[] = [
  {
    typed: 'diagnose last-night.log',
    code: 'SOURCE_NOT_FOUND',
    message: 'There is no file or folder last-night.log.',
    suggestions: [],
  },
  {
    typed: 'diagnose valkey://:hidden@10.0.0.7:6379',
    code: 'SOURCE_NOT_FOUND',
    message: 'There is no file or folder valkey://…@10.0.0.7:6379.',
    suggestions: ['An address begins with redis://, rediss://, sentinel:// or sentinels://.'],
  },
  {
    typed: 'diagnose --map 10.0.0.5:6379=127.0.0.1:16379',
    code: 'OPTION_INVALID',
    message: '--map is for addresses, and none is given.',
    suggestions: ['Name one: sentinel://HOST:26379.'],
  },
  {
    typed: 'collect --tls-ca ca.crt --out all.tgz',
    code: 'OPTION_INVALID',
    message: '--tls-ca is for addresses, and none is given.',
    suggestions: ['Name one: sentinel://HOST:26379.'],
  },
  {
    typed: 'diagnose /dev/null',
    code: 'SOURCE_UNREADABLE',
    message: '/dev/null is neither a file nor a folder.',
    suggestions: ['Pass what it writes on standard input: … | redislab diagnose -'],
  },
  {
    typed: 'diagnose . --fail-on bad',
    code: 'USAGE',
    message: '--fail-on: "bad" is none of cause, risk, note.',
    suggestions: ['redislab diagnose --help shows how it is used.'],
  },
  {
    typed: 'diagnose . --zone s2=noon',
    code: 'OPTION_INVALID',
    message: '--zone: "s2=noon" names no time zone.',
    suggestions: ['Write NODE=+02:00 or NODE=Europe/Berlin; without NODE= it is the zone of all.'],
  },
  {
    typed: 'diagnose . --year 24',
    code: 'OPTION_INVALID',
    message: '--year: "24" is not a whole number from 2009 to 9999.',
    suggestions: ['Write it in digits: 2009.'],
  },
  {
    typed: 'diagnose . --sarif nowhere/found.sarif',
    code: 'OPTION_INVALID',
    message: 'The report cannot be written to nowhere/found.sarif: there is no such file or folder.',
    suggestions: ['Name a file in a folder that is there, and that you can write.'],
  },
]
