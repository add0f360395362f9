"""Tables come and go as CSV files: read as they stream, checked line by line, written by lots with COPY and set-based SQL.

A floor declares what its files hold (`fichiers.declarer`); `manage.py importer` and `exporter` know nothing else. The format
is told in docs/exploitation/importer.md.
"""
