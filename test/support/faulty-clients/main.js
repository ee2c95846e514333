// A client for `redislab certify`: node main.js [MISTAKE]. Without one it does everything right.
import process from 'node:process'
import {ClusterClient} from './cluster-client.js'
import {mistakes, right} from './mistakes.js'
import {SentinelClient} from './sentinel-client.js'
import {SentinelWaiter} from './sentinel-waiter.js'
import {work} from './workloads.js'

const [, , mistake] = process.argv
const options = {...right, ...(mistake === undefined ? {} : mistakes[mistake])}
if (mistake !== undefined && mistakes[mistake] === undefined) throw new Error(`no such mistake: ${mistake}`)

const isCluster = process.env.REDIS_CLUSTER_NODES !== undefined
const makeClient = () =>
  isCluster ? new ClusterClient({...options}) : new SentinelWaiter(new SentinelClient({...options}))
await work(makeClient(), {...options, makeClient})
