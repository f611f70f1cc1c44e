#!/bin/sh
# Make sure the programs the tests drive, and pip cannot bring, are there. Says nothing when they are;
# exits 0 either way: a test that lacks its program says so itself.
set -eu

# One row each: Debian's package, then the commands or files of which one is enough. The dictionaries are
# those of `make spell`; a language added to the catalogue adds a row.
WANTED='
chromium chromium google-chrome chromium-browser
hunspell hunspell
hunspell-en-gb /usr/share/hunspell/en_GB.dic
hunspell-no /usr/share/hunspell/nb_NO.dic
hunspell-sv /usr/share/hunspell/sv_SE.dic
hunspell-nl /usr/share/hunspell/nl.dic
hunspell-af /usr/share/hunspell/af_ZA.dic
libvoikko-dev voikkospell
voikko-fi /usr/lib/voikko /usr/share/voikko
'

missing=$(printf '%s' "$WANTED" | while read -r package commands; do
  [ -n "$package" ] || continue
  for command in $commands; do
    if command -v "$command" >/dev/null 2>&1 || [ -e "$command" ]; then continue 2; fi
  done
  printf ' %s' "$package"
done)
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root=sudo
else as_root=no
fi

if [ "$as_root" = no ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "Please install by hand, for the tests:$missing"
  exit 0
fi

echo "Installing for the tests, with apt-get:$missing"
log=$(mktemp)
# shellcheck disable=SC2086 # a list of words, and nothing where one is root
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 3 "$log"
  echo "That failed; please install by hand, for the tests:$missing"
fi
rm -f "$log"
