"""One module per paper: its frozen data, its rules, its template in `templates/documents/`."""
