SITENAME = "Hire Ground"
SITEURL = "https://hireground.internal"
TIMEZONE = "America/Los_Angeles"
PATH = "content"
SEMINARS = {
    "uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34",
    "organizer": {"name": "Hire Ground", "email": "seminars@example.org", "url": "https://example.org"},
}
