import {id} from './lines.ts'
import type {Sample} from './sample.ts'

/** An election of which both sentinels tell: at these seconds of 03:52. */
function election({
  epoch,
  asked,
  voted,
  heard,
}: {
  epoch: number
  asked: string
  voted: string
  heard: string
}) {
  const line = (second: string, message: string) => `1:X 10 Nov 2024 03:52:${second} # ${message}`
  return {
    leader: [
      line(asked, `+new-epoch ${epoch}`),
      line(asked, '+try-failover master mymaster 10.0.0.1 6379'),
      line(asked, `+vote-for-leader ${id('1')} ${epoch}`),
      line(heard, `${id('2')} voted for ${id('1')} ${epoch}`),
    ],
    voter: [line(voted, `+new-epoch ${epoch}`), line(voted, `+vote-for-leader ${id('1')} ${epoch}`)],
  }
}

function logs(elections: readonly ReturnType<typeof election>[]): Readonly<Record<string, string>> {
  const start = (digit: string) => `1:X 10 Nov 2024 03:51:00.000 # Sentinel ID is ${id(digit)}`
  return {
    's1.log': [start('1'), ...elections.flatMap(({leader}) => leader)].join('\n'),
    's2.log': [start('2'), ...elections.flatMap(({voter}) => voter)].join('\n'),
  }
}

const first = election({epoch: 7, asked: '10.001', voted: '10.004', heard: '10.010'})

/** Causes that are in clocks. */
export const clockSamples: readonly Sample[] = [
  {
    id: 'clocks-differ',
    files: logs([election({epoch: 7, asked: '10.001', voted: '22.004', heard: '10.010'})]),
    says: /clock of s2 is ahead of that of s1 by at least 12\.0 s/,
    sound: logs([first]),
  },
  {
    id: 'clock-stepped',
    files: logs([first, election({epoch: 8, asked: '30.001', voted: '42.004', heard: '30.010'})]),
    says: /clock was set by at least 12\.0 s .* s\d or s\d/,
    sound: logs([first, election({epoch: 8, asked: '30.001', voted: '30.004', heard: '30.010'})]),
  },
]
