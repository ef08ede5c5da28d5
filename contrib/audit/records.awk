# JSON to records: numbers of folder and path, author domains, problem, and of
# each signature result, reason, comment, d=, s=, t= and x=, with tabs between.
# The answers come in the order of the paths; some may be missing.
# After names.awk.

function take(key, v) {
	if (key == "file")
		file = plain(decoded(v))
	else if (key == "author")
		author = author (author == "" ? "" : " ") v
	else if (key == "author-problem")
		problem = v
	else if (key == "method")
		n++
	else if (key ~ /^(result|reason|comment|header\.[dstx])$/)
		of[n, key] = decoded(v)
}
function parse(s,    key, v) {
	n = 0
	file = author = problem = key = ""
	while (match(s, /"([^"\\]|\\.)*"/)) {
		v = substr(s, RSTART + 1, RLENGTH - 2)
		s = substr(s, RSTART + RLENGTH)
		if (substr(s, 1, 1) == ":")
			key = v
		else
			take(key, v)
	}
}
function record(number,    i, r) {
	r = folder "\t" number "\t" author "\t" problem
	for (i = 1; i <= n; i++)
		r = r "\t" of[i, "result"] "\t" of[i, "reason"] "\t" \
		    of[i, "comment"] "\t" tolower(of[i, "header.d"]) "\t" \
		    of[i, "header.s"] "\t" of[i, "header.t"] "\t" \
		    of[i, "header.x"]
	return r
}
function leave(i) {
	print i "\t" (plain(path[i]) in headless ? "headless" : "") >rest
	print path[i] >rest
}
function flush() {
	if (kept != "")
		print kept
	kept = ""
}
set == "paths" { path[++paths] = $0; next }
set == "complaints" {
	if (sub(/: no header at all$/, "")) {
		sub(/^dkim-verify: /, "")
		headless[plain($0)]
	}
	next
}
{
	for (i in of)
		delete of[i]
	parse($0)
	while (++at <= paths && plain(path[at]) != file)
		leave(at)
	if (at > paths) {
		print "audit-sent: an answer to nothing" >"/dev/stderr"
		exit 1
	}
	# A second reading of the same message of an mbox, which is better if it
	# passes.
	if (kind == "mbox" && path[at] == last "+") {
		if (kept !~ /\tpass\t/ && record(at) ~ /\tpass\t/)
			kept = record(at - 1)
		next
	}
	flush()
	kept = record(at)
	last = path[at]
}
END {
	flush()
	while (++at <= paths)
		leave(at)
}
