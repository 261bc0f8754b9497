#!/bin/sh
# Programs that some tests need beside Python: a Chromium with a font (the pages), strace (the
# proof that nothing uses the network) and a PostgreSQL server (the journal). On Debian, as root,
# what is missing is installed; elsewhere the tests that need it are skipped and say so.

browser() {
    [ -n "$BACKLINE_CHROMIUM" ] || command -v chromium || command -v chromium-browser ||
        command -v google-chrome
}

server() {
    command -v "$1" || ls /usr/lib/postgresql/*/bin/"$1"
}

wanted=""
browser >/dev/null 2>&1 || wanted="chromium fonts-dejavu-core"
command -v strace >/dev/null 2>&1 || [ "$(uname -s)" != Linux ] || wanted="$wanted strace"
command -v unshare >/dev/null 2>&1 || [ "$(uname -s)" != Linux ] || wanted="$wanted util-linux"
server initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Not installed, so the tests that need them will be skipped: $wanted"
    exit 0
fi

echo "Installing for the tests: $wanted"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # one word for each package
if apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted >/dev/null; then
    exit 0
fi
echo "apt-get couldn't install them; the tests that need them will be skipped." >&2
[ -z "$BACKLINE_REQUIRE_TOOLS" ]
