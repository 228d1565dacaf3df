# Sets JDK to the home of a JDK 25 or newer, or leaves it empty. Sourced by ./mvnw and ./perigee.
# Looks at JAVA_HOME, the java on the PATH, then where package managers and version managers put JDKs.

jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || { echo 0; return; }
  while IFS='=' read -r name value; do
    if [ "$name" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      echo "${value:-0}"
      return
    fi
  done <"$1/release"
  echo 0
}

find_jdk() {
  JDK=
  path_java=$(command -v java 2>/dev/null) && path_java=$(readlink -f "$path_java" 2>/dev/null)
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${path_java%/bin/java}" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$home" ] || continue
    if [ "$(jdk_major "$home")" -ge 25 ]; then
      JDK=$home
      return 0
    fi
  done
  return 1
}
