"""What filers aim at, and when: a view in, goods outside a right and surprising weeks out."""
