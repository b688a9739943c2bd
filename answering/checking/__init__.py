"""The checker: is a sentence supported by its sources, word, number, date, name and negation?

tokens -> quantities, dates, names   the facts of a text, normalised    facts.py
polarity                             negations and opposites
modes, restrictions                  must, should, may; only, except, unless, without
conditions, leads                    if, who, more than; what a list's lead forbids
replaced, roles                      of whom it is said, and who does it to whom
attachment                           which number belongs to which words
wording                              the share of words that the source has too
evidence                             a passage's units, parsed once
checker                              sentence + passages -> Verdict
instructions                         text that talks to the bot and not to the reader
"""
