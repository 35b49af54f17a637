"""The pages of residents, for the staff: households and people, purposes, openings."""
