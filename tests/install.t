#!/bin/sh
# What make install puts where, and takes away again; and that the man pages,
# --help and the completions of the shells name the same options.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# make is asked here, not the make that may run this.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

I=$T/root/usr/share
export I
is 'install' 0 '' 'umask 077; mkdir "$T/root" &&
    make -s -C .. install DESTDIR="$T/root" PREFIX=/usr'
cp -R "$T/root" "$T/before"
is 'what is installed may be read by all' 0 '' \
    'find "$T/root/usr" ! -perm -444 -o -type d ! -perm -555'
is 'the tools may be run by all, no page is' 0 '' \
    'find "$T/root/usr/bin" -type f ! -perm 755
    find "$I/man" "$I"/*/*completions* "$I/zsh" -type f ! -perm 644'
tools=$(cd "$T/root/usr/bin" && echo *)
is 'each tool has its page and its completions' 0 '' "for t in $tools; do"'
    ls "$I/man/man1/$t.1" "$I/bash-completion/completions/$t" \
	"$I/zsh/site-functions/_$t" \
	"$I/fish/vendor_completions.d/$t.fish" >/dev/null || exit
done'
is 'each recipe is installed, whole' 0 '' '
cd ../contrib || exit
for f in procmail maildrop sieve postfix sendmail-sign audit-sent* from-opendkim
do
	[ ! -e "$f" ] || diff -r "$f" "$I/mailseal/$f"
done'

# The options of a tool: those of its page, as mandoc reads it, and of --help.
cat >"$T/page" <<'END'
mandoc -Ttree "$I/man/man1/$1.1" | awk '
{ depth = match($0, /[^ ]/) }
depth <= head { head = 0 }
/^ *It \(head\)/ { head = depth }
head && was == "Fl" { print "-" $1 }
{ was = $1 }' | LC_ALL=C sort -u
END
cat >"$T/help" <<'END'
"$1" --help | grep -oE '^ +(-., )?--[a-z0-9-]+' | tr -s ' ,' '\n' |
grep . | LC_ALL=C sort
END
# What is wrong with the options that its synopsis shows, each by its letter
# if it has one: it has all, or "options" stands for others.
cat >"$T/synopsis" <<'END'
mandoc -Ttree "$I/man/man1/$1.1" | awk '
/^ *Sh \(block\)/ { n++ }
n == 2 && was == "Fl" && $1 ~ /^-/ { print "-" $1 }
n == 2 && was == "Fl" && $1 !~ /^-/ {
	for (i = 1; i <= length($1); i++)
		print "-" substr($1, i, 1)
}
n == 2 && was == "Ar" && $1 == "options" { print $1 }
{ was = $1 }' | LC_ALL=C sort -u >"$T/shown"
"$1" --help | sed -nE 's/^  (-.), --.*/\1/p; s/^ {6}(--[a-z0-9-]+).*/\1/p' |
grep -vx -e --help -e --version | LC_ALL=C sort >"$T/short"
if grep -qx options "$T/shown"; then
	grep -vx options "$T/shown" | LC_ALL=C comm -13 "$T/short" -
else
	LC_ALL=C comm -3 "$T/short" "$T/shown"
fi
END
for name in $tools; do
	sh "$T/help" "$name" >"$T/$name.options"
	is "$name: options are found at all" 0 '' \
	    "test \$(wc -l <\"\$T/$name.options\") -gt 6"
	needs mandoc "$name: options of the man page" 0 \
	    "$(cat "$T/$name.options")" "sh \"\$T/page\" $name"
	needs mandoc "$name: options of its synopsis" 0 '' \
	    "sh \"\$T/synopsis\" $name"
done
is 'the forms of --help are those that there are' 0 \
    "$(dns-record -F '' 2>&1 | sed -n '1s/.* one of //p')" \
    'dns-record --help | sed -n "s/^ *-F, --format //p" | sed "s/|/, /g"'

# ask SHELL LINE...: what it offers at the end of each line, with a line of
# two dashes behind each answer.
cat >"$T/ask" <<'END'
shell=$1
shift
case $shell in
bash)	folder=$I/bash-completion/completions ;;
zsh)	folder=$I/zsh/site-functions ;;
fish)
	for line; do
		HOME=$T fish --no-config -c '
		    source $argv[1]; complete -C $argv[2]' \
		    "$I/fish/vendor_completions.d/${line%% *}.fish" "$line" |
		    cut -f 1
		echo --
	done
	exit
	;;
esac
HOME=$T timeout 60 zsh -f complete.zsh "$shell" "$folder" "$@"
END
cp complete.zsh "$T" && mkdir "$T/a dir" &&
    touch "$T/a dir/key" "$T/notes" || exit 1

# Lines, and the words that are offered; sorted.
all=$(dns-record --help | sed -n 's/^ *-F, --format //p' | tr '|' '\n' |
    LC_ALL=C sort | paste -sd ' ' -)
for tool in $tools; do
	echo "$tool -|$(paste -sd ' ' "$T/$tool.options")"
done >"$T/lines"
cat >>"$T/lines" <<END
dkim-sign --on-error |pass tempfail
dkim-sign --on-error t|tempfail
dkim-sign -vc rel|relaxed/relaxed relaxed/simple
dkim-genkey -T |ed25519 rsa
dns-record -F |$all
dns-record --subdomain-policy q|quarantine
dmarc-lookup -t |received
dkim-sign -d n|
dkim-verify --skip |
spf-check -R |
dkim-sign n|
dkim-sign -- -|
END
# Lines, and the arguments that a command gets when a tab is typed there.
cat >"$T/typed" <<'END'
run dkim-sign --on-error t|--on-error tempfail
run dkim-sign --canon=simple/s|--canon=simple/simple
run dkim-sign -k n|-k notes
run dkim-sign -k a\ dir/|-k a dir/key
run dkim-sign -S refile:n|-S refile:notes
run dkim-genkey -D n|-D n
run dkim-verify n|notes
run dmarc-lookup --rfc7489=n|--rfc7489=notes
END
# fish says this itself.
cat >"$T/fishlines" <<'END'
dkim-sign --canon=simple/s|--canon=simple/simple
dkim-sign -k n|notes
dkim-sign -k a\ dir/|a dir/key
dkim-sign -S refile:n|refile:notes
dkim-genkey -D n|
dkim-genkey -D a|a dir/
dkim-verify n|notes
dmarc-lookup --rfc7489=n|--rfc7489=notes
END

# answers SHELL TABLE...: it answers each line with the words beside it.
answers() {
	shell=$1
	shift
	(cd "$T" && cat "$@" >table && rm -f answer.*)
	set --
	while IFS='|' read -r line words; do
		set -- "$@" "$line"
	done <"$T/table"
	(cd "$T" && sh ask "$shell" "$@" 2>ask.err | awk '
	BEGIN { n = 1 }
	$0 == "--" { printf "" >("answer." n); close("answer." n++); next }
	{ print >("answer." n) }')
	i=0
	while IFS='|' read -r line words; do
		i=$((i + 1))
		case $line in
		run*) order='cat' ;;
		*) order='LC_ALL=C sort -u' ;;
		esac
		is "$shell: '$line'" 0 "$words" "cd \"\$T\" && cat ask.err >&2 &&
		    test -e answer.$i && { $order <answer.$i | paste -sd ' ' - |
		    grep . || :; }"
	done <"$T/table"
}
if has 'zsh, which types into bash too' 'command -v zsh'; then
	answers bash typed lines
	answers zsh typed lines
fi
if has fish 'command -v fish'; then
	answers fish lines fishlines
fi

is 'uninstall takes all of it away' 0 '' '
    make -s -C .. uninstall DESTDIR="$T/root" PREFIX=/usr &&
    find "$T/root" ! -type d && ! ls -d "$I/mailseal" 2>&1 | grep -v "No such"'
cp -R "$T/before/." "$T/root" && touch "$T/root/usr/bin/other" \
    "$I/mailseal/own" || exit 1
is 'and nothing else' 0 './usr/bin/other
./usr/share/mailseal/own' '
    make -s -C .. uninstall DESTDIR="$T/root" PREFIX=/usr &&
    cd "$T/root" && find . ! -type d | LC_ALL=C sort'
is 'none that is there to be taken is no fault' 0 '' \
    'make -s -C .. uninstall DESTDIR="$T/root" PREFIX=/usr'

plan
