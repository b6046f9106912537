#!/bin/sh
# Starts Firefox for the tests that kill tabs or go offline. geckodriver makes Firefox quit when the first tab crashes, and
# scripts with browser privileges are disabled unless the command line allows them.
unset MOZ_CRASHREPORTER_SHUTDOWN
exec "${FIREFOX:-/usr/bin/firefox-esr}" -remote-allow-system-access "$@"
