"""An invented county on the plane: areas that tile, streets, parcels, buildings and addresses.

Pure: a seed gives the same county each time, and nothing here knows the database.
"""
