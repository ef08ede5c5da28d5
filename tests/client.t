#!/bin/sh
# Who handed a message in: NAME.in is the message, NAME.want the line wanted,
# NAME.args the options, if it takes any.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh

for in in data/client/*.in; do
	name=${in%.in}
	args=
	[ ! -e "$name.args" ] || args=$(cat "$name.args")
	is "${name##*/}" 0 "$(cat "$name.want")" "./clientread $args <$in"
done

plan
