# The DMARC answers: domain, organizational domain, mode.

{
	s = $0
	for (i in of)
		delete of[i]
	key = ""
	while (match(s, /"([^"\\]|\\.)*"/)) {
		v = substr(s, RSTART + 1, RLENGTH - 2)
		s = substr(s, RSTART + RLENGTH)
		if (substr(s, 1, 1) == ":")
			key = v
		else if (!(key in of))
			of[key] = v
	}
	org = of["organizational-domain"]
	print of["domain"] "\t" (org == "" ? "-" : org) "\t" of["adkim"]
}
