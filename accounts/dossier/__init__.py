"""The registry: what the caisse knows of a file, read and written the same way by every page, paper and démarche."""
