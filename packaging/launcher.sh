#!/bin/sh
# Starts Perigee on its own Java runtime. PERIGEE_JAVA_OPTS adds options of the JVM.
self=$0
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
case $self in
  */*) bin=${self%/*} ;;
  *) bin=. ;;
esac
dist=$bin/..
terminal=false
[ -t 2 ] && terminal=true

# Each AOT cache fits the collector and the object headers named here, and no others.
case ${1:-} in
  up | server | satellite)
    kind=@SERVER_OPTIONS@
    cache=@SERVER_CACHE@
    ;;
  *)
    kind=@CLIENT_OPTIONS@
    cache=@CLIENT_CACHE@
    # Arguments are decoded by the locale; in a plain C locale all but ASCII would be lost.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
      *[Uu][Tt][Ff]*) ;;
      *) export LC_ALL=C.UTF-8 ;;
    esac
    ;;
esac

# shellcheck disable=SC2086 # options are words
exec "$dist/runtime/bin/java" $kind @COMMON_OPTIONS@ \
  -XX:AOTCache="$dist/$cache" -Xlog:disable -Xlog:all=error:stderr \
  -Djava.library.path="$dist/lib/native" -Dorg.sqlite.lib.path="$dist/lib/native" -Dorg.sqlite.lib.name=@SQLITE@ \
  -Dperigee.stderr.terminal=$terminal ${PERIGEE_JAVA_OPTS:-} \
  -cp "@CLASSPATH@" @MAIN@ "$@"
