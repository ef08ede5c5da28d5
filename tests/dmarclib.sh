# shellcheck shell=sh
# What the tests of dmarc-lookup share; read after lib.sh.
: "${T:?}"
OWN=mx.example.org
export OWN

# zone <<END: the zone file of the checks that follow.
zone() {
	cat >"$T/zone"
}

# Of the lines for a domain: where, which organization, tag and policy.
# shellcheck disable=SC2089
BRIEF='/^location:/ { where = $2 }
/^organizational-domain:/ { org = $2 }
/^tag:/ { tag = $2 " " }
/^policy:/ { policy = $2 }
END { print where, org == "" ? "?" : org, tag (policy == "" ? "-" : policy) }'
# shellcheck disable=SC2090
export BRIEF

# published NAME STATUS WANT DOMAIN [OPTION...]: WANT is "LOCATION
# ORGANIZATION TAG POLICY".
published() {
	name=$1 status=$2 want=$3
	shift 3
	is "$name" "$status" "$want" "dmarc-lookup -z \"\$T/zone\" $* \
	    >\"\$T/lines\"; s=\$?; awk \"\$BRIEF\" \"\$T/lines\"; exit \$s"
}

# lines NAME KEY WANT DOMAIN [OPTION...]: the lines of one key.
lines() {
	name=$1 key=$2 want=$3
	shift 3
	is "$name" 0 "$want" \
	    "dmarc-lookup -z \"\$T/zone\" $* | sed -n 's/^$key: //p'"
}

# walk NAME WANT DOMAIN: the names that are asked for, in order.
walk() {
	is "$1" 0 "$2" "dmarc-lookup -e -z \"\$T/zone\" $3 |
	    sed -n 's/^  \\(_dmarc[^:]*\\):.*/\\1/p'"
}

# Of the JSON of a message: "RESULT FROM POLICY" for each author domain.
# shellcheck disable=SC2089
VERDICTS='s/{"method":"dmarc","result":"/\
/g
s/^[^\n]*\n//
s/"identifiers":\[[^]]*\]//g
s/^\([a-z]*\)"/\1/
s/\n\([a-z]*\)"/\n\1/g
s/,"header.from":"\([^"]*\)"/ \1/g
s/,"policy.dmarc":"\([^"]*\)"/ \1/g
s/,"[a-z-]*":"\([^"\\]\|\\.\)*"//g
s/[]},]*$//
s/[]},]*\n/\n/g'
# shellcheck disable=SC2090
export VERDICTS

# of_message NAME STATUS WANT [OPTION...] <<END: WANT is "RESULT FROM POLICY",
# a line for each author domain.
of_message() {
	name=$1 status=$2 want=$3
	cat >"$T/message"
	shift 3
	is "$name" "$status" "$want" "dmarc-lookup -j -a $OWN \
	    -z \"\$T/zone\" $* <\"\$T/message\" >\"\$T/json\"; s=\$?
	    sed \"\$VERDICTS\" \"\$T/json\"; exit \$s"
}

# judged NAME STATUS WANT FROM [OPTION...]: the same for a message that has
# this From field only.
judged() {
	name=$1 status=$2 want=$3
	printf 'From: %s\n\nbody\n' "$4" >"$T/from"
	shift 4
	of_message "$name" "$status" "$want" "$@" <"$T/from"
}
