"""Work out what pages show of seminars: views, listings, links, structured data."""
