#!/bin/sh
# Firefox as the tests that kill tabs or go offline need it: geckodriver asks for a browser that ends with its first
# crashed tab, and scripts with the rights of the browser itself are off unless the command line allows them.
unset MOZ_CRASHREPORTER_SHUTDOWN
exec "${FIREFOX:-/usr/bin/firefox-esr}" -remote-allow-system-access "$@"
