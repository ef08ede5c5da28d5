# Names to be asked for: the author domains; with below set, signing domains
# below the organizational domain, which may be another organization there.

set == "policies" { org[$1] = $2; next }
{
	split($3, author, " ")
	for (i in author) {
		if (!below) {
			ask[author[i]]
			continue
		}
		o = org[author[i]]
		for (f = 8; f <= NF; f += 7)
			if (!($f in org) && $f ~ /^[a-z0-9_.-]+$/ &&
			    $f !~ /(^|\.)-|-(\.|$)/ && index("." $f "\n",
			    "." o "\n") > 0)
				ask[$f]
	}
}
END {
	for (d in ask)
		print d "."
}
