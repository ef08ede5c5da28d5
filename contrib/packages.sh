# need_packages NAME...: install those Debian packages that are missing.
need_packages() {
	missing=
	for package; do
		case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" \
			2>/dev/null) in
		ii*) ;;
		*) missing="$missing $package" ;;
		esac
	done
	[ -n "$missing" ] || return 0
	become=
	if [ "$(id -u)" -ne 0 ]; then
		become=sudo
		command -v sudo >/dev/null || {
			echo "these packages are missing; install them as root:$missing" >&2
			return 1
		}
	fi
	echo "installing:$missing" >&2
	$become apt-get -qq update >&2
	# Some are name servers: they are wanted as programs, and not started.
	policy=/usr/sbin/policy-rc.d quiet=
	if [ ! -e "$policy" ]; then
		quiet=yes
		printf '#!/bin/sh\nexit 101\n' | $become tee "$policy" >/dev/null
		$become chmod 755 "$policy"
	fi
	status=0
	# shellcheck disable=SC2086 # words are wanted
	$become env DEBIAN_FRONTEND=noninteractive \
		apt-get -qq -y --no-install-recommends install $missing >&2 ||
		status=$?
	[ -z "$quiet" ] || $become rm "$policy"
	return "$status"
}
