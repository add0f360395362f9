"""The accounts of the people who work at a caisse: added, given a link to choose a password, closed; all from a terminal."""
