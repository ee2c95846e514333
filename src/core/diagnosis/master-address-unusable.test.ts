import {describe, expect, test} from 'vitest'
import {diagnoseTexts} from '../../../test/support/diagnosis/diagnose-texts.ts'
import {at, sentinelConf} from '../../../test/support/diagnosis/lines.ts'

const said = (files: Readonly<Record<string, string>>) =>
  diagnoseTexts(files)
    .findings.filter(({id}) => id === 'master-address-unusable')
    .map(({severity, certainty, title, why}) => `${severity} ${certainty} ${title} ${why}`)
    .join('\n')
const ofReplica = (...messages: readonly string[]) => ({
  'n2.log': ['* Connecting to MASTER 0.0.0.0:6379', ...messages]
    .map((message, index) => `${at(`${10 + index}.000`, 'S')} ${message}`)
    .join('\n'),
})
const ofSentinel = (...messages: readonly string[]) => ({
  's1.log': ['# +monitor master mymaster 0.0.0.0 6379 quorum 2', ...messages]
    .map((message, index) => `${at(`${10 + index}.000`, 'X')} ${message}`)
    .join('\n'),
})
const down = '# +sdown master mymaster 0.0.0.0 6379'

// Hypothesis: 0.0.0.0 leads to its own machine, where a master may run: it is the cause only where nothing shows that it works.
describe('a master at 0.0.0.0', () => {
  test.each([
    'MASTER <-> REPLICA sync: Finished with success',
    'Successful partial resynchronization with master.',
    "MASTER MODE enabled (user request from 'id=3 addr=10.0.0.1:5000 cmd=exec')",
    "REPLICAOF 10.0.0.1:6379 enabled (user request from 'id=3 addr=10.0.0.8:5000 cmd=exec')",
  ])('is nothing to a replica that went on: %s', (message) => {
    expect(said(ofReplica(`* ${message}`))).toBe('')
  })

  test.each([
    '+switch-master mymaster 0.0.0.0 6379 10.0.0.1 6379',
    '-monitor master mymaster 0.0.0.0 6379',
    '+slave slave 10.0.0.2:6379 10.0.0.2 6379 @ mymaster 0.0.0.0 6379',
    '+sentinel sentinel aaaa 10.0.0.3 26380 @ mymaster 0.0.0.0 6379',
  ])('is nothing to a sentinel that went on: %s', (message) => {
    expect(said(ofSentinel(`# ${message}`))).toBe('')
    expect(said(ofSentinel(down, '# -sdown master mymaster 0.0.0.0 6379', `# ${message}`))).toBe('')
  })

  test('is certain where it was seen to fail, else likely', () => {
    expect(said(ofReplica())).toMatch(
      /^cause likely n2 follows 0\.0\.0\.0:6379, which leads to its own machine/,
    )
    expect(said(ofReplica('# Error condition on socket for SYNC: Connection refused'))).toMatch(
      /^cause certain n2/,
    )
    // A real server that follows itself: it answers its own PING, and refuses its own PSYNC.
    const itself = [
      '* Master replied to PING, replication can continue...',
      "* Master is currently unable to PSYNC but should be in the future: -NOMASTERLINK Can't SYNC while not connected with my master",
    ]
    const told = "* REPLICAOF 0.0.0.0:6379 enabled (user request from 'id=3 addr=10.0.0.8:5000 cmd=exec')"
    expect(said(ofReplica(told, ...itself))).toMatch(/^cause certain n2 follows 0\.0\.0\.0:6379/)
    expect(said(ofReplica(...itself.slice(0, 1)))).toMatch(/^cause likely n2/)
    expect(said(ofReplica(...itself))).toMatch(/^cause certain n2/)
    expect(said(ofSentinel())).toMatch(/^cause likely s1 monitors 0\.0\.0\.0:6379.*Unless the master runs/)
    expect(said(ofSentinel(down))).toMatch(/^cause certain s1 monitors .*counts as down, and/)
  })

  test('is read in confs, as likely, where no log and no INFO says that it works', () => {
    const replica = {'n2.conf': 'port 6380\nreplicaof 0.0.0.0 6379'}
    expect(said(replica)).toMatch(/^cause likely n2 follows/)
    expect(said({'s1.conf': sentinelConf('').replace('10.0.0.1', '0.0.0.0')})).toMatch(
      /^cause likely s1 monitors/,
    )
    expect(said({...replica, ...ofReplica('* MASTER <-> REPLICA sync: Finished with success')})).toBe('')
    const info = 'role:slave\nmaster_host:0.0.0.0\nmaster_port:6379\nmaster_link_status:up'
    expect(said({...replica, 'n2.txt': info})).toBe('')
    expect(said({'n2.conf': 'replicaof 10.0.0.1 6379'})).toBe('')
  })

  test('at port 0 is no address at all', () => {
    expect(said({'n2.conf': 'replicaof 10.0.0.1 0'})).toMatch(/^cause certain .*the address of no server/)
  })
})
