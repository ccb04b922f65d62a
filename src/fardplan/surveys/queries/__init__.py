"""What can be asked about surveys; one module per subject."""
