"""What can be asked of a day as it happens."""
