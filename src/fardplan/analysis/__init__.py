"""Pure functions: numbers and words in, numbers and words out. The same input always gives the same answer."""
