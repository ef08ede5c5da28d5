# Read opendkim.conf and its data sets; what all of from-opendkim needs.

function complain(text) {
	gsub(/[^ -~]/, "?", text)
	print "from-opendkim: " text >"/dev/stderr"
}
function die(code, text) {
	complain(text)
	status = code
	over = 1
	exit code
}
# A word for sh.
function quote(s,    i, c, out) {
	if (s ~ /^[A-Za-z0-9@%_+=:,.\/-]+$/)
		return s
	out = ""
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		out = out (c == quotes ? quotes "\\" quotes quotes : c)
	}
	return quotes out quotes
}
function trim(s) {
	gsub(/^[ \t]+|[ \t\r]+$/, "", s)
	return s
}
function is_no(s) {
	return s ~ /^[fFnN0]/
}
function lacks(text) {
	missing[++nmissing] = text
}

# The file and those that it includes; the last line of a name wins.
function read_file(file,    line, number, name, spelt, got) {
	reading[file]
	number = 0
	while ((got = (getline line <file)) > 0) {
		number++
		sub(/#.*/, "", line)
		line = trim(line)
		if (line == "")
			continue
		if (line ~ /[\001-\010\013-\037\177]/)
			die(78, file ": line " number ": a control character")
		name = line
		sub(/[ \t].*/, "", name)
		sub(/^[^ \t]+[ \t]*/, "", line)
		if (line == "")
			die(78, file ": line " number ": " name " has no value")
		spelt = name
		name = tolower(name)
		if (name == "include") {
			if (line in reading)
				die(78, file ": line " number ": a loop of " \
				    "Include")
			read_file(line)
			continue
		}
		value[name] = line
		where[name] = file ": line " number
		as_written[name] = spelt
		if (!(name in order))
			names[++nnames] = name
		order[name]
	}
	if (got < 0)
		die(66, file ": cannot be read")
	close(file)
	delete reading[file]
}

# What becomes of the parameters that are not translated: see the file.
function read_parameters(file,    line, p) {
	while ((getline line <file) > 0) {
		if (line ~ /^#/)
			continue
		split(line, p, " ")
		sub(/^[^ ]+ [^ ]+ ?/, "", line)
		class[p[1]] = p[2]
		comment[p[1]] = line
	}
	close(file)
}

function path_of(s) {
	return s ~ /^\// || !("basedirectory" in value) ? s : \
	    value["basedirectory"] "/" s
}
# The kind of a data set: file, refile, csl, or one that only OpenDKIM knows.
function kind_of(s) {
	if (match(s, /^[a-z]+:/))
		return substr(s, 1, RLENGTH - 1)
	return s ~ /^\// ? "file" : "csl"
}
function text_of(s) {
	if (s !~ /^(file|refile|csl):/)
		return s
	sub(/^[a-z]+:/, "", s)
	return s
}
# entries(NAME, LIST): those of a data set go to LIST, 1 to what is returned;
# lines too, to LISTline.  -1 when it is of a kind that has no counterpart.
function entries(name, list,    kind, s, n, i, file, line, number, got) {
	split("", entry)
	kind = kind_of(value[name])
	s = text_of(value[name])
	n = 0
	if (kind == "csl") {
		i = split(s, part, /,/)
		for (number = 1; number <= i; number++)
			if (trim(part[number]) != "")
				entry[++n] = trim(part[number])
		return n
	}
	if (kind != "file" && kind != "refile") {
		lacks(where[name] ": a data set of the kind " kind)
		return -1
	}
	file = path_of(s)
	number = 0
	while ((got = (getline line <file)) > 0) {
		number++
		sub(/#.*/, "", line)
		line = trim(line)
		if (line ~ /[\001-\010\013-\037\177]/)
			die(78, file ": line " number ": a control character")
		if (line == "")
			continue
		entry[++n] = line
		at[n] = file ": line " number
	}
	if (got < 0)
		die(66, where[name] ": " file " cannot be read")
	close(file)
	return n
}
