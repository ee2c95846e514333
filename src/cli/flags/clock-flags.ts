import {Flags} from '@oclif/core'
import {parseZoneSetting, type ZoneSetting} from '../../core/clocks/zone.ts'
import {countFlag} from './flags.ts'

const zoneFlag = Flags.custom<ZoneSetting>({
  helpValue: 'NODE=+02:00',
  parse: async (text) => parseZoneSetting(text),
})

/** What a person knows of the clocks that stamped foreign logs, and whether their times are to be brought in step. */
export const clockFlags = {
  zone: zoneFlag({
    summary: 'The time zone of the clock of an instance: s2=+02:00, s2=Europe/Berlin. Without NODE= of all.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  year: countFlag({
    summary: 'The year of lines that do not say it (before Redis 5.0, and in syslog).',
    min: 2009,
    max: 9999,
  }),
  align: Flags.boolean({
    summary: 'Bring clocks in step that are off, by lines of one event that two of them stamped.',
  }),
}

/** The same, as `readClocks` takes it. */
export function clockOptions({
  zone,
  year,
  align,
}: {
  readonly zone?: readonly ZoneSetting[] | undefined
  readonly year?: number | undefined
  readonly align?: boolean | undefined
}) {
  return {zones: zone, year, align}
}
