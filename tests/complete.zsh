# complete.zsh SHELL FOLDER LINE...: type each line and a tab into that
# shell, bash or zsh, which has the completions of the folder; print what
# it offers, one word a line, and a line of two dashes behind each.
# A line "run COMMAND", before the others, prints the arguments it gets.
zmodload zsh/zpty
shell=$1 folder=$2
shift 2

# A tab is a key there.
say() {
	zpty -w inner "${1//$'\t'/ }"
}

# What both shells are told: the command only shows its arguments.
common() {
	say 'stty -echo; PS1= PS2= PROMPT_COMMAND='
	for tool in $folder/*(:t:r:s/_//); do
		say "$tool() { printf 'got:%s\\n' \"\$@\"; echo got-\\all; }"
	done
}

# bash: the real function is called by one that shows what it found.
bash_up() {
	zpty inner bash --norc --noprofile -i
	common
	say 'bind "set enable-bracketed-paste off"; COMP_LINES='
	say "for f in ${(q)folder}/*; do . \"\$f\"; done"
	say 'ask() {
		compopt() { printf "got:<%s>\n" "$2"; }
		"_${1//-/_}" "$@"
		unset -f compopt
		[ ${#COMPREPLY[@]} = 0 ] || printf "got:%s\n" "${COMPREPLY[@]}"
		COMPREPLY=()
		echo got-all
	}'
	say 'asking() { complete -F ask $(complete -p | sed -n "s/.* -F _[a-z_]* //p"); }'
}

# zsh: each match comes by compadd, which keeps it and adds nothing.
zsh_up() {
	zpty inner zsh -f -i
	common
	say "fpath=(${(q)folder} \$fpath); unsetopt zle_bracketed_paste"
	say 'autoload -Uz compinit; compinit -u -D'
	say 'zstyle ":completion:*" verbose no'
	say 'asking() {
		compadd() {
			local -a hits
			case ${@[1,(i)(-|--)]} in
			*-[OAD]\ *) builtin compadd "$@" ;;
			*)	builtin compadd -A hits "$@"
				print -lr -- "got:"${^hits} ;;
			esac
		}
		all() { echo got-all; compstate[insert]= }
		ask() { comppostfuncs=(all); _main_complete }
		zle -C ask complete-word ask; bindkey "^I" ask
	}'
}

answer() {
	zpty -r inner text '*got-all' || exit 1
	print -r -- "$text" | tr -d '\r' | sed -n 's/^.*got://p'
	print -r -- --
}

${shell}_up
say 'echo rea""dy'
zpty -r inner text '*ready*' || exit 1
for line; do
	case $line in
	run\ *)	zpty -w inner "${line#run }"$'\t' ;;
	*)	[[ -n $asking ]] || say asking
		asking=yes
		zpty -w -n inner "$line"$'\t' ;;
	esac
	answer
	zpty -w -n inner $'\C-u'
done
zpty -d inner
