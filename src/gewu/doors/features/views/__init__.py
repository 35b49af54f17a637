"""What the door answers: about itself, its collections, their items."""
