#!/bin/sh
# The house: which room leans on which, and what is said in several places.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# make is asked here, not the make that may run this.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

# A room leans only on rooms named before it in the Makefile.
is 'no room leans on a later one' 0 '' '
	seen=" "
	for o in $(make -s -C .. rooms); do
		r=$(basename "$o" .o) seen="$seen$r "
		for h in $(sed -n "s/^#include \"\(.*\)\.h\"/\1/p" ../common/*/$r.[ch]); do
			case $seen in *" $h "*) ;; *) echo "$r leans on $h" ;; esac
		done
	done'

is 'rooms are those of the Makefile' 0 '' \
    'make -s -C .. rooms | tr " " "\n" | grep . | sort >"$T/rooms"
    for f in ../common/*/*.c; do r=${f#../}; echo "${r%.c}.o"; done |
    sort | comm -3 - "$T/rooms"
    for f in ../common/*/*.h; do r=${f#../}; echo "${r%.h}.o"; done |
    sort | comm -3 - "$T/rooms"'

# only WHAT PATTERN FILE...: these files alone include what matches.
only() {
	what=$1 pattern=$2
	shift 2
	is "only $* may include $what" 0 "$(printf '%s\n' "$@")" \
	    "cd .. && grep -lE '^#[[:space:]]*include[[:space:]]*[<\"]$pattern' \
    common/*/*.[ch] cmd/*.c | LC_ALL=C sort"
}

only 'openssl/*' 'openssl/' common/key/crypto.c common/key/digest.c \
    common/key/pkey.c common/key/pkey.h
only resolv.h 'resolv\.h' common/dns/dnsnet.c
only arpa/nameser.h 'arpa/nameser' common/dns/dnsnet.c common/dns/dnspacket.c

is 'tools do not include each other' 0 '' \
    'for f in ../cmd/*.c; do
    for h in $(sed -n "s/^#include \"\(.*\)\"/\1/p" "$f"); do
        ls ../common/*/"$h" >/dev/null || echo "$f: $h"; done; done'

# Each header stands alone, may be included twice, and is guarded by NAME_H.
flags=$(printf 'include Makefile\nflags:\n\t@echo $(DEFS) $(WARN)\n' |
    make -s -C .. -f - flags)
export flags
if has 'a C compiler (cc)' 'command -v cc'; then
	for h in ../common/*/*.h; do
		name=${h##*/}
		is "$name compiles alone" 0 '' \
		    "cd .. && printf '#include \"$name\"\n#include \"$name\"\n' |
    cc \$flags -Werror -fsyntax-only -x c - 2>&1"
	done
fi
for h in ../common/*/*.h; do
	guard=$(basename "$h" .h | tr '[:lower:]' '[:upper:]')_H
	is "${h##*/} is guarded by $guard" 0 "#ifndef $guard
#define $guard
#endif" "sed -n '1,2p; \$p' $h"
done

# The README's list of tools is in the order of the Makefile, and says what
# each man page and each --help says.
is 'README: the tools of the Makefile' 0 "$(make -s -C .. -f - tools <<'END' |
include Makefile
tools:
	@echo $(CMD)
END
    tr ' ' '\n' | sed 's,cmd/,,')" \
    'sed -n "/^Tools$/,/^Each/s/^    \([^ ]*\)  *.*/\1/p" ../README'
sed -n '/^Tools$/,/^Each/s/^    \([^ ]*\)  *\(.*\)/\1 \2/p' ../README \
    >"$T/tools"
while read -r tool line; do
	is "$tool: the purpose in its man page" 0 "$line" \
	    "sed -n 's/^\.Nd //p' ../man1/$tool.1"
	is "$tool: the purpose in --help" 0 "$tool - $line" \
	    "$tool --help | sed 1q"
done <"$T/tools"

plan
