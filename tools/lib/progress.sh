# Progress lines and quiet commands, shared by the scripts of this folder. Source it after setting `program`.
# shellcheck shell=bash

say() { printf '%s: %s\n' "${program:?}" "$*"; }

die() {
  printf '%s: %s\n' "${program:?}" "$*" >&2
  exit 1
}

log=
doing=

# Says what starts and runs it with its output in $log. A failure ends the script, see show_failure.
quietly() {
  doing=$1
  shift
  say "$doing"
  "$@" >>"${log:?}" 2>&1
  doing=
}

# To be called on exit: names the step that failed and shows the end of its output.
show_failure() {
  if [[ -n $doing ]]; then
    tail -n 40 "$log" >&2
    printf '%s: failed: %s (the end of its output is above)\n' "${program:?}" "$doing" >&2
  fi
}
