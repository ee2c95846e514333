#!/bin/sh
# sh health.sh live: the server answers, be it that it is still loading. A probe that ended it then would have it start to
# load again. sh health.sh ready: it does what clients ask.
set -u
if [ -s "/secrets/$KIND-password" ]; then
  IFS= read -r REDISCLI_AUTH <"/secrets/$KIND-password"
  export REDISCLI_AUTH
fi
# shellcheck disable=SC2086 # CLI_OPTIONS are several words.
answer=$("$CLI" -h 127.0.0.1 -p "$PORT" ${CLI_OPTIONS:-} PING 2>&1)
case $1:$answer in
  *PONG*) exit 0 ;;
  live:*LOADING* | live:*BUSY* | live:*MASTERDOWN* | live:*NOAUTH* | live:*WRONGPASS*) exit 0 ;;
esac
echo "$answer" >&2
exit 1
