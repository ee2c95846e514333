#!/bin/sh
# Runs before each start of a server: puts its conf where the server may rewrite it, and its cluster file beside it.
set -eu
umask 077

# Only where there is none yet: what Sentinel and CONFIG REWRITE have written since (roles, votes, epochs) is newer than
# what was rendered.
put() {
  if [ -s "$2" ]; then return; fi
  cp "$1" "$2.new"
  mv "$2.new" "$2"
}

address_of() {
  getent hosts "$1" | while read -r address _; do
    echo "$address"
    break
  done
}

# Either the confs of one instance are mounted, or those of all, by their names.
conf=/confs/$KIND.conf
nodes=/confs/nodes.conf
if [ ! -f "$conf" ]; then
  conf=/confs/$INSTANCE.conf
  nodes=/confs/$INSTANCE.nodes
fi
put "$conf" "/data/$KIND.conf"
if [ ! -f "$nodes" ]; then exit 0; fi

# Nodes of a cluster know each other by address only, and a container may have another one each time it starts. So each
# start looks all names up. The first one waits for them: until then nobody knows any address.
tries=0
if [ ! -s /data/nodes.conf ]; then tries=60; fi
put "$nodes" /data/nodes.conf
while read -r id host; do
  address=$(address_of "$host")
  while [ -z "$address" ] && [ "$tries" -gt 0 ]; do
    tries=$((tries - 1))
    sleep 1
    address=$(address_of "$host")
  done
  if [ -n "$address" ]; then
    sed -i "s/^$id [^ @]*:\([0-9]*@\)/$id $address:\1/" /data/nodes.conf
  else
    echo "$host has no address yet" >&2
  fi
done </confs/nodes.txt
