# Read --help: of option i, 1 to n, letter[i] and name[i] with their dashes
# (letter is "" if there is none), arg[i], optional[i] and about[i]; also
# tool, and files: the operands are files.

NR == 1 {
	tool = $1
}

# The usage ends with the operands, in brackets that no option stands in.
/^usage: /, /^$/ {
	usage = usage $0
}

# Two blanks, the option in 30 columns or more, a blank, and its help, which
# stands on the next line if those columns are not enough.
substr($0, 1, 6) ~ /^  (-.,|   ) $/ && substr($0, 7, 2) == "--" {
	wide = substr($0, 33, 1) != " "
	about[++n] = wide ? "" : substr($0, 34)
	read_option(wide ? $0 : substr($0, 1, 32))
	next
}

wide {
	about[n] = substr($0, 34)
	wide = 0
}

function read_option(s,    i) {
	letter[n] = substr(s, 3, 1) == "-" ? substr(s, 3, 2) : ""
	s = substr(s, 7)
	sub(/ *$/, "", s)
	i = match(s, /(\[=| )/)
	name[n] = i ? substr(s, 1, i - 1) : s
	optional[n] = i && substr(s, i, 1) == "["
	arg[n] = i ? substr(s, i + RLENGTH) : ""
	if (optional[n])
		sub(/\]$/, "", arg[n])
}

# Of the argument of option i: its words, those in small letters.
function words(i,    all, k, s) {
	s = ""
	for (k = 1; k <= split(arg[i], all, "|"); k++)
		if (all[k] ~ /^[a-z0-9\/-]+$/)
			s = s (s == "" ? "" : " ") all[k]
	return s
}

function is_file(i) {
	return arg[i] == "FILE" || arg[i] == "TABLE"
}

function is_folder(i) {
	return arg[i] == "DIR"
}

function quote(s) {
	gsub(/'/, "'\\''", s)
	return "'" s "'"
}

END {
	if (n == 0) {
		print "no options found" | "cat >&2"
		exit 1
	}
	files = usage ~ /\[[^-][^]]*file[^]]*\]$|\[file[^]]*\]$/
	write()
}
