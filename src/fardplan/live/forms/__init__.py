"""What is filled in about a day as it happens."""
