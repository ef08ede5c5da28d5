# For fish, see complete(1) there; after help.awk.

# fish knows two escapes in single quotes.
function fish_quote(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/'/, "\\'", s)
	return "'" s "'"
}

function fish_argument(i) {
	if (arg[i] == "")
		return ""
	if (optional[i])
		return is_file(i) ? " -F" : ""
	if (is_file(i))
		return " -r -F"
	if (is_folder(i))
		return " -x -a '(__fish_complete_directories)'"
	if (words(i) != "")
		return " -x -a '" words(i) "'"
	return " -x"
}

function write(    i) {
	print "# " tool ": from its --help."
	if (!files)
		print "complete -c " tool " -f"
	for (i = 1; i <= n; i++)
		print "complete -c " tool \
		    (letter[i] == "" ? "" : " -s " substr(letter[i], 2)) \
		    " -l " substr(name[i], 3) fish_argument(i) \
		    " -d " fish_quote(about[i])
}
