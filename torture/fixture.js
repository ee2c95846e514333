// A test process that goes on until it is killed: starts a deployment through the library, and puts it back again and again.
import process from 'node:process'
import {startDeployment} from '../bundle/lib/index.js'

const [name, port] = process.argv.slice(2)
const lab = await startDeployment('1m1r1s', {name, port: Number(port), sentinelPort: Number(port) + 10})
for (let round = 0; ; round += 1) {
  await lab.kill(round % 2 === 0 ? 'replicas' : 'sentinels')
  await lab.reset()
}
