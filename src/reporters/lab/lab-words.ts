import type {Language} from '../../core/lab/languages.ts'
import type {ClaimResult, LabOutcome} from '../../core/lab/result.ts'
import type {Topic} from '../../core/lab/topics.ts'

/** The words around a lab: what is not written in its file, and is read by people. */
export interface LabWords {
  readonly claims: string
  readonly steps: string
  readonly expectations: string
  readonly verdicts: Readonly<Record<ClaimResult['verdict'], string>>
  readonly outcomes: Readonly<Record<LabOutcome, string>>
  readonly topics: Readonly<Record<Topic | 'others', string>>
  /** Of a server, and of how long it took. */
  readonly ranOn: (server: string, duration: string) => string
  readonly starting: (topology: string) => string
  readonly ready: (topology: string, duration: string) => string
  readonly wasExpected: (verdict: string) => string
  /** Of servers on which a verdict is expected. */
  readonly on: (verdict: string, servers: string) => string
  readonly within: (duration: string) => string
  readonly noReply: (duration: string) => string
  readonly shows: (claim: string) => string
  readonly refutes: (claim: string) => string
  readonly leftOut: (why: string) => string
  readonly awaited: string
  readonly seen: string
  readonly stillRuns: string
  readonly moreLines: (count: number) => string
  readonly totals: (outcomes: string, duration: string, claims: string) => string
  readonly howToStep: string
  /** Of a command, for another terminal. */
  readonly howToLook: (command: string) => string
  readonly howToList: string
}

export const labWords: Readonly<Record<Language, LabWords>> = {
  en: {
    claims: 'Claims',
    steps: 'Steps',
    expectations: 'Expected',
    verdicts: {confirmed: 'confirmed', refuted: 'refuted', 'not-shown': 'not-shown'},
    outcomes: {passed: 'passed', failed: 'failed', skipped: 'skipped'},
    topics: {
      locks: 'locks',
      replication: 'replication',
      sentinel: 'sentinel',
      cluster: 'cluster',
      applications: 'applications',
      environment: 'environment',
      others: 'others',
    },
    ranOn: (server, duration) => ` on ${server}, in ${duration}`,
    starting: (topology) => `starting ${topology}`,
    ready: (topology, duration) => `${topology}, ready after ${duration}`,
    wasExpected: (verdict) => `expected to be ${verdict}`,
    on: (verdict, servers) => `${verdict} on ${servers}`,
    within: (duration) => `within ${duration}`,
    noReply: (duration) => `no reply within ${duration}`,
    shows: (claim) => `shows ${claim}`,
    refutes: (claim) => `refutes ${claim}`,
    leftOut: (why) => `left out: ${why}`,
    awaited: 'expected',
    seen: 'seen',
    stillRuns: 'It still runs:',
    moreLines: (count) => `… ${count} lines more`,
    totals: (outcomes, duration, claims) => `${outcomes} in ${duration}; claims: ${claims}`,
    howToStep: 'Enter (⏎) begins each step. Ctrl-C ends the lab and takes its servers down.',
    howToLook: (command) => `Look around meanwhile, in another terminal: ${command}`,
    howToList: 'Run one: redislab lab run NAME · read it first: redislab lab show NAME',
  },
  zh: {
    claims: '说法',
    steps: '步骤',
    expectations: '预期',
    verdicts: {confirmed: '成立', refuted: '不成立', 'not-shown': '未能判定'},
    outcomes: {passed: '通过', failed: '失败', skipped: '跳过'},
    topics: {
      locks: '分布式锁',
      replication: '主从复制',
      sentinel: 'Sentinel',
      cluster: 'Cluster',
      applications: '应用',
      environment: '环境',
      others: '其他',
    },
    ranOn: (server, duration) => `（${server}，用时 ${duration}）`,
    starting: (topology) => `正在启动 ${topology}`,
    ready: (topology, duration) => `${topology}，${duration} 后就绪`,
    wasExpected: (verdict) => `本应${verdict}`,
    on: (verdict, servers) => `在 ${servers} 上${verdict}`,
    within: (duration) => `${duration} 之内`,
    noReply: (duration) => `${duration} 之内没有应答`,
    shows: (claim) => `证实 ${claim}`,
    refutes: (claim) => `推翻 ${claim}`,
    leftOut: (why) => `略过：${why}`,
    awaited: '预期',
    seen: '实际',
    stillRuns: '仍在运行：',
    moreLines: (count) => `……还有 ${count} 行`,
    totals: (outcomes, duration, claims) => `${outcomes}，用时 ${duration}；说法：${claims}`,
    howToLook: (command) => `其间可在另一个终端查看：${command}`,
    howToStep: '每一步按回车（⏎）开始。Ctrl-C 结束实验，并关掉它的服务器。',
    howToList: '运行：redislab lab run 名字 --lang zh · 先读一遍：redislab lab show 名字 --lang zh',
  },
}
