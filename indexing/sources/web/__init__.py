"""Web sites, by sitemap or by following links; never a private address unless allowed."""
