#!/bin/sh
# The peers that the benchmarks measure beside Perigee. `status` says which are here; `install` adds what is missing:
# servers from Debian's packages, Node libraries into bench/target/peers. No service is started or left enabled by
# it: the benchmarks start the servers themselves, with data of their own. Doing it again changes nothing.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
libraries=$here/target/peers
policy=/usr/sbin/policy-rc.d

fail() {
  echo "bench/peers.sh: $1" >&2
  exit 1
}

# Prints a program's path; Debian keeps PostgreSQL's and RabbitMQ's servers off the PATH.
program() {
  case $1 in
    postgres) set -- $(ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -n 1) ;;
    rabbitmq-server) set -- /usr/lib/rabbitmq/bin/rabbitmq-server ;;
    *) set -- "$(PATH=$PATH:/usr/sbin:/sbin command -v "$1")" ;;
  esac
  [ -n "${1:-}" ] && [ -x "$1" ] && echo "$1"
}

# The Debian package of a program.
package() {
  case $1 in
    postgres) echo postgresql ;;
    node) echo nodejs ;;
    nginx) echo nginx-light ;;
    *) echo "$1" ;;
  esac
}

libraries_are_installed() {
  cmp -s "$here/src/main/node/package.json" "$libraries/package.json" && [ -f "$libraries/.installed" ]
}

version() {
  case $1 in
    beanstalkd | nginx) "$2" -v 2>&1 ;;
    rabbitmq-server) dpkg-query -W -f '${Version}\n' rabbitmq-server ;;
    *) "$2" --version ;;
  esac 2>/dev/null | head -n 1
}

status() {
  for peer in redis-server beanstalkd rabbitmq-server nats-server nginx postgres node npm; do
    if path=$(program $peer); then
      printf '%-16s %s  (%s)\n' $peer "$path" "$(version $peer "$path")"
    else
      printf '%-16s missing\n' $peer
    fi
  done
  if libraries_are_installed; then
    printf '%-16s %s\n' "node libraries" "$libraries"
  else
    printf '%-16s missing\n' "node libraries"
  fi
}

# A package's own scripts ask this file before they start a service; 101 means no.
forbid_services() {
  if [ -e $policy ]; then
    answer=0
    $policy redis-server start >/dev/null 2>&1 || answer=$?
    [ $answer -eq 101 ] || fail "$policy is there already and lets services start: expected it to answer 101"
    return 0
  fi
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  trap 'rm -f $policy' EXIT
  trap 'exit 1' HUP INT TERM
}

# Not started now, and not at the next boot either.
disable_services_of() {
  command -v systemctl >/dev/null 2>&1 || return 0
  for unit in $(dpkg-query -L "$1" | sed -n 's,.*/systemd/system/\([^/@]*\.\(service\|socket\)\)$,\1,p'); do
    systemctl disable "$unit" >/dev/null 2>&1 || true
  done
}

install_debian() {
  missing=
  for peer in redis-server beanstalkd rabbitmq-server nats-server nginx postgres node npm; do
    program $peer >/dev/null || missing="$missing $(package $peer)"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null 2>&1 || fail "no apt-get here; install by hand:$missing"
  [ "$(id -u)" -eq 0 ] || fail "run it as root; it has to install:$missing"
  before=$(mktemp)
  log=$(mktemp)
  dpkg-query -W -f '${Package}\n' | sort >"$before"
  forbid_services
  apt-get update -qq || fail "apt-get update failed"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$log" 2>&1 || {
    cat "$log" >&2
    fail "apt-get could not install:$missing"
  }
  for added in $(dpkg-query -W -f '${Package}\n' | sort | comm -13 "$before" -); do
    disable_services_of "$added"
  done
  rm -f "$before" "$log"
}

install_libraries() {
  libraries_are_installed && return 0
  npm=$(program npm) || fail "npm is missing"
  rm -rf "$libraries"
  mkdir -p "$libraries"
  cp "$here/src/main/node/package.json" "$libraries/"
  (cd "$libraries" && "$npm" install --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error >&2) ||
    fail "npm could not install the libraries of $libraries/package.json"
  touch "$libraries/.installed"
}

case ${1:-} in
  install)
    install_debian
    install_libraries
    status
    ;;
  status) status ;;
  *) fail "expected 'install' or 'status'" ;;
esac
