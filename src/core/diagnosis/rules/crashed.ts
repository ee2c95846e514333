import type {Diagnosis} from '../finding.ts'
import type {Rule} from '../rule.ts'

/** A process crashed, by its own report. */
export const crashed: Rule = {
  id: 'crashed',
  needs: 'a log',
  source: 'debug.c: sigsegvHandler, _serverAssert',
  lab: 'leader-crashes',
  isExaminable: (evidence) => evidence.has('log'),
  examine: (evidence) =>
    evidence.logs.flatMap(({name, lines}): readonly Diagnosis[] => {
      const report = lines.filter(({message}) =>
        /(?:Redis|Valkey) [\d.]+ crashed by signal|=== ASSERTION FAILED ===|Guru Meditation|BUG REPORT START/.test(
          message,
        ),
      )
      if (report.length === 0) return []
      const version = /(?:Redis|Valkey) ([\d.]+) crashed/.exec(
        report.map(({message}) => message).join(' '),
      )?.[0]
      return [
        {
          severity: 'cause',
          certainty: 'certain',
          title: `${name} crashed${version === undefined ? '' : ` (${version})`}.`,
          why: 'It wrote a crash report: this is a bug of the server or of a module, or broken memory. What came after it, a failover or lost writes, follows from that.',
          evidence: report,
          fix: [
            'Look for the line below "=== ASSERTION FAILED" or the stack trace in the issues of the server, and upgrade to a release that has the fix.',
            'Test the memory where no report fits: redis-server --test-memory MB',
          ],
          collect: [
            'The whole report, from BUG REPORT START to BUG REPORT END',
            'redis-cli INFO server   and MODULE LIST',
          ],
        },
      ]
    }),
}
