"""Write announcements of seminars: letters, and short texts for social networks, from the facts that calendars have."""
