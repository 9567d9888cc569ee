"""The forms of directives: what is given, what is answered."""
