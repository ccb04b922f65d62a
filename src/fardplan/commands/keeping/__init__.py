"""Backup and restore: the database and the uploaded files in one archive, taken from and put back into a live site."""
