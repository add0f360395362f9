"""The second half of the program `lecteur.py`: a PDF that shows pages and nothing else.

It has relative imports because it stands alone in that program. The product never imports it.
"""
