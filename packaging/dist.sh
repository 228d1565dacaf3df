#!/bin/sh
# Runs Dist.java on the JDK of the Maven toolchain, or, where Maven itself runs on a new enough one and so chose none, on
# that one: exec-maven-plugin would take whichever java is first on the PATH.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
JAVA_HOME=${TOOLCHAIN_JAVA_HOME:-${JAVA_HOME:-}}
. "$root/.mvn/find-jdk.sh"
find_jdk || {
  echo "dist: no JDK found: expected a JDK 25 or newer" >&2
  exit 1
}
exec "$JDK/bin/java" -XX:TieredStopAtLevel=1 "$root/packaging/Dist.java" "$root" "$@"
