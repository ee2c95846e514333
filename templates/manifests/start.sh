#!/bin/sh
# The first process of a container of compose: prepares, and becomes the server.
set -eu
umask 077

# The user that the server will run as may not read what compose mounts.
for secret in /run/secrets/*; do
  if [ -f "$secret" ]; then cp "$secret" /secrets/; fi
done
for user in redis valkey; do
  if id "$user" >/dev/null 2>&1; then chown -R "$user" /secrets; fi
done

sh /scripts/prepare.sh
set -- "$SERVER" "/data/$KIND.conf"
if [ "$KIND" = sentinel ]; then set -- "$@" --sentinel; fi
# The entry point of the official images goes on as a user that is not root, who owns the data.
if command -v docker-entrypoint.sh >/dev/null; then set -- docker-entrypoint.sh "$@"; fi
cd /data
exec "$@"
