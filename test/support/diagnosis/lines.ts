// Lines of confs, logs and CLUSTER NODES as servers write them, for samples of what diagnose finds.

export const id = (digit: string) => digit.repeat(40)
export const node = (digit: string, port: number, rest: string) =>
  `${id(digit)} 10.0.0.${port - 6378}:${port}@${port + 10000} ${rest} connected`
export const master = (digit: string, port: number, epoch: number, slots: string, flags = 'master') =>
  `${node(digit, port, `${flags} - 0 1700000000000 ${epoch}`)} ${slots}`.trim()
export const replica = (digit: string, port: number, of: string, flags = 'slave') =>
  node(digit, port, `${flags} ${id(of)} 0 1700000000000 1`)
export const soundNodes = [
  master('a', 6379, 1, '0-5460', 'myself,master'),
  master('b', 6380, 2, '5461-10922'),
  master('c', 6381, 3, '10923-16383'),
  replica('d', 6382, 'a'),
  replica('e', 6383, 'b'),
  replica('f', 6384, 'c'),
].join('\n')
export const sentinelConf = (lines: string) =>
  `port 26379\nsentinel monitor mymaster 10.0.0.1 6379 2\n${lines}`
export const others = `sentinel known-sentinel mymaster 10.0.0.2 26379 ${id('2')}\nsentinel known-sentinel mymaster 10.0.0.3 26379 ${id('3')}\n`
export const at = (second: string, letter = 'M') => `1:${letter} 10 Nov 2024 03:52:${second}`
