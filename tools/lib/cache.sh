# Where what the tools fetch and build is kept: outside the tree, one folder per thing, complete or absent.
# shellcheck shell=bash

# shellcheck disable=SC2034 # used by the scripts
servers_cache="${XDG_CACHE_HOME:-$HOME/.cache}/gitops/servers"

# Is the folder there and of this recipe?
is_current() {
  local folder=$1 stamp=$2
  [[ -f $folder/.stamp && $(<"$folder/.stamp") == "$stamp" ]]
}

# Puts a finished folder in its place at once, so that nobody ever sees half of it.
publish() {
  local made=$1 folder=$2 stamp=$3
  printf '%s\n' "$stamp" >"$made/.stamp"
  chmod 755 "$made"
  if [[ -e $folder ]]; then
    mv -T "$folder" "$made.old"
  fi
  mv -T "$made" "$folder"
  rm -rf "$made.old"
}
