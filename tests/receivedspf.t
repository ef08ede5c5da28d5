#!/bin/sh
# Received-SPF: the words of each result, folds, and values that break out.
# shellcheck disable=SC1091,SC2016
cd "$(dirname "$0")" || exit 1
. ./lib.sh

A='mx.example.org user@example.org 192.0.2.1 user@example.org mx.example.net'
export A

is 'pass' 0 'Received-SPF: pass (mx.example.org: domain of user@example.org designates
	192.0.2.1 as permitted sender) client-ip=192.0.2.1;
	envelope-from="user@example.org"; helo=mx.example.net;
	receiver=mx.example.org; identity=mailfrom; mechanism="ip4:192.0.2.1";' \
    './receivedspf pass $A mailfrom ip4:192.0.2.1 -'

for want in \
    'fail:domain of user@example.org does not designate 192.0.2.1 as permitted sender' \
    'softfail:domain of transitioning user@example.org does not designate 192.0.2.1 as permitted sender' \
    'neutral:192.0.2.1 is neither permitted nor denied by domain of user@example.org' \
    'none:domain of user@example.org does not publish permitted senders' \
    'temperror:temporary error in processing domain of user@example.org' \
    'permerror:permanent error in processing domain of user@example.org'; do
	is "${want%%:*}" 0 "Received-SPF: ${want%%:*} (mx.example.org: ${want#*:}) client-ip=192.0.2.1; receiver=mx.example.org;" \
	    "./receivedspf ${want%%:*} mx.example.org user@example.org 192.0.2.1 - - - - - |
	    tr -d '\\n' | tr '\\t' ' '; echo"
done

is 'IPv6 is no dot-atom' 0 ' client-ip="2001:db8::1";' \
    './receivedspf none mx.example.org example.org 2001:db8::1 - - - - - |
    grep -o " client-ip[^ ]*"'
is 'null sender' 0 ' envelope-from="";' \
    './receivedspf none mx.example.org example.org 192.0.2.1 "" - - - - |
    grep -o " envelope-from.*"'
is 'a dot at the end is no dot-atom' 0 'helo="mx.example.net.";' \
    './receivedspf none mx.example.org example.org 192.0.2.1 - mx.example.net. - - - |
    grep -o "helo=[^ ]*"'
is 'quotes, backslashes and line ends in a value' 0 \
    '	helo="a\"; receiver=x\\??Subject: y"; receiver=mx.example.org;' \
    './receivedspf none mx.example.org example.org 192.0.2.1 - \
	"$(printf "a\"; receiver=x\\\\\\r\\nSubject: y")" - - - | tail -1'
is 'parentheses, backslashes and line ends in the comment' 0 \
    'Received-SPF: none (mx.example.org: domain of a???x??Subject:y@example.org' \
    './receivedspf none mx.example.org "$(
	printf "a)(\\\\x\\r\\nSubject:y@example.org")" 192.0.2.1 - - - - - |
    head -1'
is 'a problem' 0 '	problem="no such thing";' \
    './receivedspf permerror $A helo default "no such thing" | tail -1'
is 'no line is over the limit' 0 '' \
    'v=$(printf "%01000d" 0 | tr 0 "\"")
    ./receivedspf fail "$v" "$v" "$v" "$v" "$v" mailfrom "$v" "$v" |
    grep ".\{999\}"; :'
is 'CRLF' 0 '4 4' \
    'printf "%s %s\n" $(./receivedspf -c pass $A mailfrom a - | grep -c .) \
	$(./receivedspf -c pass $A mailfrom a - | grep -c "$(printf "\r")\$")'

plan
