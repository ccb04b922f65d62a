"""What is said of published results: words for numbers, and a headline that states what was found."""
