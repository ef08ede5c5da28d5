#!/usr/bin/perl
# Mail::DKIM as the other side; peers.py says how it is called:
#
#	peers.pl verify KEYS [FILE]...
#	peers.pl sign DIRECTORY LIST
use strict;
use warnings;

use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;
use Net::DNS;

my %keys;

{
	no warnings 'redefine';

	# Keys come from a table, not from DNS.
	*Mail::DKIM::DNS::query = sub {
		my ($name, $type) = @_;

		return () unless exists $keys{lc $name};
		return Net::DNS::RR->new(owner => $name, type => 'TXT',
		    txtdata => [ $keys{lc $name} =~ /(.{1,200})/gs ]);
	};
}

sub slurp {
	my ($name) = @_;

	open(my $f, '<:raw', $name) or die "$name: $!\n";
	local $/;
	my $text = <$f>;
	return $text // '';
}

sub wire {
	my ($text) = @_;

	$text =~ s/\r?\n/\r\n/g;
	return $text;
}

sub verdicts {
	my ($text) = @_;
	my $v = Mail::DKIM::Verifier->new();

	$v->PRINT($text);
	$v->CLOSE();
	return map { ($_->result // '') eq 'pass' ? 'pass' : 'fail' }
	    $v->signatures;
}

sub verify {
	my ($table, @files) = @_;

	for (split /\n/, slurp($table)) {
		my ($owner, $value) = split ' ', $_, 2;
		$keys{lc $owner} = $value;
	}
	chomp(@files = <STDIN>) unless @files;
	for my $name (@files) {
		my @results = eval { verdicts(wire(slurp($name))) };
		@results = ('fail') if $@;
		print "$name @results\n";
	}
}

sub sign_one {
	my ($in, $out, $key, $canon, $selector, $headers, $length) = @_;
	my $text = wire(slurp($in));
	my $s = Mail::DKIM::Signer->new(Algorithm => 'rsa-sha256',
	    Method => $canon, Domain => 'example.org', Selector => $selector,
	    Key => Mail::DKIM::PrivateKey->load(File => $key),
	    $headers eq '-' ? () : (Headers => $headers));

	$s->PRINT($text);
	$s->CLOSE();
	open(my $f, '>:raw', $out) or die "$out: $!\n";
	print $f $s->signature->as_string, "\r\n", $text;
	close($f) or die "$out: $!\n";
}

sub sign {
	my ($directory, $list) = @_;

	for (split /\n/, slurp($list)) {
		my ($in, $out, @rest) = split ' ';

		eval { sign_one("$directory/$in", "$directory/$out", @rest); 1 }
		    or print "$in: Mail::DKIM cannot sign it: $@";
	}
}

my $verb = shift // '';
$verb eq 'verify' ? verify(@ARGV) : sign(@ARGV);
