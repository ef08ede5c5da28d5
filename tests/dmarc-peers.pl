#!/usr/bin/perl
# Mail::DMARC::PurePerl for dmarc-peers.py: DIR/psl and DIR/texts (JSON: what
# stands at each name), then a case in JSON on each line of standard input,
# an answer on each line of standard output.
use strict;
use warnings;
use JSON::PP;
use Mail::DMARC::PurePerl;

package Text;
sub type { 'TXT' }
sub txtdata { $_[0]{text} }

package Texts;
sub answer { @{ $_[0]{list} } }

package Resolver;
sub send {
	my ($self, $name) = @_;
	my $list = $self->{texts}{lc $name} || [];
	return bless { list => [ map { bless { text => $_ }, 'Text' } @$list ] },
	    'Texts';
}

package main;
no warnings 'redefine';
# Its own test, not of RFC 7489, is left out: each domain exists.
*Mail::DMARC::Base::has_dns_rr = sub { 1 };

my ($dir) = @ARGV;
open my $f, '<', "$dir/texts" or die;
my $texts = decode_json(join '', <$f>);
$SIG{__WARN__} = sub { };
$| = 1;
while (my $line = <STDIN>) {
	my $case = decode_json($line);
	my $d = Mail::DMARC::PurePerl->new;
	$d->{config} = { dns => { public_suffix_list => "$dir/psl" },
	    report_store => { auto_save => 0 }, smtp => {} };
	$d->set_resolver(bless { texts => $texts }, 'Resolver');
	$d->{header_from} = $case->{from};
	my (@dkim, @spf);
	for (@{ $case->{ids} }) {
		my ($method, $result, $domain) = @$_;
		push @dkim, { domain => $domain, selector => 's',
		    result => $result } if $method eq 'dkim';
		push @spf, { domain => $domain, scope => 'mfrom',
		    result => $result } if $method eq 'spf';
	}
	$d->dkim(\@dkim);
	$d->spf(\@spf);
	my $r = eval { $d->validate };
	my $published = $r && eval { $r->published };
	if (!$r || !$published || $r->result eq 'none') {
		print "none\n";
	} elsif ($r->result eq 'pass') {
		print "pass\n";
	} elsif (grep { $_->comment && $_->comment =~ /valid rua|too many/ }
	    @{ $r->reason || [] }) {
		print "none\n";
	} else {
		print "fail ", lc $r->disposition, "\n";
	}
}
