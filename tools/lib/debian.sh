# Debian packages for one's own use: fetched with apt's own checks, unpacked into a folder. Nothing of the machine is
# installed, configured or changed, so none of it needs root.
# shellcheck shell=bash

# The release whose packages the recipes are written for.
debian_release=bookworm
apt_folder=

# Every archive that the machine's own apt sources name for its release: mirrors and proxies stay as configured.
debian_archives() {
  local release
  # shellcheck source=/dev/null
  release=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  apt-get --print-uris update | sed -n "s#^'\(.*\)/dists/$release/InRelease'.*#\1#p" | awk '!seen[$0]++'
}

private_apt() {
  local tool=$1
  shift
  "$tool" -q -o Dir::Etc::sourcelist="$apt_folder/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::State::lists="$apt_folder/lists" -o Dir::Cache="$apt_folder/cache" \
    -o APT::Sandbox::User="$(id -un)" "$@"
}

# Readies the release's package lists in a private folder.
open_debian() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg archive options=
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    no_debian "apt-get or dpkg-deb is missing"
  fi
  [[ ! -f $keyring ]] || options="[signed-by=$keyring] "
  apt_folder=$1
  mkdir -p "$apt_folder/lists/partial" "$apt_folder/cache/archives/partial"
  while read -r archive; do
    printf '%s\n' "deb $options$archive $debian_release main" "deb-src $options$archive $debian_release main" \
      >"$apt_folder/sources.list"
    # An archive of somebody else's for the same release has not this one: the next may.
    if private_apt apt-get update && [[ -n $(private_apt apt-cache showsrc kubernetes) ]]; then
      return 0
    fi
  done < <(debian_archives)
  no_debian "none of this machine's apt sources serves Debian $debian_release main with its source packages"
}

no_debian() {
  echo "$1. Use a Debian machine, or name a folder with etcd, kube-apiserver and kube-controller-manager in" \
    "KUBEBUILDER_ASSETS (setup-envtest installs the first two)."
  return 1
}

# Downloads packages and unpacks them below a folder.
unpack_debian() {
  local folder=$1 debs package
  shift
  debs=$(mktemp -d "$folder.XXXXXX")
  (cd "$debs" && private_apt apt-get download "$@")
  for package in "$debs"/*.deb; do
    dpkg-deb -x "$package" "$folder"
  done
  rm -rf "$debs"
}

# Downloads the files of a source package into a folder.
download_debian_source() {
  local folder=$1 package=$2
  mkdir -p "$folder"
  (cd "$folder" && private_apt apt-get source --download-only "$package")
}
