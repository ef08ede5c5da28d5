# For bash, see Programmable Completion in bash(1): the function is in
# bash.in, its words in capitals are put in here; after help.awk.

# How the argument of option i is completed; bash itself knows best about
# files.
function action(i) {
	if (is_file(i))
		return "compopt -o default"
	if (is_folder(i))
		return "compopt -o dirnames"
	if (words(i) != "")
		return "mapfile -t COMPREPLY < <(compgen -P \"${2%\"$val\"}\"" \
		    " -W '" words(i) "' -- \"$val\")"
	return ":"
}

# Where its argument stands: one that may be left out behind = only.
function pattern(i) {
	return optional[i] ? name[i] "=" : (letter[i] == "" ? "" : \
	    letter[i] " | ") name[i] " | " name[i] "="
}

# A branch for each way to complete an argument.
function branches(    i, k, s, how, done) {
	for (i = 1; i <= n; i++) {
		how = action(i)
		if (arg[i] == "" || how in done)
			continue
		done[how]
		s = pattern(i)
		for (k = i + 1; k <= n; k++)
			if (arg[k] != "" && action(k) == how)
				s = s " | \\\n\t" pattern(k)
		print "\t" s ")\n\t\t" how "\n\t\t;;"
	}
}

# The letters of options without an argument, or of those that must have one.
function letters(wanted,    i, s) {
	for (i = 1; i <= n; i++)
		if (letter[i] != "" && !optional[i] && (arg[i] != "") == wanted)
			s = s substr(letter[i], 2)
	return s
}

function every(    i, s) {
	for (i = 1; i <= n; i++)
		s = s " " (letter[i] == "" ? "" : letter[i] " ") name[i]
	return substr(s, 2)
}

function write(    f, line) {
	f = "_" tool
	gsub(/-/, "_", f)
	while ((getline line <"bash.in") > 0) {
		gsub(/TOOL/, tool, line)
		gsub(/FUNCTION/, f, line)
		sub(/"OPTIONS"/, "'" every() "'", line)
		sub(/FLAGS/, letters(0), line)
		sub(/TAKERS/, letters(1), line)
		sub(/OPERANDS/, files ? "compopt -o default" : ":", line)
		if (line == "BRANCHES")
			branches()
		else
			print line
	}
}
