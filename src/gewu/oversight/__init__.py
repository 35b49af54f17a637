"""What we tell and what we learn: listens to everything below."""
