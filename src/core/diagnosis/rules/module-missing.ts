import type {LogFact} from '../../evidence/facts.ts'
import {joinNames} from '../../text/join-names.ts'
import type {Diagnosis} from '../finding.ts'
import {tellOpen} from '../over.ts'
import type {Rule} from '../rule.ts'

/** Servers from 6.2 on say it behind where in the file they found it. A copy that breaks off ends with a type of `_` alone. */
const pattern =
  /The RDB file contains (?:AUX )?module data (?:I can't load: no matching module(?: type)? '|for the module(?: type)? ')(?!_+')([^']+)'(?!.*not terminated)/

/** Whether a line says that data of a module cannot be read for want of the module. */
export function isOfMissingModule({message}: LogFact): boolean {
  return pattern.test(message)
}

/** Data of a module comes to a server that does not have the module. */
export const moduleMissing: Rule = {
  id: 'module-missing',
  needs: 'the log of a server that loads data',
  source: 'rdb.c: rdbLoadObject, moduleTypeLookupModuleByID',
  isExaminable: (evidence) => evidence.logs.some(({isSentinel}) => !isSentinel),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const failed = lines.filter(isOfMissingModule)
      const isCopy = lines.some(
        ({event}) => event?.kind === 'copy-unloadable' || event?.kind === 'loading-copy',
      )
      const ends = isCopy ? ['sync-finished'] : ['sync-finished', 'data-loaded']
      return tellOpen(
        failed,
        lines,
        () => ends,
        (open) => describe(name, open, isCopy),
      )
    }),
}

function describe(name: string, failed: readonly LogFact[], isCopy: boolean): Diagnosis {
  const types = [...new Set(failed.map(({message}) => pattern.exec(message)?.[1] ?? ''))]
  const isThere = failed.some(({message}) => /is not able to load/.test(message))
  return {
    severity: 'cause',
    certainty: 'certain',
    title: `${name} cannot load ${isCopy ? 'the copy of its master' : 'its data'}: it holds data of the module type ${joinNames(types)}, which ${isThere ? 'the module that it has cannot read' : 'no module here can read'}.`,
    why: `${isThere ? 'The module is there in another version than the one that wrote the data, or broke off in it.' : 'The one that wrote it has the module loaded, and this one has not.'} What is said after that, of a short read or a copy that was not loaded, follows from it: the file is whole.`,
    evidence: failed,
    fix: [
      `Load the same module, in the same version or a newer one, on every server of the group, replicas first: loadmodule /path/MODULE.so in redis.conf, then restart.`,
    ],
    avoid: ['The file is not damaged: there is nothing to repair in it.'],
    collect: ['redis-cli MODULE LIST   on both; redis-cli INFO server (redis_version)'],
  }
}
