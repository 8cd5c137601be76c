#!/usr/bin/env python3
"""Writes kubernetes.schema: the shape of the built-in kinds, read from the Go declarations of a Kubernetes source tree.

Usage: generate-schemas.py KUBERNETES_TREE > kubernetes.schema

Only the facts of the wire format are kept: field name, type, whether a zero value is written, list and patch strategies.
"""
import re
import sys

ROOTS = [
    "core/v1.Pod", "core/v1.Service", "core/v1.ConfigMap", "core/v1.Secret", "core/v1.Namespace", "core/v1.Event",
    "core/v1.ServiceAccount", "core/v1.Endpoints", "core/v1.Node", "core/v1.ResourceQuota", "core/v1.LimitRange",
    "core/v1.Binding", "core/v1.PersistentVolumeClaim", "apps/v1.Deployment", "apps/v1.ReplicaSet",
    "autoscaling/v1.Scale", "networking/v1.Ingress", "networking/v1.IngressClass", "networking/v1.NetworkPolicy",
    "coordination/v1.Lease", "events/v1.Event",
]
SCALARS = {
    "string": "string", "bool": "bool", "int": "int", "int32": "int", "int64": "int", "uint32": "int", "byte": "int",
    "float64": "float", "UID": "string", "FieldsV1": "raw", "RawExtension": "raw", "Time": "time",
    "MicroTime": "microtime", "Quantity": "quantity", "IntOrString": "intorstring",
}
PACKAGES = {"metav1": "meta/v1", "v1": "core/v1", "corev1": "core/v1", "types": "-", "resource": "-", "intstr": "-",
            "runtime": "-", "apiv1": "core/v1"}


def source(tree, package):
    base = "apimachinery/pkg/apis/meta/v1" if package == "meta/v1" else "api/" + package
    text = open(f"{tree}/staging/src/k8s.io/{base}/types.go").read()
    return text


class Declarations:
    def __init__(self, tree):
        self.tree, self.packages = tree, {}

    def package(self, name):
        if name not in self.packages:
            text = source(self.tree, name)
            structs, aliases = {}, {}
            for match in re.finditer(r"((?://[^\n]*\n)*)^type (\w+) struct \{\n(.*?)^\}", text, re.M | re.S):
                structs[match[2]] = (match[1], match[3])
            for match in re.finditer(r"^type (\w+) ([\w\[\]\.]+)$", text, re.M):
                aliases[match[1]] = match[2]
            self.packages[name] = (structs, aliases)
        return self.packages[name]


def resolve(decls, package, go):
    """The schema type of a Go type, and the structs it names."""
    if go.startswith("*"):
        inner, names = resolve(decls, package, go[1:])
        return "*" + inner, names
    if go == "[]byte":
        return "bytes", []
    if go.startswith("[]"):
        inner, names = resolve(decls, package, go[2:])
        return "[]" + inner, names
    if go.startswith("map["):
        inner, names = resolve(decls, package, go[go.index("]") + 1:])
        return "map:" + inner, names
    prefix, _, base = go.rpartition(".")
    if base in SCALARS and (prefix or base not in decls.package(package)[0] or base in ("Time", "MicroTime", "FieldsV1")):
        return SCALARS[base], []
    if prefix:
        package = PACKAGES[prefix]
    structs, aliases = decls.package(package)
    if base in structs:
        return f"{package}.{base}", [(package, base)]
    if base in aliases:
        return resolve(decls, package, aliases[base])
    raise SystemExit(f"unknown type {go} in {package}")


def fields(decls, package, name):
    body = decls.package(package)[0][name][1]
    markers = {}
    for line in body.split("\n"):
        line = line.strip()
        if line.startswith("//"):
            marker = re.match(r"// \+(listType|listMapKey|mapType|structType|default)=(.*)", line)
            if marker:
                markers.setdefault(marker[1], []).append(marker[2].strip())
            continue
        field = re.match(r"(?:(\w+)\s+)?([\*\w\.\[\]]+)\s+`(.*)`", line)
        if not field:
            if not line:
                markers = {} if not markers else markers
            continue
        tag = dict(re.findall(r'(\w+):"([^"]*)"', field[3]))
        json = tag.get("json", "").split(",")
        if "inline" in json:
            inner_go = field[2].lstrip("*")
            prefix, _, base = inner_go.rpartition(".")
            inner = PACKAGES[prefix] if prefix else package
            if base != "TypeMeta":
                yield from fields(decls, inner, base)
            markers = {}
            continue
        kind, names = resolve(decls, package, field[2])
        flags = []
        if "omitempty" not in json:
            flags.append("!")
        strategy, key = tag.get("patchStrategy", ""), tag.get("patchMergeKey")
        if kind.startswith("[]"):
            list_type = markers.get("listType", [None])[0]
            keys = markers.get("listMapKey")
            if list_type == "map":
                flags.append("keys=" + ",".join(keys))
            elif list_type == "set":
                flags.append("set")
            elif list_type is None and "merge" in strategy.split(","):
                flags.append("keys=" + key if key else "set")
            if "merge" in strategy.split(","):
                flags.append("merge=" + (key or ""))
        if markers.get("mapType", markers.get("structType", [""]))[0] == "atomic":
            flags.append("atomic")
        if "retainKeys" in strategy.split(","):
            flags.append("retainkeys")
        if "replace" in strategy.split(","):
            flags.append("replace")
        if "default" in markers:
            flags.append("default=" + markers["default"][0].strip('"'))
        yield json[0], kind, flags, names
        markers = {}


def main():
    decls, seen, queue = Declarations(sys.argv[1]), set(), [tuple(r.split(".")) for r in ROOTS]
    print("# Made by generate-schemas.py from the declarations of Kubernetes 1.20. See Schema.cs for the grammar.")
    while queue:
        package, name = queue.pop(0)
        if (package, name) in seen:
            continue
        seen.add((package, name))
        comment = decls.package(package)[0][name][0]
        print(f"{package}.{name}" + (" atomic" if "+structType=atomic" in comment or "+mapType=atomic" in comment else ""))
        for field, kind, flags, names in fields(decls, package, name):
            print("  " + " ".join([field, kind] + flags))
            queue.extend(names)


main()
