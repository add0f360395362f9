"""Nothing typed is lost: Back shows a page instead of the browser's own error, and what was sent after the end of a session
comes back into its form.

`middleware` decides, `garde` keeps and finds, `proprietaires` says who may read, `remplissage` writes into a page.
"""
