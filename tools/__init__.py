"""What `./dev` calls. Not part of the installed package."""
