#!/bin/sh
# sh health.sh live: the server answers, whatever it says. It may be loading, unable to save, or have too many clients: a probe
# that ended it then would make that worse. sh health.sh ready: it does what clients ask, and a replica has its master's data.
set -u
if [ -s "/secrets/$KIND-password" ]; then
  IFS= read -r REDISCLI_AUTH <"/secrets/$KIND-password"
  export REDISCLI_AUTH
fi
# shellcheck disable=SC2086 # CLI_OPTIONS are several words.
ask() { "$CLI" -h 127.0.0.1 -p "$PORT" ${CLI_OPTIONS:-} "$@" 2>&1; }
fail() {
  echo "$1" >&2
  exit 1
}

answer=$(ask PING)
case $1:$answer in
  live:*closed* | live:*reset\ by\ peer*) exit 0 ;; # It takes connections: it has too many of them.
  live:*[[:upper:]][[:upper:]][[:upper:]]*) exit 0 ;; # PONG, LOADING, ERR, MISCONF: words of a server, and none of its client.
  ready:*PONG*) ;;
  *) fail "$answer" ;;
esac
if [ "$KIND" = sentinel ]; then exit 0; fi
# A replica in a full resync answers PING. Were it ready, the next pod would be replaced before this one has the data.
replication=$(ask INFO replication)
case $replication in
  *role:master* | *master_link_status:up*) exit 0 ;;
  *) fail "$replication" ;;
esac
