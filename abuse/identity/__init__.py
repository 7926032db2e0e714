"""One normal form of whatever identifies a party or a right: strings in, strings and keys out."""
