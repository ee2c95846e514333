import {RedislabError} from '../errors/errors.ts'
import {nameServer, type ServerVersion, whyUnsupported} from '../redis/server-version.ts'
import {shorten} from '../text/shorten.ts'
import {makeVisible} from '../text/visible.ts'

/** What documentation says of Redis holds for it, and its image is the official one. */
export const imageOfToday = 'redis:8.2'

/** The official image of a server: `redis:7.0`, `valkey/valkey:8.1`. */
export function imageOf({flavour, version}: ServerVersion): string {
  const [major = '', minor = '0'] = version.split('.')
  return `${flavour === 'redis' ? 'redis' : 'valkey/valkey'}:${major}.${minor}`
}

/**
 * The server in an image, by its name: `redis:7.0`, `registry.example/valkey/valkey:9.1-alpine`.
 *
 * @returns undefined when the name does not say it
 */
export function serverOfImage(image: string): ServerVersion | undefined {
  const [, flavour, major, rest = '.0'] =
    /(?:^|[/-])(redis|valkey)[\w.-]*:v?(\d{1,3})((?:\.\d{1,3}){1,2})?(?![\d.])/.exec(image) ?? []
  if (flavour === undefined || major === undefined) return undefined
  const version = `${major}${rest}`
  return {
    flavour: flavour as ServerVersion['flavour'],
    version: version.split('.').length < 3 ? `${version}.0` : version,
  }
}

/**
 * The name of an image, as it stands in a manifest.
 *
 * @throws RedislabError OPTION_INVALID for what is none
 */
export function checkImage(image: string): string {
  if (/^[a-z0-9][\w./:@-]*$/i.test(image)) return image
  throw new RedislabError(
    'OPTION_INVALID',
    `--image "${shorten(makeVisible(image))}" is not the name of an image.`,
    {
      suggestions: ['Such as --image redis:8.2, or valkey/valkey:9.1'],
    },
  )
}

/**
 * The server in an image whose name must say it: what confs and scripts need depends on it.
 *
 * @throws RedislabError OPTION_INVALID when the name does not say it, SERVER_TOO_OLD
 */
export function requireServerOfImage(image: string): ServerVersion {
  const server = serverOfImage(image)
  if (server === undefined) {
    const example = /(?:^|[/-])valkey/.test(image) ? 'valkey/valkey:9.1' : imageOfToday
    throw new RedislabError(
      'OPTION_INVALID',
      `--image ${image}: its name says no version of Redis or Valkey.`,
      {
        suggestions: [
          `Take a tag with the version, such as ${example}`,
          'Or say by --server which server, installed here, the image has.',
        ],
      },
    )
  }
  const whyNot = whyUnsupported(server)
  if (whyNot === undefined) return server
  throw new RedislabError(
    'SERVER_TOO_OLD',
    `--image ${image}: it has ${nameServer(server)}, and ${whyNot}.`,
    {
      suggestions: [
        `Take a newer one, such as --image ${imageOf({...server, version: {redis: '8.2', valkey: '9.1'}[server.flavour]})}`,
      ],
    },
  )
}
