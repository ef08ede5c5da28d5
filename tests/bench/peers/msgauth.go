// go-msgauth:
//
//	msgauth verify KEYS [FILE...]	KEYS: lines "NAME TEXT"
//	msgauth sign KEY [FILE...]	the signed message goes to stdout
//
// Without FILE a message comes on standard input.
package main

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"io/ioutil"
	"log"
	"os"
	"strings"

	"github.com/emersion/go-msgauth/dkim"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func verify(keys map[string]string, r io.Reader) {
	lookup := func(name string) ([]string, error) {
		if text, ok := keys[name]; ok {
			return []string{text}, nil
		}
		return nil, errors.New("no such name")
	}
	options := &dkim.VerifyOptions{LookupTXT: lookup}
	list, err := dkim.VerifyWithOptions(r, options)
	check(err)
	for _, v := range list {
		check(v.Err)
	}
}

func sign(key crypto.Signer, r io.Reader) {
	check(dkim.Sign(os.Stdout, r, &dkim.SignOptions{
		Domain: "example.org", Selector: "mail", Signer: key,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed,
		BodyCanonicalization:   dkim.CanonicalizationRelaxed,
	}))
}

func main() {
	text, err := ioutil.ReadFile(os.Args[2])
	check(err)
	work := func(r io.Reader) {}
	if os.Args[1] == "sign" {
		block, _ := pem.Decode(text)
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
			check(err)
		}
		work = func(r io.Reader) { sign(key.(crypto.Signer), r) }
	} else {
		keys := map[string]string{}
		for _, line := range strings.Split(string(text), "\n") {
			if words := strings.SplitN(line, " ", 2); len(words) == 2 {
				keys[words[0]] = words[1]
			}
		}
		work = func(r io.Reader) { verify(keys, r) }
	}
	if len(os.Args) == 3 {
		work(os.Stdin)
	}
	for _, name := range os.Args[3:] {
		f, err := os.Open(name)
		check(err)
		work(f)
		f.Close()
	}
}
