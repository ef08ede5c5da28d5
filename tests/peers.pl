#!/usr/bin/perl
# Mail::DKIM as the other side; peers.py says how it is called:
#
#	peers.pl verify KEYS|PORT [FILE]...
#	peers.pl sign KEYDIR LIST
use strict;
use warnings;

use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signature;
use Mail::DKIM::Signer;
use Mail::DKIM::Verifier;
use Net::DNS;

my %keys;

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

# Keys come from a table, not from DNS.
sub find_key {
	my ($name, $type) = @_;

	return () unless exists $keys{lc $name};
	return Net::DNS::RR->new(owner => $name, type => 'TXT',
	    txtdata => [ $keys{lc $name} =~ /(.{1,200})/gs ]);
}

sub use_keys {
	my ($table) = @_;

	if ($table =~ /^[0-9]+$/) {
		Mail::DKIM::DNS::resolver(Net::DNS::Resolver->new(
		    nameservers => ['127.0.0.1'], port => $table,
		    recurse => 0));
		return;
	}
	for (split /\n/, slurp($table)) {
		my ($owner, $value) = split ' ', $_, 2;
		$keys{lc $owner} = $value;
	}
	no warnings 'redefine';
	*Mail::DKIM::DNS::query = \&find_key;
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

	use_keys($table);
	chomp(@files = <STDIN>) unless @files;
	for my $name (@files) {
		my @results = eval { verdicts(wire(slurp($name))) };
		@results = ('fail') if $@;
		print "$name @results\n";
	}
}

# A signature that has the tags; of h= the usual names, if it is not wanted.
sub signature {
	my ($signer, %tags) = @_;
	my $s = Mail::DKIM::Signature->new(Algorithm => 'rsa-sha256',
	    Method => $tags{c}, Domain => 'example.org',
	    Selector => $tags{s}, Timestamp => time,
	    Headers => $tags{h} // $signer->headers);

	$s->identity($tags{i}) if exists $tags{i};
	$s->expiration(time + $tags{x}) if exists $tags{x};
	return $s;
}

sub sign_one {
	my ($key, $text, %tags) = @_;
	my $s = Mail::DKIM::Signer->new(
	    Key => Mail::DKIM::PrivateKey->load(File => $key),
	    Policy => sub {
		$_[0]->add_signature(signature($_[0], %tags));
		return 0;
	    });

	$s->PRINT(wire($text));
	$s->CLOSE();
	my $field = $s->signature->as_string . "\r\n";
	$field =~ s/\r\n/\n/g unless $text =~ /\r\n/;
	return $field . $text;
}

sub sign {
	my ($keydir, $list) = @_;

	for (split /\n/, slurp($list)) {
		my ($in, $out, @words) = split ' ';
		my %tags = map { split /=/, $_, 2 } @words;
		my $text = eval {
			sign_one("$keydir/$tags{s}.private", slurp($in), %tags);
		};
		if (!defined $text) {
			print "$in: Mail::DKIM cannot sign it: $@";
			next;
		}
		open(my $f, '>:raw', $out) or die "$out: $!\n";
		print $f $text;
		close($f) or die "$out: $!\n";
	}
}

my $verb = shift // '';
$verb eq 'verify' ? verify(@ARGV) : sign(@ARGV);
