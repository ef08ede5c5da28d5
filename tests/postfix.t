#!/bin/sh
# contrib/postfix: mail is signed where it goes out and verified where it
# comes in, by real Postfix instances, whatever fails on the way.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# Postfix itself is not built with sanitizers, and other tests run the tools.
if [ -n "${SANITIZED:-}" ]; then
	echo '1..0 # SKIP all of this is Postfix and sh'
	exit 0
fi
PATH=$PATH:/usr/sbin:/sbin
need 'Postfix (postfix)' 'command -v postmulti'
need 'NSD (nsd)' 'command -v nsd'
need 'ip (iproute2)' 'command -v ip'
need 'nsenter (util-linux)' 'command -v nsenter'
need 'adduser and ps (procps)' 'command -v adduser && command -v ps'
if [ "$(id -u)" -ne 0 ]; then
	echo '1..0 # SKIP only root can start Postfix'
	exit 0
fi
if may_unshare -mnp; then
	also postfix 'TMPDIR="$T" unshare -mnpf --kill-child --mount-proc \
	    sh ./postfix.sh'
fi

plan
