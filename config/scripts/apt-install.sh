#!/usr/bin/env bash
# Installs those packages of config/apt-packages.txt that are missing.
#
#   config/scripts/apt-install.sh SECTION…        SECTION is build, run, test, browse, bench or fuzz
#
# Quick and silent when everything is there. SYSTEM_PACKAGES=present skips it, for machines without apt on which the
# same libraries came another way. Ends with 0, 64 (no such section), or 69 (something is missing and cannot be had).
set -euo pipefail

list="$(dirname "${BASH_SOURCE[0]}")/../apt-packages.txt"
policy=/usr/sbin/policy-rc.d

say() { printf '%s\n' "$*" >&2; }

# Prints the packages of one section, one a line.
packages_of() {
    awk -v wanted="$1" '
        /^# [a-z]+$/ { section = $2; next }
        { sub(/#.*/, "") }
        NF && section == wanted { print $1 }
    ' "$list"
}

# Prints those of the given packages that are not installed.
missing_of() {
    local installed
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
        sed -n 's/^installed //p' || true)
    comm -23 <(printf '%s\n' "$@" | sort -u) <(sort -u <<<"$installed")
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Prints the services that start with the machine; nothing where there is no systemd.
enabled_services() {
    if [ ! -d /run/systemd/system ]; then return; fi
    systemctl list-unit-files --type=service --state=enabled --no-legend --plain | awk '{ print $1 }' | sort
}

# Keeps packages from starting their servers until this script ends: the tests start their own, on ports of their own.
# A policy that somebody else made stays as it is.
forbid_starting() {
    if [ -e "$policy" ]; then return; fi
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
}

# Keeps those servers from starting at the next boot as well. $1 is what enabled_services said before.
disable_new_services() {
    local fresh=()
    mapfile -t fresh < <(comm -13 <(printf '%s\n' "$1") <(enabled_services))
    if [ "${#fresh[@]}" -gt 0 ]; then as_root systemctl --quiet disable "${fresh[@]}"; fi
}

# Installs packages without asking anything, and never by removing another: a mail server of the machine's own stays.
fetch() {
    if [[ " $* " == *" postfix "* ]] && command -v debconf-set-selections >/dev/null; then
        as_root debconf-set-selections <<<'postfix postfix/main_mailer_type select Local only'
    fi
    as_root apt-get update --quiet || say "The package lists could not be refreshed; trying with those at hand."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends --no-remove \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

main() {
    local section names before wanted=() missing=()
    if [ $# -eq 0 ]; then
        say "Which packages? usage: $0 build|run|test…"
        exit 64
    fi
    for section in "$@"; do
        mapfile -t names < <(packages_of "$section")
        if [ "${#names[@]}" -eq 0 ]; then
            say "config/apt-packages.txt has no section '$section'."
            exit 64
        fi
        wanted+=("${names[@]}")
    done

    if [ "${SYSTEM_PACKAGES:-}" = present ]; then return; fi
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian system, so what is installed cannot be told. Needed are what Debian calls:"
        say "  ${wanted[*]}"
        say "Install their like, then run this again with SYSTEM_PACKAGES=present."
        exit 69
    fi

    mapfile -t missing < <(missing_of "${wanted[@]}")
    if [ "${#missing[@]}" -eq 0 ]; then return; fi
    say "Missing system packages: ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        say "There is no apt-get here. Install them another way, then run this again."
        exit 69
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        say "Installing needs root, and there is no sudo here. As root, run: apt-get install ${missing[*]}"
        exit 69
    fi
    before=$(enabled_services)
    forbid_starting
    if ! fetch "${missing[@]}"; then
        say "apt-get could not install them. What it said stands above; try: apt-get install ${missing[*]}"
        exit 69
    fi
    disable_new_services "$before"
}

main "$@"
