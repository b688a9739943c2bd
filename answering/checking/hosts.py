"""Bare hosts: "example.com/login" is a link wherever it is read, though it has no "https://"."""

import re

from tld import is_tld

_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
HOST = (
    rf"(?<![\w@.-])(?:{_LABEL}\.)+[^\W\d_]{{2,}}(?![\w-])(?::\d+)?"
    r"""(?:[/?][^\s<>()\[\]"]*[^\s<>()\[\]".,;:!?])?/?"""
)
"""Pattern of what may be one: labels with dots, a port, a path."""

_ENDING = re.compile(r"([^.]+)\.([^\W\d_]+)(?=$|[:/?])")


def is_host(written: str) -> bool:
    """Whether it ends as a host does, by the public list of top-level domains.

    Not "report.pdf" or "Node.js", and not two sentences without a space ("leave.In May"). File
    names that a browser would open ("deploy.sh") are hosts: the source must have them anyway.
    """
    found = _ENDING.search(written)
    if not found:
        return False
    label, ending = found.groups()
    begins = found.end() == len(written) and ending.istitle()
    return not begins and not label.isdigit() and is_tld(ending.lower())
