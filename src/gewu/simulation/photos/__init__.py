"""Photos drawn by program: flat street scenes before and after somebody took care of them."""
