import type {LogFact} from '../../evidence/facts.ts'
import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A server saves to a place that is none of data: cron, ssh keys, a web server. Somebody has set dir or dbfilename. */
export const rdbPathForeign: Rule = {
  id: 'rdb-path-foreign',
  needs: 'the log of a server whose save fails',
  source:
    'rdb.c: rdbSaveInternal names dir and dbfilename; redis.conf: enable-protected-configs; redis.io, Security: servers are for trusted networks',
  isExaminable: (evidence) =>
    evidence.logs.some(({lines}) => lines.some(({message}) => placeOf(message) !== undefined)),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const foreign = lines.filter(isForeignPath)
      const place = placeOf(foreign[0]?.message ?? '')
      if (place === undefined) return []
      const stated = evidence.directives('dir', 'dbfilename')
      return [
        {
          severity: 'cause',
          certainty: 'likely',
          title: `${name} was told to save as ${place.file}${place.folder === 'unknown' ? '' : ` in ${place.folder}`}, where no data of a server belongs.`,
          why:
            'With CONFIG SET dir and dbfilename anybody who reaches a server without a password can have it write a file of their choice: a job for cron, a key for ssh, a page of a web server. This save failed, so this file was not written; it need not be the only attempt. It is not a matter of the disk.' +
            `${stated.length > 0 ? ' Its conf says something else, so it was changed while it ran.' : ''} Until dir and dbfilename are right again nothing is saved, and with stop-writes-on-bgsave-error yes clients get MISCONF.`,
          evidence: [...foreign, ...stated],
          fix: [
            'If it was not you: take the port off the internet now (firewall, bind, no published port).',
            'Take the machine for broken into: look at the crontabs, ~/.ssh/authorized_keys and new files of the user that it runs as, at MODULE LIST, and at keys that are not yours.',
            'Then: requirepass or ACL users, protected-mode yes; Redis 7.0 and later refuse to change dir and dbfilename at run time (enable-protected-configs no).',
          ],
          avoid: ['Do not give the server the right to write there.'],
          collect: [
            'redis-cli CONFIG GET dir; redis-cli CONFIG GET dbfilename; redis-cli CLIENT LIST; redis-cli ACL LOG',
          ],
        },
      ]
    }),
}

/** Whether a line tells that a server would save where data is not kept. */
export function isForeignPath({message}: LogFact): boolean {
  const place = placeOf(message)
  if (place === undefined) return false
  const {file, folder} = place
  return (
    /^(?:authorized_keys2?|root|crontab|\w+\.(?:php|jsp|aspx?|sh))$/.test(file) ||
    /(?:^|\/)(?:cron(?:\.\w+|tabs)?|\.ssh|profile\.d|init\.d|systemd)(?:\/|$)/.test(folder)
  )
}

function placeOf(message: string): {readonly file: string; readonly folder: string} | undefined {
  const match =
    /^(?:Failed opening the (?:temp )?RDB file (\S+)|Error moving temp DB file \S+ on the final destination (\S+)) \(in server root dir ([^)]+)\)/.exec(
      message,
    )
  return match === null ? undefined : {file: match[1] ?? match[2] ?? '', folder: match[3] ?? ''}
}
