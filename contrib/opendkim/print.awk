# Print the commands; after read.awk and translate.awk.

function comment_line(s) {
	print (s == "" ? "#" : "# " s)
}
# Each internal host that Postfix can have in mynetworks; other ones lack.
function hosts(name, what,    n, i, h, list) {
	if ((n = entries(name)) < 0)
		return ""
	list = ""
	for (i = 1; i <= n; i++) {
		h = entry[i]
		if (h ~ /\/0*[0-7]$/)
			lacks(where[name] ": " h ", in mynetworks it would " \
			    "let strangers send: an open relay")
		else if (h ~ /^[0-9.]+(\/[0-9]+)?$/)
			list = list " " h
		else if (h ~ /^[0-9a-fA-F:.]+:[0-9a-fA-F:.]*(\/[0-9]+)?$/) {
			sub(/\/.*/, "", h)
			list = list " [" h "]" substr(entry[i], length(h) + 1)
		} else if (tolower(h) == "localhost")
			list = list " 127.0.0.0/8 [::1]/128"
		else
			lacks(where[name] ": " h ", " what)
	}
	return substr(list, 2)
}

# Milters are named the other way round in Postfix.  One that listens on each
# address is asked for on the loopback.
function socket_names(s,    port, host) {
	if (s ~ /^inet6?:/) {
		sub(/^inet6?:/, "", s)
		port = host = s
		sub(/@.*/, "", port)
		if (!sub(/.*@/, "", host))
			host = "localhost"
		gsub(/[^A-Za-z0-9.:_-]/, "", host)
		if (host ~ /^(localhost|127[.]0[.]0[.]1|0[.]0[.]0[.]0|::1?)$/)
			return "inet:localhost:" port " inet:127.0.0.1:" port \
			    " inet:[::1]:" port
		return "inet:" (host ~ /:/ ? "[" host "]" : host) ":" port
	}
	sub(/^(local|unix):/, "", s)
	host = s
	sub(/^\/var\/spool\/postfix\//, "", host)
	if (host == s)
		return "unix:" s " local:" s
	return "unix:" s " local:" s " unix:/" host " local:/" host \
	    " unix:" host " local:" host
}

# The user who owns the keys, and the tables.
function print_keys() {
	print ""
	comment_line("Keys and tables")
	print "id mailseal >/dev/null 2>&1 ||"
	print "\tadduser --system --group --no-create-home " \
	    "--home /nonexistent mailseal"
	print "install -d /etc/mailseal"
	print "install -d -m 700 -o mailseal /etc/mailseal/keys"
	printf "%s", moves
	print "install -m 600 -o mailseal /dev/stdin " \
	    "/etc/mailseal/key.table <<" quotes "end" quotes
	printf "%s", keys
	print "end"
	print "install -m 644 /dev/stdin /etc/mailseal/signing.table <<" \
	    quotes "end" quotes
	printf "%s", signers
	print "end"
}

# Before Postfix is touched: who would sign?
function print_trial() {
	tool = "-K /etc/mailseal/key.table -S " signing \
	    ":/etc/mailseal/signing.table" options
	print ""
	comment_line("Who would sign, and what comes out?  (message: " \
	    "a file with one)")
	print "setpriv --reuid mailseal --regid mailseal " \
	    "--clear-groups \\"
	print "\tdkim-sign " tool " --dry-run <message"
	if (oversigned)
		comment_line("From is oversigned besides: nobody can " \
		    "add a second one.")
}

function print_outgoing() {
	print ""
	comment_line("Outgoing mail: see mailseal-postfix/README.  " \
	    "OpenDKIM lets the mail")
	comment_line("of authors that are not in the tables go " \
	    "unsigned: so OTHERS=pass.")
	print "sed -i -e " quotes "s|^TABLES=.*|TABLES=\"" tool "\"|" \
	    quotes " \\"
	print "\t-e " quotes "s|^OTHERS=[a-z]*|OTHERS=pass|" quotes \
	    " mailseal-postfix/mailseal-out"
	print "sh mailseal-postfix/out.setup"
	print ""
	if (!("internalhosts" in value))
		inside = "127.0.0.1"
	comment_line("InternalHosts: Postfix signs for all whose mail " \
	    "it sends on, which are")
	comment_line("those who log in, and mynetworks.  The latter " \
	    "is to have:")
	print "#\t" inside
	print "postconf mynetworks smtpd_relay_restrictions"
}

function print_incoming() {
	print ""
	comment_line("Incoming mail: what is found in a message, and " \
	    "mailseal-postfix/README")
	print "dkim-verify" (id == "" ? "" : " -a " quote(id)) check \
	    " <message"
	if (id != "") {
		if (id !~ /^[A-Za-z0-9._-]+$/)
			die(78, where["authservid"] ": no host name")
		print "sed -i " quotes "s|^ID=[^ \t]*|ID=" id "|" \
		    quotes " mailseal-postfix/mailseal-in"
	}
	if (check != "")
		print "sed -i " quotes "s|dkim-verify -f|&" check "|" \
		    quotes " mailseal-postfix/mailseal-in"
	print "sh mailseal-postfix/in.setup"
}

# OpenDKIM's way out of Postfix.
function print_farewell(    n, i, p, skip) {
	print ""
	comment_line("OpenDKIM leaves Postfix; other milters stay.")
	if ("socket" in value) {
		n = split(socket_names(value["socket"]), p, " ")
		skip = ""
		for (i = 1; i <= n; i++)
			skip = skip " -e " quote(p[i])
		print "for p in smtpd_milters non_smtpd_milters; do"
		print "\tcase $(postconf -hx \"$p\") in"
		print "\t*{*) echo \"$p: with options, to be edited by hand\""
		print "\t\tcontinue ;;"
		print "\tesac"
		print "\tpostconf -e \"$p = $(postconf -hx \"$p\" | " \
		    "tr " quotes ", " quotes " " quotes "\\n\\n" quotes " |"
		print "\t\tgrep -vxF" skip " | tr " quotes "\\n" quotes " " \
		    quotes " " quotes ")\""
		print "done"
	} else
		print "postconf smtpd_milters non_smtpd_milters\t# take it out"
	if (keys != "") {
		comment_line("A second Postfix was made for what is signed: " \
		    "it has to be started.")
		print "systemctl daemon-reload && systemctl restart postfix"
	} else
		print "postfix reload"
	comment_line("When nothing else in Postfix names it, as in " \
	    "master.cf (grep milters):")
	print "systemctl disable --now opendkim"
}

# What is not translated, and why.
function print_rest(    i) {
	if (idle != "" || anyway != "" || "externalignorelist" in value) {
		print ""
		comment_line("Not needed:")
		if (idle != "")
			comment_line("  there is no daemon:" idle)
		if ("externalignorelist" in value)
			comment_line("  ExternalIgnoreList: it only kept the " \
			    "log quiet")
		printf "%s", anyway
	}
	if (nmissing > 0) {
		print ""
		comment_line("No counterpart:")
		for (i = 1; i <= nmissing; i++)
			comment_line("  " missing[i])
		status = 1
	}
}

# The parameters that are translated, and what OpenDKIM signs unless it is told.
function name_used(    n, i, p) {
	quotes = "\047"
	usual = "From:Reply-To:Subject:Date:To:Cc:Resent-Date:Resent-From:" \
	    "Resent-To:Resent-Cc:In-Reply-To:References:List-Id:List-Help:" \
	    "List-Unsubscribe:List-Subscribe:List-Post:List-Owner:List-Archive"
	never = "Return-Path:Received:Comments:Keywords:Bcc:Resent-Bcc:" \
	    "DKIM-Signature"
	n = split("mode domain selector keyfile keytable signingtable " \
	    "canonicalization signheaders omitheaders oversignheaders " \
	    "internalhosts externalignorelist authservid minimumkeybits " \
	    "maximumsignaturestoverify dnstimeout nameservers subdomains " \
	    "signaturettl signaturealgorithm diagnostics " \
	    "testpublickeys basedirectory socket", p, " ")
	for (i = 1; i <= n; i++)
		used[p[i]]
}

function translate() {
	mode = "mode" in value ? tolower(value["mode"]) : "sv"
	if (mode !~ /^[sv]+$/)
		die(78, where["mode"] ": " value["mode"] " is no mode")
	if (mode ~ /s/) {
		if ("keytable" in value)
			tables()
		else if ("signingtable" in value)
			die(78, where["signingtable"] ": SigningTable " \
			    "without KeyTable")
		else if ("domain" in value)
			one_key()
		sign_options()
	}
	if (mode ~ /v/)
		verify_options()
	id = "authservid" in value ? value["authservid"] : ""
	if (id == "HOSTNAME")
		id = ""
	sort_out()
	if ("internalhosts" in value)
		inside = hosts("internalhosts", "a name or exception, " \
		    "which mynetworks cannot have")
}

function print_commands() {
	comment_line("What " file " does, with mailseal:")
	comment_line("to be read, and run as root.  The keys and their " \
	    "records in DNS stay as")
	comment_line("they are.")
	if (keys != "" || mode ~ /v/) {
		print ""
		comment_line("The recipe for Postfix, a copy to be edited")
		print "cp -R " quote(ENVIRON["RECIPE"]) " mailseal-postfix"
	}
	if (keys != "") {
		print_keys()
		print_trial()
		print_outgoing()
	} else if (mode ~ /s/)
		comment_line("It signs nothing: no Domain, no KeyTable.")
	if (mode ~ /v/)
		print_incoming()
	print_farewell()
	print_rest()
}

BEGIN {
	file = ENVIRON["FILE"]
	name_used()
	read_file(file)
	translate()
	print_commands()
	exit status
}

END {
	exit status
}
