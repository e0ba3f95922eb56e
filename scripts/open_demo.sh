#!/usr/bin/env bash
# Opens the application on demo/session.h5; without a display it draws the window to demo/window.png.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" = Darwin ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec .venv/bin/pedograph open demo/session.h5
fi
QT_QPA_PLATFORM=offscreen .venv/bin/pedograph open demo/session.h5 --screenshot demo/window.png
echo "There is no display here, so nothing was opened: the session is demo/session.h5, its measures are" \
  "demo/measures.csv, and demo/window.png shows the window."
