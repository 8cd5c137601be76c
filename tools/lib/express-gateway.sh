# Express Gateway from npm, as the gateways' pods run it, and the Redis that it keeps its consumers in, from Debian.
# shellcheck shell=bash

express_gateway_version=1.16.11
express_gateway_stamp="express-gateway $express_gateway_version, recipe 1"

fetch_express_gateway() {
  npm install --silent --no-audit --no-fund --prefix "$1" "express-gateway@$express_gateway_version"
}

# The program with those of its libraries that a bare machine has not, behind a script that finds them.
fetch_redis() {
  unpack_debian "$work/redis" redis-tools libatomic1 libjemalloc2 liblzf1
  mkdir -p "$1/lib"
  cp "$work/redis/usr/bin/redis-check-rdb" "$1/lib/redis-server"
  find "$work/redis/usr/lib" \( -name 'libatomic*' -o -name 'libjemalloc*' -o -name 'liblzf*' \) -exec cp -a {} "$1/lib/" \;
  # shellcheck disable=SC2016 # for the script that is written
  printf '%s\n' '#!/bin/sh' 'lib=${0%/*}/lib' 'LD_LIBRARY_PATH=$lib exec "$lib/redis-server" "$@"' >"$1/redis-server"
  chmod 755 "$1/redis-server"
  "$1/redis-server" --version
}

install_express_gateway() {
  local folder=$1 made=$work/express-gateway
  mkdir -p "$made"
  quietly "fetching Redis" fetch_redis "$made"
  quietly "installing Express Gateway $express_gateway_version" fetch_express_gateway "$made"
  publish "$made" "$folder" "$express_gateway_stamp"
}
