#!/bin/sh
# The SPF project's test suite, from a zone file and over a socket.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh

suite=../../shared/suites/spf/rfc7208-tests.yml
export suite
need 'spf-check' 'command -v spf-check'
need 'python3-yaml' '/usr/bin/python3 -c "import yaml"'
need '../shared/suites/spf' '[ -r "$suite" ]'
TMPDIR=$T ./spf-suite.py "$suite"
