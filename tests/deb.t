#!/bin/sh
# The Debian package: two builds are one, lintian is content, the programs are
# hardened, and a fresh system is as before when the package has gone again.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh
. ./need.sh
: "${T:?}"

# The package is built by flags of its own.
[ -z "${SANITIZED:-}" ] || {
	echo '1..0 # SKIP nothing of it is sanitized'
	exit 0
}
need 'debhelper and dpkg-dev' 'dpkg-checkbuilddeps ../contrib/debian/control'

# A fresh system, made while the package is built: with the mirrors and the
# proxies that apt has here.
cat >"$T/sources" <<'END'
. /etc/os-release
apt-get indextargets --format '$(ORIGIN) $(CODENAME) deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' | awk -v id="$ID" -v code="$VERSION_CODENAME" '
tolower($1) == id && index($2, code) == 1 { print $3, $4, $5, $6 }' | sort -u
END
cat >"$T/fresh" <<'END'
#!/bin/sh
# What is done in it, "$1", and nowhere else; the package comes by a pipe.
set -eu
root=$1
test -d "$root/usr" && test ! "$root" -ef /
# Not what apt, dpkg and ldconfig keep for themselves.
list() {
	(cd "$root" && find . \( -path ./var/lib/dpkg -o -path ./var/lib/apt \
	    -o -path ./var/log -o -path ./var/cache -o -path ./dev -o \
	    -path ./proc -o -path ./sys -o -path ./tmp \) -prune -o \
	    ! -type d -printf '%p %M %s %l\n' -o -printf '%p %M\n') |
	    grep -v '^\./etc/ld\.so\.cache ' | LC_ALL=C sort
}
inside() {
	DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"
}
list >"$T/list.before"
read -r deb <"$T/built"
cp "$deb" "$root/tmp/mailseal.deb"
inside apt-get -q -y install /tmp/mailseal.deb
inside dpkg -L mailseal >"$T/list.package"
list >"$T/list.with"
cp ../contrib/debian/tests/once "$root/tmp/once"
inside /tmp/once && echo yes >"$T/once.ran"
inside dpkg --verify mailseal >"$T/verified"
inside apt-get -q -y --autoremove purge mailseal
inside dpkg -l mailseal >"$T/known" 2>/dev/null || :
list >"$T/list.after"
END
chmod +x "$T/fresh" && mkfifo "$T/built" || exit 1
sh "$T/sources" >"$T/sources.list"
# mirror: is it there?
cat >"$T/mirror" <<'END'
read -r _ uri suite _ <"$T/sources.list" &&
/usr/lib/apt/apt-helper -o Acquire::Retries=0 -o Acquire::http::Timeout=10 \
    -o Acquire::https::Timeout=10 download-file \
    "${uri%/}/dists/$suite/InRelease" "$T/InRelease"
END
fresh=
if [ "$(id -u)" -ne 0 ]; then
	N=$((N + 1))
	echo "ok $N - a fresh system # skip not root"
elif may_unshare -m &&
    has mmdebstrap 'command -v mmdebstrap' &&
    has 'the mirror that apt knows (apt-get update)' 'sh "$T/mirror"'; then
	apt-config dump | grep -iE '^Acquire::[^ ]*(proxy|verify|cainfo)' \
	    >"$T/apt.conf"
	. /etc/os-release
	mmdebstrap --quiet --variant=apt --format=null \
	    --aptopt="$T/apt.conf" --customize-hook="$T/fresh" \
	    "${VERSION_CODENAME:?}" - "$T/sources.list" </dev/null \
	    >"$T/fresh.log" 2>&1 &
	fresh=$!
fi

# A build here; and one of a tarball, elsewhere, in another year, zone and
# locale, as another user with another umask.
(cd .. && tar -cf "$T/tar" --exclude=./.git --exclude='*.[oad]' \
    --exclude=./tests .) || exit 1
mkdir "$T/here" "$T/there" "$T/there/mail  seal" || exit 1
tar -xf "$T/tar" -C "$T/there/mail  seal" || exit 1
cat >"$T/second" <<'END'
cd "$T/there" || exit
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 711 "$T"
	chown -R 65534:65534 "$T/there"
	other='setpriv --reuid 65534 --regid 65534 --clear-groups'
fi
umask 077
LC_ALL=C.UTF-8 TZ=Asia/Tokyo HOME=/nonexistent TMPDIR=$T/there \
    DEB_BUILD_OPTIONS=parallel=1 NO_FAKE_STAT=1 ${other:-} faketime -f +400d \
    'mail  seal/contrib/deb' out
END
TMPDIR=$T/here make -s -C .. deb DEB="$T/here/out" >"$T/here/log" 2>&1 &
first=$!
second='' tell=''
if has 'another time (faketime)' 'command -v faketime'; then
	sh "$T/second" >"$T/there/log" 2>&1 &
	second=$!
fi
trap 'kill $first $second $fresh $tell 2>/dev/null; rm -rf "$T"' EXIT

wait "$first"
is "make deb" 0 "$?" "tail -n 30 \"\$T/here/log\" >&2; echo 0"
deb=$(echo "$T"/here/out/*.deb)
export deb
if [ -n "$fresh" ]; then
	echo "$deb" >"$T/built" &
	tell=$!
fi
is 'one package comes of it' 0 "mailseal_$(dpkg-parsechangelog -l \
    ../contrib/debian/changelog -S Version)_$(dpkg --print-architecture).deb" \
    'cd "$T/here/out" && ls'
if [ -n "$second" ]; then
	wait "$second"
	is 'a build of a tarball' 0 "$?" 'tail -n 30 "$T/there/log" >&2; echo 0'
	is 'both builds are the same to the byte' 0 '' \
	    'cmp "$deb" "$T"/there/out/*.deb'
fi
is 'nothing is left beside the packages' 0 'here/log
here/out
there/log
there/mail  seal
there/out' 'cd "$T" && find here there -mindepth 1 -maxdepth 1 | LC_ALL=C sort'

is 'the package can be unpacked' 0 '' 'dpkg -x "$deb" "$T/x" &&
    dpkg -e "$deb" "$T/x/control"'
is 'no path of the build is in it' 1 '' \
    'find "$T/x" -name "*.gz" -exec gunzip {} +
    grep -rlaF -e "$T" -e "${T##*/}" -e "$(cd .. && pwd)/" "$T/x"'
is 'no maintainer script, no configuration file' 0 'control
md5sums' 'ls "$T/x/control"'
is 'it has what make install puts there, and its papers' 0 '' '
    make -s -C .. install DESTDIR="$T/i" PREFIX=/usr \
	ZSHDIR=/usr/share/zsh/vendor-completions &&
    (cd "$T/i" && find usr | LC_ALL=C sort) >"$T/i.list" &&
    (cd "$T/x" && find usr ! -path "*/doc*" | LC_ALL=C sort) |
    diff "$T/i.list" - && for f in README changelog copyright; do
    test -s "$T/x/usr/share/doc/mailseal/$f" || echo "no $f"; done'
is 'its version is that of the tools' 0 \
    "$(dpkg-parsechangelog -l ../contrib/debian/changelog -S Version)" \
    '"$T/x/usr/bin/dkim-sign" --version | sed "s/.* //"'
if has lintian 'command -v lintian'; then
	is 'lintian has no error and no warning' 0 '' \
	    'TMPDIR=$T lintian --fail-on error,warning --tag-display-limit 0 "$deb" 2>"$T/err" |
	    tee "$T/lintian" | grep -E "^[EW]:" >&2; grep "^[EW]:" "$T/lintian"
	    test -e "$T/lintian" && ! grep -v "root privileges" "$T/err"'
fi

# Hardened: see dpkg-buildflags(1).  The C library need not be built for
# control flow protection, so that it is looked for in our own code.
for tool in "$T"/x/usr/bin/*; do
	export tool
	is "${tool##*/}: position independent, read-only relocations, all bound at the start" 0 \
	    'DYN INTERP GNU_RELRO NOW RW' '
	    readelf -hW "$tool" | grep -o "DYN " | tr -d " " >"$T/h"
	    readelf -lW "$tool" | awk "/^  (INTERP|GNU_RELRO)/ { print \$1 }
		/^  GNU_STACK/ { stack = \$7 }
		END { print \"NOW\", stack }" >>"$T/h"
	    readelf -dW "$tool" | grep -q "FLAGS_1.*NOW.*PIE" && paste -sd " " "$T/h"'
	is "${tool##*/}: guarded stack, checked functions" 0 '' '
	    readelf -sW --dyn-syms "$tool" >"$T/h"
	    grep -q __stack_chk_fail "$T/h" && grep -qE "__[a-z]+_chk" "$T/h"'
	[ "$(dpkg --print-architecture)" != amd64 ] ||
		is "${tool##*/}: marks where it may be jumped to" 0 '' \
		    'objdump -d "$tool" | grep -q endbr64'
done

if [ -n "$fresh" ]; then
	wait "$fresh"
	is 'a fresh system takes it and gives it back' 0 "$?" \
	    'cat "$T/fresh.log" >&2; echo 0'
	is 'there its tools work' 0 yes 'cat "$T/once.ran"'
	is 'there its files are as packed' 0 '' 'cat "$T/verified"'
	is 'there are its man pages' 0 "$(cd ../man1 && echo *.1)" '
	    sed -n "s,.*/man/man1/\(.*\)\.gz\$,\1,p" "$T/list.package" |
	    LC_ALL=C sort | paste -sd " " -'
	is 'its files are there' 0 '' 'sed "s,^,.," "$T/list.package" |
	    grep -vx "\./\." | while IFS= read -r f; do
	    grep -qF "$f " "$T/list.with" || echo "$f"; done'
	is 'nothing stays when it is purged' 0 '' \
	    'diff "$T/list.before" "$T/list.after"'
	is 'not even its name' 0 '' 'grep "^[^n]* *mailseal" "$T/known" || :'
fi

is 'a wrong call' 64 '' '../contrib/deb --help'

plan
