# LoopBack 3 and what else the project depends on that a tenant begins with, from npm: the workspaces of the tests run on it.
# shellcheck shell=bash

loopback_packages=(loopback@3.28.0 loopback-boot@3.3.1 loopback-component-explorer@6.5.1 strong-error-handler@3.5.0 compression@1.8.2 cors@2.8.6 helmet@3.23.3)
loopback_stamp="${loopback_packages[*]}, recipe 1"

fetch_loopback() {
  npm install --silent --no-audit --no-fund --prefix "$1" "${loopback_packages[@]}"
}

install_loopback() {
  local folder=$1 made=$work/loopback
  mkdir -p "$made"
  quietly "installing LoopBack 3" fetch_loopback "$made"
  publish "$made" "$folder" "$loopback_stamp"
}
