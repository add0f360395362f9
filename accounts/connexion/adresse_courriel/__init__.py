"""Confirm the address of an account by a link: it belongs to whoever reads its mail (chapter 1 § 1)."""
