#!/usr/bin/env bash
# Installs the system libraries that Qt needs, where some are missing.
#   install_system_packages.sh            what a window needs; without a display only what drawing needs
#   install_system_packages.sh offscreen  only what drawing without a display needs
# With apt, as root or by sudo without a password; otherwise it prints the one command to run.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

[ "$(uname -s)" = Linux ] || exit 0

drawing='
libGL.so.1          libgl1
libEGL.so.1         libegl1
libxkbcommon.so.0   libxkbcommon0
libglib-2.0.so.0    libglib2.0-0
libfontconfig.so.1  libfontconfig1
libdbus-1.so.3      libdbus-1-3
'
x11='
libxcb-cursor.so.0      libxcb-cursor0
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-shape.so.0       libxcb-shape0
'
wayland='
libwayland-cursor.so.0  libwayland-cursor0
'
font=/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf

needed=$drawing
if [ "${1:-}" != offscreen ]; then
  if [ -n "${DISPLAY:-}" ]; then needed+=$x11; fi
  if [ -n "${WAYLAND_DISPLAY:-}" ]; then needed+=$wayland; fi
fi

# Debian packages of the libraries that the linker does not know.
missing_packages() {
  local known
  known=$(ldconfig -p)
  while read -r library package; do
    if [ -n "$library" ] && [[ $known != *"$library ("* ]]; then echo "$package"; fi
  done <<<"$needed"
  # Named, so that text is drawn alike on every machine.
  if command -v dpkg >/dev/null && [ ! -e "$font" ]; then echo fonts-dejavu-core; fi
}

mapfile -t packages < <(missing_packages)
[ ${#packages[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "Qt needs system libraries that are not here. Install what your system calls: ${packages[*]}" >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  else
    echo "Qt needs system libraries that are not here. Run this once, then start again:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}" >&2
    exit 1
  fi
fi

echo "Installing system libraries: ${packages[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}")
if ! { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" "${install[@]}"; } >"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "apt could not install them (its words are above). Once it can, start again." >&2
  exit 1
fi
still=$(missing_packages | tr '\n' ' ')
if [ -n "$still" ]; then
  echo "apt installed everything, yet these are still not found: $still" >&2
  exit 1
fi
