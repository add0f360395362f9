"""Change one's e-mail or telephone (chapter 2 § 6): proved on the new channel, told on the old one, undone for ten days."""
