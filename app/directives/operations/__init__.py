"""What is done with directives: given, reminded of and withdrawn by who gave them; read and done by who got them."""
