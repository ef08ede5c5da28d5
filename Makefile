# make, make check, make install; see README.
.POSIX:

PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
MANDIR	= $(PREFIX)/share/man/man1

CC	= cc
CFLAGS	= -O2 -g
LDFLAGS	=
WARN	= -std=c99 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wpointer-arith -Wcast-qual -Wwrite-strings
DEFS	= -D_DEFAULT_SOURCE -DLIBBSD_OVERLAY -isystem /usr/include/bsd \
	  -Icommon
LDLIBS	= -Wl,--as-needed -lcrypto -lresolv -lbsd
SAN	= -fsanitize=address,undefined -fno-sanitize-recover=all

# Rooms of the library, ground floor first: a room leans only on rooms
# named before it.
LIBOBJ	= common/span.o common/fault.o common/buf.o common/scan.o \
	  common/base64.o common/io.o common/spool.o common/json.o \
	  common/taglist.o common/qp.o common/cfws.o common/date.o \
	  common/domain.o common/idna.o common/dnsname.o common/ip.o \
	  common/iprange.o common/address.o common/message.o common/fold.o \
	  common/authres.o common/received.o common/hop.o common/client.o \
	  common/receivedspf.o common/strip.o common/pem.o common/table.o \
	  common/zonetoken.o common/zonedata.o common/zonefile.o \
	  common/crypto.o common/keyfile.o common/keypair.o \
	  common/dnsanswer.o common/dnszone.o common/dnspacket.o \
	  common/dnsnet.o common/dns.o common/verdict.o common/canon.o \
	  common/bodyhash.o common/signature.o common/keyrecord.o \
	  common/keytable.o common/dkimpolicy.o common/dkim.o \
	  common/dkimreport.o common/dkimexplain.o common/sign.o \
	  common/signers.o common/record.o common/spfmacro.o \
	  common/spfrecord.o common/spfstate.o common/spfmatch.o \
	  common/spfahead.o common/spf.o common/spfexplain.o \
	  common/spfreport.o common/spfreach.o common/spfvisit.o \
	  common/spfranges.o common/spfdiff.o common/operand.o \
	  common/option.o common/signoption.o common/dnsoption.o \
	  common/verifyoption.o common/pass.o common/verifier.o \
	  common/spfdiffrun.o
CMD	= cmd/dkim-genkey cmd/dkim-sign cmd/dkim-verify cmd/spf-check \
	  cmd/dns-record
LIB	= common/libcommon.a
DRIVER	= tests/canon tests/dnsask tests/clientread tests/receivedspf
FUZZ	= 60

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
	mkdir -p $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)
	for f in $(CMD); do install -m 755 $$f $(DESTDIR)$(BINDIR)/ || exit 1; done
	for f in man1/*.1; do install -m 644 $$f $(DESTDIR)$(MANDIR)/ || exit 1; done

uninstall:
	for f in $(CMD); do rm -f $(DESTDIR)$(BINDIR)/$${f##*/}; done
	for f in man1/*.1; do rm -f $(DESTDIR)$(MANDIR)/$${f##*/}; done

clean:
	rm -f $(CMD) $(DRIVER) $(LIB) common/*.[od] cmd/*.d tests/*.d

rooms:
	@echo $(LIBOBJ)

.PHONY: all rooms check asan lint fuzz install uninstall clean

-include $(LIBOBJ:.o=.d) $(CMD:=.d) $(DRIVER:=.d)
