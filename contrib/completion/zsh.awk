# For zsh, by its _arguments: see zshcompsys(1); after help.awk.

# What stands in brackets, and between colons.
function escape(s) {
	gsub(/[][\\:]/, "\\\\&", s)
	return s
}

function action(i) {
	if (arg[i] == "TABLE")	# OpenDKIM's names: refile:/etc/...
		return "{compset -P \"*file\\:\"; _files}"
	if (is_file(i))
		return "_files"
	if (is_folder(i))
		return "_path_files -/"
	if (words(i) != "")
		return "(" words(i) ")"
	return " "
}

# With +, an argument stands in the same word or in the next; with -, in the
# same.
function spec(i,    join, s) {
	join = arg[i] == "" ? "" : optional[i] ? "-" : "+"
	s = name[i] (join == "" ? "" : join == "-" ? "=-" : "=")
	if (letter[i] != "")
		s = "{" letter[i] join "," s "}"
	s = "'*'" s
	if (arg[i] == "")
		return s quote("[" escape(about[i]) "]")
	return s quote("[" escape(about[i]) "]" (optional[i] ? "::" : ":") \
	    escape(arg[i]) ":" action(i))
}

function write(    i) {
	print "#compdef " tool
	print "# From " tool " --help."
	print "_arguments -s -S \\"
	for (i = 1; i <= n; i++)
		print "\t" spec(i) (i < n || files ? " \\" : "")
	if (files)
		print "\t'*:file:_files'"
}
