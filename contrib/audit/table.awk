# Count, author, client, class, text, example: as a table.

function pad(s, n) {
	return sprintf("%-" n "s", s)
}
# Lines of at most 80 columns, if words allow.
function wrap(s, indent,    n, i, word, line) {
	n = split(s, word, " ")
	line = indent
	for (i = 1; i <= n; i++) {
		if (line != indent && length(line word[i]) > 79) {
			print line
			line = indent
		}
		line = line (line == indent ? "" : " ") word[i]
	}
	print line
}
{
	gsub(/[^ -~\t]/, "?")
	for (i = 1; i <= 6; i++)
		cell[NR, i] = $i
	for (i = 2; i <= 3; i++)
		if (length($i) > width[i] && length($i) <= 40)
			width[i] = length($i)
}
END {
	width[2] = width[2] < 6 ? 6 : width[2]
	print "count  " pad("author", width[2]) "  handed in by"
	for (r = 1; r <= NR && r <= 50; r++) {
		printf "%5d  %s  %s\n", cell[r, 1],
		    pad(cell[r, 2], width[2]), cell[r, 3]
		wrap(cell[r, 5], "       ")
		print "       " cell[r, 6]
	}
	if (NR > 50)
		print "and " NR - 50 " rows more"
}
