# What the parameters become: tables, keys, options; and what has no
# counterpart.  After read.awk.

# SignHeaders, OmitHeaders: a list, or with "*" the usual one and changes;
# then a name without a sign counts for nothing.
function header_list(name, usual,    n, i, j, h, m, delta, result) {
	if ((n = entries(name)) < 0)
		return usual
	m = delta = 0
	for (i = 1; i <= n; i++)
		if (entry[i] == "*") {
			m = split(usual, have, /:/)
			delta = 1
		}
	for (i = 1; i <= n; i++) {
		h = entry[i]
		if (h == "*")
			continue
		if (h !~ /^[+-]?[A-Za-z0-9_-]+$/)
			die(78, where[name] ": " h " is no name of a field")
		if (h ~ /^-/) {
			for (j = 1; j <= m; j++)
				if (tolower(have[j]) == tolower(substr(h, 2)))
					have[j] = ""
		} else if (h ~ /^[+]/ || !delta) {
			sub(/^[+]/, "", h)
			have[++m] = h
		}
	}
	result = ""
	for (j = 1; j <= m; j++)
		if (have[j] != "")
			result = result (result == "" ? "" : ":") have[j]
	return result
}
function without(list, omitted,    n, i, result) {
	n = split(list, have, /:/)
	result = ""
	for (i = 1; i <= n; i++)
		if (index(":" tolower(omitted) ":", ":" tolower(have[i]) ":") \
		    == 0 || tolower(have[i]) == "from")
			result = result (result == "" ? "" : ":") have[i]
	return result
}
function is_name(s) {
	return s ~ /^[A-Za-z0-9_*-]+([.][A-Za-z0-9_*-]+)*$/
}

# A path with "%" stands for one key of each domain.
function move_each(source, new,    head, tail) {
	head = tail = source
	sub(/%.*/, "", head)
	sub(/^[^%]*%/, "", tail)
	if (index(tail, "%") > 0) {
		lacks(source ": more than one % in the path of a key")
		return ""
	}
	sub(/%/, "$d", new)
	return "for f in " quote(head) "*" quote(tail) "; do\n" \
	    "\td=${f#" quote(head) "} d=${d%" quote(tail) "}\n" \
	    "\tinstall -m 600 -o mailseal -- \"$f\" \"" new "\"\n" \
	    "done\n"
}

# A key of the old place gets a new one: the command, and the new path.
function move_key(source, selector, domain,    name, n, new) {
	name = selector "." domain
	n = 1
	new = "/etc/mailseal/keys/" name ".private"
	while (new in taken && taken[new] != source)
		new = "/etc/mailseal/keys/" name "." (++n) ".private"
	if (!(new in taken)) {
		taken[new] = source
		if (index(source, "%") > 0)
			moves = moves move_each(source, new)
		else
			moves = moves "install -m 600 -o mailseal -- " \
			    quote(source) " " quote(new) "\n"
	}
	return new
}

# Domain, Selector and KeyFile: a line for each domain in both tables.
function one_key(    n, i, d, new) {
	if (!("selector" in value) || !("keyfile" in value))
		die(78, where["domain"] ": Domain without " \
		    ("selector" in value ? "KeyFile" : "Selector"))
	if (!is_name(value["selector"]))
		die(78, where["selector"] ": no name of a key")
	if ((n = entries("domain")) < 0)
		return
	for (i = 1; i <= n; i++) {
		d = tolower(entry[i])
		if (!is_name(d))
			die(78, where["domain"] ": " d " is no domain")
		new = move_key(path_of(value["keyfile"]), value["selector"],
		    n == 1 && d !~ /[*]/ ? d : "any")
		keys = keys d " " (d ~ /[*]/ ? "%" : d) ":" \
		    value["selector"] ":" new "\n"
		signers = signers "*@" d " " d "\n"
		if ("subdomains" in value && !is_no(value["subdomains"]))
			signers = signers "*@*." d " " d "\n"
	}
	signing = "refile"
}

function two_fields(i) {
	if (entry[i] !~ /[ \t]/)
		die(78, at[i] ": only one field (an entry must stand on one " \
		    "line)")
}

# KeyTable and SigningTable: the same lines, with the new places of the keys.
function tables(    n, i, name, rest, f, new, kind) {
	if (!("signingtable" in value)) {
		if ("setuppolicyscript" in value)
			return
		die(78, where["keytable"] ": KeyTable without SigningTable")
	}
	kind = kind_of(value["signingtable"])
	if (kind != "file" && kind != "refile") {
		lacks(where["signingtable"] ": a data set of the kind " kind)
		return
	}
	if (kind_of(value["keytable"]) == "csl") {
		lacks(where["keytable"] ": a table that is no file")
		return
	}
	if ((n = entries("keytable")) < 0)
		return
	for (i = 1; i <= n; i++) {
		two_fields(i)
		name = rest = entry[i]
		sub(/[ \t].*/, "", name)
		sub(/^[^ \t]+[ \t]*/, "", rest)
		f = split(rest, part, /:/)
		if (f < 3)
			die(78, at[i] ": not of the form " \
			    "name domain:selector:key")
		if (part[3] ~ /^[.]?[.]?\//) {
			part[3] = move_key(path_of(part[3]), part[2], part[1])
			rest = part[1] ":" part[2] ":" part[3] \
			    (f > 3 ? ":" part[4] : "")
		}
		keys = keys name " " rest "\n"
	}
	if ((n = entries("signingtable")) < 0)
		return
	for (i = 1; i <= n; i++) {
		two_fields(i)
		signers = signers entry[i] "\n"
	}
	signing = kind
	print path_of(text_of(value["keytable"])) >ENVIRON["SPECS"]
	print kind ":" path_of(text_of(value["signingtable"])) >ENVIRON["SPECS"]
}

# What dkim-sign is to be told besides the tables.
function sign_options(    c, o, h) {
	c = "canonicalization" in value ? value["canonicalization"] : "simple"
	if (tolower(c) !~ /^(simple|relaxed)(\/(simple|relaxed))?$/)
		die(78, where["canonicalization"] ": neither simple nor relaxed")
	options = " -c " tolower(c) (c ~ /\// ? "" : "/simple")
	h = usual
	if ("signheaders" in value)
		h = header_list("signheaders", usual)
	if ("omitheaders" in value)
		h = without(h, header_list("omitheaders", never))
	if (h == "")
		h = "From"	# which OpenDKIM adds
	if (tolower(h) != tolower(usual))
		options = options " -h " h
	if ("oversignheaders" in value) {
		if ((o = header_list("oversignheaders", "")) != "")
			options = options " -O " o
	} else
		oversigned = 1
	if ("signaturettl" in value && number_of("signaturettl") > 0)
		options = options " -x " number_of("signaturettl")
	if ("diagnostics" in value && !is_no(value["diagnostics"]))
		options = options " -C"
	if ("signaturealgorithm" in value &&
	    tolower(value["signaturealgorithm"]) == "rsa-sha1")
		lacks(where["signaturealgorithm"] ": rsa-sha1, which RFC " \
		    "8301 forbids; it will be rsa-sha256")
}
function number_of(name) {
	if (value[name] !~ /^[0-9]+$/)
		die(78, where[name] ": " value[name] " is no number")
	return value[name]
}

# What dkim-verify is to be told.
function verify_options(    n, i) {
	check = ""
	if ("minimumkeybits" in value && number_of("minimumkeybits") != 1024)
		check = check " --min-bits " number_of("minimumkeybits")
	if ("maximumsignaturestoverify" in value)
		check = check " --max-signatures " \
		    number_of("maximumsignaturestoverify")
	if ("dnstimeout" in value)
		check = check " -T " number_of("dnstimeout")
	if ("nameservers" in value) {
		n = split(value["nameservers"], part, /,/)
		for (i = 1; i <= n; i++) {
			if (trim(part[i]) !~ /^[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+$/)
				die(78, where["nameservers"] ": " part[i] \
				    " is no address")
			check = check " -n " trim(part[i])
		}
	}
	if ("testpublickeys" in value)
		lacks(where["testpublickeys"] ": keys from a file; " \
		    "dkim-verify -z has them from a zone file")
}
function allowed(d, v) {
	if (d == "-")
		return 0
	return d == "no" ? is_no(v) : d == tolower(v)
}

# All that is left: not needed, done anyway, or without a counterpart.
function sort_out(    i, name) {
	read_parameters(ENVIRON["PARAMETERS"])
	for (i = 1; i <= nnames; i++) {
		name = names[i]
		if (name in used)
			continue
		if (!(name in class) && name !~ /^(ldap|vbr-)/)
			lacks(where[name] ": " as_written[name] \
			    ", which OpenDKIM does not have either")
		else if (class[name] == "daemon")
			idle = idle " " as_written[name]
		else if (class[name] == "same")
			anyway = anyway "#   " as_written[name] ": " comment[name] "\n"
		else if (!allowed(comment[name], value[name]))
			lacks(where[name] ": " as_written[name] " " value[name])
	}
}
