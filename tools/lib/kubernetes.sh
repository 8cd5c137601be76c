# Builds a Kubernetes control plane from Debian's source package and takes etcd from Debian's binary package.
# shellcheck shell=bash

kubernetes_version=1.20.2
kubernetes_programs=(kube-apiserver kube-controller-manager)
kubernetes_stamp="kubernetes $kubernetes_version from $debian_release, recipe 1"

# Debian's patches are left out: they concern kubectl's printing only.
fetch_kubernetes() {
  unpack_debian "$work/root" etcd-server golang-1.19-go golang-1.19-src golang-github-modern-go-reflect2-dev
  download_debian_source "$work/source" kubernetes
  mkdir -p "$kubernetes_tree"
  tar -xzf "$work"/source/kubernetes_*.orig.tar.gz -C "$kubernetes_tree" --strip-components=1
  replace_reflect2 "$kubernetes_tree/vendor/github.com/modern-go/reflect2"
}

# The vendored reflect2 1.0.1 reads runtime structures that Go 1.18 changed: the server would crash within seconds.
replace_reflect2() {
  local vendored=$1 packaged=$work/root/usr/share/gocode/src/github.com/modern-go/reflect2
  rm "$vendored"/*.go "$vendored"/*.s
  cp "$packaged"/*.go "$packaged"/*.s "$vendored/"
  rm -f "$vendored"/*_test.go
}

# Go as this old tree wants it: GOPATH mode, offline, static. With modules Go 1.19 refuses the tree's go.mod.
in_tree() {
  env -C "$kubernetes_tree" GOROOT="$go_root" GOPATH="$work/go" GOCACHE="$work/go-cache" GOTMPDIR="$work" GOENV=off \
    GOFLAGS='' GO111MODULE=off GOPROXY=off CGO_ENABLED=0 PATH="$go_root/bin:$PATH" "$@"
}

# The one file that the source package leaves to its build: the OpenAPI definitions of every tagged type. The vendored
# k8s.io packages are links into the staging tree, hence -R.
generate_openapi() {
  local packages
  in_tree go build -o "$work/openapi-gen" k8s.io/kubernetes/vendor/k8s.io/kube-openapi/cmd/openapi-gen
  packages=$(cd "$kubernetes_tree" && grep -Rl --include='*.go' '^// +k8s:openapi-gen=' cmd pkg plugin vendor/k8s.io |
    grep -Ev '/(code-generator|sample-apiserver|testdata)/' | xargs -n 1 dirname | LC_ALL=C sort -u |
    sed 's#^#k8s.io/kubernetes/#' | paste -sd,)
  in_tree "$work/openapi-gen" --go-header-file hack/boilerplate/boilerplate.generatego.txt --input-dirs "$packages" \
    --output-package k8s.io/kubernetes/pkg/generated/openapi --output-file-base zz_generated.openapi \
    --report-filename "$work/openapi-violations" --output-base "$work/go/src"
}

build_kubernetes() {
  local made=$1 flags='-s -w' package
  for package in component-base/version client-go/pkg/version; do
    package=k8s.io/kubernetes/vendor/k8s.io/$package
    flags+=" -X $package.gitVersion=v$kubernetes_version -X $package.gitMajor=1 -X $package.gitMinor=20"
  done
  in_tree go build -trimpath -ldflags "$flags" -o "$made/" "${kubernetes_programs[@]/#/k8s.io/kubernetes/cmd/}"
}

install_kubernetes() {
  local folder=$1 made=$work/kubernetes
  go_root=$work/root/usr/lib/go-1.19
  kubernetes_tree=$work/go/src/k8s.io/kubernetes
  mkdir -p "$made"
  quietly "fetching etcd, Go and the source of Kubernetes $kubernetes_version" fetch_kubernetes
  quietly "generating the API's definitions" generate_openapi
  quietly "building ${kubernetes_programs[*]} (some minutes)" build_kubernetes "$made"
  cp "$work/root/usr/bin/etcd" "$made/"
  publish "$made" "$folder" "$kubernetes_stamp"
}
