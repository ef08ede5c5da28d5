# make, make check, make install; see README.
.POSIX:

PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
MANDIR	= $(PREFIX)/share/man
BASHDIR	= $(PREFIX)/share/bash-completion/completions
ZSHDIR	= $(PREFIX)/share/zsh/site-functions
FISHDIR	= $(PREFIX)/share/fish/vendor_completions.d
SHAREDIR	= $(PREFIX)/share/mailseal

CC	= cc
CFLAGS	= -O2 -g
LDFLAGS	=
WARN	= -std=c99 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings
DEFS	= -D_DEFAULT_SOURCE -DLIBBSD_OVERLAY -isystem /usr/include/bsd \
	  -Icommon/bytes -Icommon/text -Icommon/mail -Icommon/dns \
	  -Icommon/key -Icommon/dkim -Icommon/spf -Icommon/dmarc \
	  -Icommon/record -Icommon/tools
# How libcrypto and libbsd are linked: dynamic or static, see README.
LINK	= dynamic
LIBS_dynamic	= -lcrypto -lresolv -lc -lbsd
LIBS_static	= -Wl,-Bstatic -lcrypto -Wl,-Bdynamic -lc \
		  -Wl,-Bstatic -lresolv -lbsd -lmd -Wl,-Bdynamic
LDLIBS	= -Wl,--as-needed $(LIBS_$(LINK))
SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all

# Rooms of the library, ground floor first: a room leans only on rooms
# named before it.
LIBOBJ	= common/bytes/span.o common/bytes/fault.o common/bytes/buf.o \
	  common/bytes/scan.o common/bytes/base64.o common/bytes/io.o \
	  common/bytes/spool.o common/bytes/json.o \
	  common/text/taglist.o common/text/qp.o common/text/cfws.o \
	  common/text/date.o common/text/domain.o common/text/idna.o \
	  common/text/dnsname.o common/text/ip.o common/text/iprange.o \
	  common/text/pem.o common/text/table.o common/text/finding.o \
	  common/text/spelling.o common/text/separator.o \
	  common/mail/verdict.o common/mail/address.o \
	  common/mail/message.o common/mail/fold.o \
	  common/mail/resinfo.o common/mail/authfield.o \
	  common/mail/authdomain.o common/mail/author.o \
	  common/mail/authres.o common/mail/received.o \
	  common/mail/hop.o common/mail/client.o \
	  common/mail/receivedspf.o common/mail/strip.o \
	  common/dns/zonetoken.o common/dns/zonedata.o \
	  common/dns/zonestore.o common/dns/zonefile.o \
	  common/dns/dnsanswer.o common/dns/dnszone.o \
	  common/dns/dnspacket.o common/dns/dnsnet.o \
	  common/dns/dnspool.o common/dns/dns.o \
	  common/key/digest.o common/key/keyder.o common/key/pkey.o \
	  common/key/crypto.o common/key/keyfile.o \
	  common/key/keypair.o \
	  common/dkim/canon.o common/dkim/bodyhash.o \
	  common/dkim/signature.o common/dkim/keyrecord.o \
	  common/dkim/keyset.o common/dkim/keytable.o \
	  common/dkim/dkimpolicy.o common/dkim/dkim.o \
	  common/dkim/dkimreport.o common/dkim/dkimexplain.o \
	  common/dkim/sign.o common/dkim/signers.o \
	  common/spf/spfmacro.o common/spf/spfrecord.o \
	  common/spf/spfstate.o common/spf/spfmatch.o \
	  common/spf/spfahead.o common/spf/spf.o \
	  common/spf/spfexplain.o common/spf/spfreport.o \
	  common/spf/spfreach.o common/spf/spfvisit.o \
	  common/spf/spfranges.o common/spf/spfdiff.o \
	  common/dmarc/dmarcuri.o common/dmarc/dmarcrecord.o \
	  common/dmarc/dmarclint.o common/dmarc/psl.o \
	  common/dmarc/dmarcwalk.o common/dmarc/dmarcpolicy.o \
	  common/dmarc/dmarcid.o common/dmarc/dmarcalign.o \
	  common/dmarc/dmarc.o common/dmarc/dmarcarc.o \
	  common/dmarc/dmarcdest.o common/dmarc/dmarcsurvey.o \
	  common/dmarc/dmarclookup.o common/dmarc/dmarcreport.o \
	  common/dmarc/dmarcstory.o \
	  common/record/entry.o common/record/entryvalue.o \
	  common/record/entryread.o common/record/recordform.o \
	  common/record/recordwrite.o common/record/record.o \
	  common/record/mend.o common/record/pieces.o \
	  common/record/publiclint.o common/record/keylint.o \
	  common/record/spffix.o common/record/spfadvice.o \
	  common/record/spflint.o common/record/spftree.o \
	  common/record/namelint.o common/record/policylint.o \
	  common/record/recordcheck.o common/record/recordreport.o \
	  common/record/authority.o common/record/served.o \
	  common/record/compare.o \
	  common/tools/operand.o common/tools/option.o \
	  common/tools/signoption.o common/tools/dnsoption.o \
	  common/tools/makeoption.o common/tools/recordinput.o \
	  common/tools/recordoutput.o common/tools/comparerun.o \
	  common/tools/verifyoption.o common/tools/pass.o \
	  common/tools/verifier.o common/tools/spfdiffrun.o \
	  common/tools/dmarcdomains.o
CMD	= cmd/dkim-genkey cmd/dkim-sign cmd/dkim-verify cmd/spf-check \
	  cmd/dmarc-lookup cmd/dns-record
LIB	= common/libcommon.a
# What a site copies and edits, as far as it is here.
RECIPES	= contrib/procmail contrib/maildrop contrib/sieve contrib/postfix \
	  contrib/sendmail-sign contrib/audit-sent* contrib/from-opendkim \
	  contrib/audit contrib/opendkim
COMPLETE	= contrib/completion/complete
DRIVER	= tests/authorread tests/authread tests/canon tests/clientread \
	  tests/dnsask tests/receivedspf
FUZZ	= 60
DEB	= build/deb

all: $(CMD)

$(CMD) $(DRIVER): $(LIB)

$(LIB): $(LIBOBJ)
	rm -f $@
	ar -rc $@ $(LIBOBJ)

.SUFFIXES:
.SUFFIXES: .c .o
.c.o:
	$(CC) $(DEFS) $(WARN) $(CFLAGS) -MMD -MP -c -o $@ $<
.c:
	$(CC) $(DEFS) $(WARN) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

check: all $(DRIVER)
	PATH="$$PWD/cmd:$$PATH" tests/run

# Minutes of measuring, and seconds of counting; see tests/bench/README.
bench: all
	tests/bench/run

bench-quick: all
	tests/bench/quick

# A Debian package, built from a clean copy of the tree.
deb:
	contrib/deb "$(DEB)"

# Only one build at a time lives in the tree.
asan:
	$(MAKE) clean
	SANITIZED=1 $(MAKE) CC=clang CFLAGS="-O1 -g $(SAN)" LDFLAGS="$(SAN)" check
	$(MAKE) clean

lint:
	contrib/lint "$(DEFS) $(WARN)"

fuzz: clean
	$(MAKE) CC=clang CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined" $(LIB)
	tests/fuzz/run "$(FUZZ)" "$(DEFS) $(WARN)"
	$(MAKE) clean

install: all
	umask 022; mkdir -p $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 \
	    $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(MANDIR)/ja/man7 \
	    $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR) \
	    $(DESTDIR)$(SHAREDIR)
	for f in $(CMD); do install -m 755 $$f $(DESTDIR)$(BINDIR)/ || exit 1; done
	for f in man1/*.1; do install -m 644 $$f $(DESTDIR)$(MANDIR)/man1/ || exit 1; done
	install -m 644 man1/mailseal.7 $(DESTDIR)$(MANDIR)/man7/
	install -m 644 man1/ja/mailseal.7 $(DESTDIR)$(MANDIR)/ja/man7/
	umask 022; for f in $(CMD); do t=$${f##*/}; \
	    $$f --help | $(COMPLETE) bash >$(DESTDIR)$(BASHDIR)/$$t && \
	    $$f --help | $(COMPLETE) zsh >$(DESTDIR)$(ZSHDIR)/_$$t && \
	    $$f --help | $(COMPLETE) fish >$(DESTDIR)$(FISHDIR)/$$t.fish || \
	    exit 1; done
	for f in $(RECIPES); do \
	    [ ! -e $$f ] || cp -R $$f $(DESTDIR)$(SHAREDIR)/ || exit 1; done
	chmod -R u=rwX,go=rX $(DESTDIR)$(SHAREDIR)

uninstall:
	for f in $(CMD); do rm -f $(DESTDIR)$(BINDIR)/$${f##*/}; done
	for f in man1/*.1; do rm -f $(DESTDIR)$(MANDIR)/man1/$${f##*/}; done
	rm -f $(DESTDIR)$(MANDIR)/man7/mailseal.7 $(DESTDIR)$(MANDIR)/ja/man7/mailseal.7
	for f in $(CMD); do t=$${f##*/}; rm -f $(DESTDIR)$(BASHDIR)/$$t \
	    $(DESTDIR)$(ZSHDIR)/_$$t $(DESTDIR)$(FISHDIR)/$$t.fish; done
	for f in $(RECIPES); do rm -rf $(DESTDIR)$(SHAREDIR)/$${f##*/}; done
	rmdir $(DESTDIR)$(SHAREDIR) 2>/dev/null || :

clean:
	rm -f $(CMD) $(DRIVER) $(LIB) common/*/*.[od] cmd/*.d tests/*.d

rooms:
	@echo $(LIBOBJ)

.PHONY: all rooms check bench bench-quick deb asan lint fuzz install uninstall clean

-include $(LIBOBJ:.o=.d) $(CMD:=.d) $(DRIVER:=.d)
