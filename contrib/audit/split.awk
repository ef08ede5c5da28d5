# A message of an mbox goes to a file whose name is where it starts.  A "From "
# line is one behind an empty line, and with a date; the first, from which all
# is read, need not have one.  Content-Length is not looked at, as nobody keeps
# it true.  awk has to keep NUL bytes, as mawk and gawk do, if there are any.
# Most programs that write an mbox put a ">" before a "From " in the text, some
# also before what has one already, some before nothing: where a line has any,
# the message is written once with one less and once as it is, and the
# signature tells which was signed.

function start() {
	if (file != "")
		close(file)
	mark = sprintf("%.0f", at)
	file = ""
	if (mark in old || (asis && !(mark in quoted)))
		return
	file = dir "/" mark (asis ? "+" : "")
	print file
	printf "" >file
}
function put(line) {
	if (file == "")
		return
	print line >file
	written += length(line) + 1
}
set == "old" { if (FNR > 2) old[$0]; next }
set == "quoted" { quoted[$0]; next }
blank && /^From / && (FNR == 1 ||
    /(Mon|Tue|Wed|Thu|Fri|Sat|Sun).*[0-9]:[0-9][0-9]/) {
	start()
	blank = 0
	at += length($0) + 1
	next
}
{
	at += length($0) + 1
	if (blank)
		put(empty)
	blank = /^\r?$/
	empty = $0
	if (blank)
		next
	if (!asis && /^>+From /) {
		put(substr($0, 2))
		if (mark != said)
			print mark >list
		said = mark
	} else
		put($0)
}
END { printf "%.0f %.0f\n", written, at >sum }
