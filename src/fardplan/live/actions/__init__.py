"""What can be done on a day as it happens."""
