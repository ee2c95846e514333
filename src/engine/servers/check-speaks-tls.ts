import {RedislabError} from '../../core/errors/errors.ts'
import type {ServerInfo} from '../../core/words.ts'
import {speaksTls} from './find-extras.ts'

/**
 * Refuses a server that was built without TLS. One that does not say whether it was is taken, and judges by itself.
 *
 * @throws RedislabError SERVER_UNSUPPORTED
 */
export async function checkSpeaksTls(
  server: ServerInfo,
  {signal}: {readonly signal?: AbortSignal | undefined} = {},
): Promise<void> {
  if ((await speaksTls(server, {signal})) !== false) return
  const {flavour, version, path: file} = server
  throw new RedislabError(
    'SERVER_UNSUPPORTED',
    `${file} is ${flavour} ${version} built without TLS, which --tls needs.`,
    {
      suggestions: [
        'Choose another with --server, or build it with TLS: make BUILD_TLS=yes',
        'redislab servers shows which servers are here, and which of them speak TLS.',
      ],
      details: {flavour, version, path: file},
    },
  )
}
