"""What the leadership of PASS must know and decide, in words, for the page and for the brief."""
