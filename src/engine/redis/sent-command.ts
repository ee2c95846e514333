import {type Cluster, Command, type Redis} from 'ioredis'
import {isReply} from './is-reply.ts'

/**
 * A command that knows whether it was written to a connection and not answered since. ioredis gives the same error,
 * "Connection is closed.", for one that it never sent and for one whose answer did not come.
 */
export class SentCommand extends Command {
  #isUnanswered = false

  constructor(name: string, args: readonly string[]) {
    super(name, [...args], {replyEncoding: 'utf8'})
  }

  get isUnanswered(): boolean {
    return this.#isUnanswered
  }

  /** Called by ioredis in the moment of writing, and only then. */
  override toWritable(socket: object): string | Buffer {
    this.#isUnanswered = true
    return super.toWritable(socket)
  }

  sendOver(client: Redis | Cluster): Promise<unknown> {
    client.sendCommand(this)
    const reject = this.reject
    // In a cluster a node may say MOVED, and the one that it names cannot be reached.
    this.reject = (error) => {
      if (isReply(error)) this.#isUnanswered = false
      reject.call(this, error)
    }
    return this.promise
  }
}
