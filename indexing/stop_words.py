"""The small words of English, which carry no meaning by themselves."""

_ENGLISH = """
a an and any are as at be been being but by can could did do does doing for from get gets
got had has have having he her hers him his how i if in into is it its just let like many
may me might mine much must my need no nor not of off on or our ours out over own please
shall she should so some such tell than that the their theirs them then there these they
this those to too us very want was we were what when where which while who whom whose why
will with would you your yours hey hi hello thanks am about also
"""
STOP_WORDS = frozenset(_ENGLISH.split())
