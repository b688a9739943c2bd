"""Git repositories: any remote, branch and sub-folder."""
