# What a path looks like in the JSON form, as far as that can be told.

function plain(s) {
	gsub(/[^ -~]|\\/, "?", s)
	gsub(/[?]+/, "?", s)
	return s
}
function decoded(s) {
	gsub(/\\\\/, "?", s)
	gsub(/\\"/, "\"", s)
	gsub(/\\u[0-9a-f][0-9a-f][0-9a-f][0-9a-f]/, "?", s)
	return s
}
