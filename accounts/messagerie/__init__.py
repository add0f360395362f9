"""« Ma messagerie »: what the caisse writes to a person."""
