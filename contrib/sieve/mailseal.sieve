# Verify mail that comes in, and choose a folder by the verdict; see README.
require ["fileinto", "index", "mailbox", "regex", "variables",
    "vnd.dovecot.filter"];

# The name of this server in its fields.
set "id" "mx.example.org";

# With LMTP Dovecot's own Received field is on top: say --skip 1.
if not filter "mailseal-judge" ["${id}", "--defer"] {
	# Status 75, or 451 in LMTP; see mailseal.conf.
	fileinto "Defer/mail";
	stop;
}

# Only the first field is ours for certain.
if not header :index 1 :matches "Authentication-Results" "${id};*" {
	fileinto "Defer/mail";
	stop;
}
set "dmarc" "${1}";

# What fails, unless its domain asks for nothing.  The first result is that of
# the strictest policy; reason= may hold a ";".
if allof(string :regex "${dmarc}" "^[[:space:]]*dmarc=(fail|permerror)",
    not string :regex "${dmarc}" "^[[:space:]]*dmarc=fail([[:space:]]+reason=\"[^\"]*\")?[^;\"]*policy\\.dmarc=none") {
	fileinto :create "Junk";
	stop;
}
