"""Take over the insured people of a caisse from a file: checked whole, then written by lots, and said again without harm.

The format is told in docs/exploitation/importer-des-assures.md; `manage.py importer_assures` is the door.
"""
