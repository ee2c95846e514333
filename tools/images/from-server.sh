#!/bin/sh
# Makes an image of a server that is installed here, as small as one can be that redislab runs: the server, redis-cli where it
# is, a shell, and the libraries of these. Where no registry can be reached, it stands for the official one.
#
#   sh tools/images/from-server.sh /usr/bin/redis-server redis:7.0
#
# With further programs it stands for the official image of Node, which has a user node:
#
#   sh tools/images/from-server.sh /usr/bin/redis-server node:local node tini grep
set -eu
server=$1
image=$2
shift 2
engine=${REDISLAB_CONTAINERS:-docker}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# It becomes the root of the image, which any user must be able to enter.
chmod 755 "$root"
mkdir -m 1777 "$root/tmp"
mkdir -p "$root/bin" "$root/usr/local/bin"

# Copies a file to a path in the image, and the libraries that it is linked with to where they are here.
add() {
  cp -L "$1" "$root$2"
  ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -Lu "$library" "$root$library"
  done
}

add /bin/sh /bin/sh
add "$server" "/usr/local/bin/$(basename "$server")"
for program in cp mv sed getent sleep id "$@"; do
  file=$(command -v "$program") && add "$file" "/bin/$program"
done
if [ $# -gt 0 ]; then
  mkdir -p "$root/etc" "$root/home/node" "$root/usr"
  ln -s ../bin "$root/usr/bin"
  chown 1000:1000 "$root/home/node"
  printf '%s\n' 'root:x:0:0::/:/bin/sh' 'node:x:1000:1000::/home/node:/bin/sh' >"$root/etc/passwd"
fi
if [ -e /etc/nsswitch.conf ]; then mkdir -p "$root/etc" && cp /etc/nsswitch.conf "$root/etc/"; fi
cli=${server%-server}-cli
if [ -x "$cli" ]; then add "$cli" "/usr/local/bin/$(basename "$cli")"; fi

tar -C "$root" -c . | "$engine" import --change 'ENV PATH=/usr/local/bin:/usr/bin:/bin' - "$image" >/dev/null
