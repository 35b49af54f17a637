"""What the larger benches need besides their command: a town to work in and clients to press."""
