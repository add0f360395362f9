"""Files that a person sends one by one while they fill in a form."""
