"""Write the files that machines look for: sitemap, robots, redirects, headers, cards."""
