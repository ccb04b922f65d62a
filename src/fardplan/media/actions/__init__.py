"""Everything that writes what is seen and heard. One module per subject."""
