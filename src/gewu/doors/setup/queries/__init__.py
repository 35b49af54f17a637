"""What is known, what is lacking, and the same as spreadsheets."""
