#!/bin/sh
# dmarc-lookup beside others: an independent reference for RFC 9989, and with
# --rfc7489 Mail::DMARC and libopendmarc, on cases of seeded generators.  What
# differs is in dmarc-peers.py, with the section that decides.
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

mkdir "$T/reference" "$T/maildmarc" "$T/opendmarc" || exit 1
also reference '/usr/bin/python3 ./dmarc-reference.py "$T/reference"'
has_maildmarc && also maildmarc \
    '/usr/bin/python3 ./dmarc-peers.py -c maildmarc "$T/maildmarc"'
has_opendmarc && also opendmarc \
    '/usr/bin/python3 ./dmarc-peers.py -c opendmarc "$T/opendmarc"'

plan
