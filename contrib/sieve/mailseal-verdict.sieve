# As mailseal.sieve, but the message stays as it came: only the folder is
# chosen by the verdict; see README.
require ["fileinto", "mailbox", "variables", "vnd.dovecot.execute"];

# The name of this server in fields that it has written.
set "id" "mx.example.org";

# With LMTP Dovecot's own Received field is on top: say --skip 1.
if not execute :pipe :output "verdict" "mailseal-verdict" ["${id}", "--defer"] {
	# Status 75, or 451 in LMTP; see mailseal.conf.
	fileinto "Defer/mail";
	stop;
}

# What fails, unless its domain asks for nothing.
if anyof(string "${verdict}" ["fail quarantine", "fail reject"],
    string :matches "${verdict}" "permerror *") {
	fileinto :create "Junk";
	stop;
}
