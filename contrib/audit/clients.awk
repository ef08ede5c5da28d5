# Which client handed it in: the address in the topmost Received field, or
# the first below that is none of this host.

function address(field,    found) {
	sub(/[ \t]by[ \t].*/, "", field)
	gsub(/helo=\[[^]]*\]/, "", field)
	found = ""
	while (match(field, /(\[|\()(IPv6:)?[0-9a-fA-F.:]+(\]|\))/)) {
		found = substr(field, RSTART + 1, RLENGTH - 2)
		field = substr(field, RSTART + RLENGTH)
	}
	sub(/^IPv6:/, "", found)
	return found ~ /[.:]/ && length(found) <= 39 ? found : ""
}
function flush() {
	if (tolower(field) ~ /^received[ \t]*:/ && ++hops > skip &&
	    client ~ /^(local|-)$/) {
		client = address(field)
		if (client == "" || client ~ /^(127\.|::1$)/)
			client = "local"
	}
	field = ""
}
function client_of(file,    line) {
	client = "-"
	field = ""
	hops = 0
	gsub(/\001/, "\n", file)
	while ((getline line <file) > 0 && line !~ /^\r?$/) {
		sub(/\r$/, "", line)
		if (line ~ /^[ \t]/)
			field = field line
		else {
			flush()
			field = line
		}
	}
	flush()
	close(file)
	return client
}
set == "paths" { path[folder, FNR] = $0; next }
set == "names" { name[folder] = $0; next }
{
	if (!(($2, $3) in by))
		by[$2, $3] = client_of(path[$2, $3])
	row = $4 "\t" by[$2, $3] "\t" $1 "\t" $5
	if (!(row in count)) {
		example[row] = path[$2, $3]
		if (index(example[row], tmp) == 1) {
			sub(/.*\//, "", example[row])
			example[row] = name[$2] ", at byte " example[row]
		}
	}
	count[row]++
}
END {
	for (row in count)
		print count[row] "\t" row "\t" example[row]
}
