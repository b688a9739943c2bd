"""Words that say the same in a workplace, and words that add nothing."""

from functools import lru_cache

from answering.checking.lists import words
from indexing.terms import stem, terms

_SYNONYMS = """
employee staff worker people person everyone everybody colleague anyone anybody member personnel
company firm business organisation organization employer
get receive obtain earn entitled entitlement eligible give grant offer provide has have allow
vacation holiday leave pto annual-leave
year annual annually yearly calendar per-year
month monthly
week weekly
day daily
pay paid payment salary wage compensate reimburse refund cover remunerate
buy purchase order acquire
need require must necessary obligatory mandatory compulsory
use utilise utilize spend
tell inform notify report announce let-know
ask request apply application
begin start commence beginning
end finish stop terminate conclude
send submit hand mail forward deliver file
choose pick select decide
keep retain store save hold
help assist support
show display appear
change modify alter adjust update
big large
quick fast soon promptly
maximum limit cap most up-to
minimum least
allow permit may can able possible
forbid prohibit ban
remove delete erase
ill sick illness sickness
child kid children
partner spouse
boss manager supervisor
home house remotely remote
office workplace
trip travel journey travelling
price cost charge fee rate
money budget amount sum allowance
room space
lose lost
open opened
approve approval permission consent yes agree agreement sign-off
reply answer respond response
in-advance ahead before earlier prior advance beforehand
after later afterwards following
return back
move transfer carry shift
expire lapse
phone telephone ring
meet meeting
team group
found establish create set-up
make produce build
include contain comprise
own possess
live reside
name call title term
deduct subtract take
whole entire complete
problem issue
error mistake fault
customer client
supplier vendor
invoice bill
visitor guest
doctor physician
car vehicle
bike bicycle
laptop notebook computer
picture photo image
parcel package
website site
building premises
flat apartment
job position
rule regulation guideline
newcomer joiner starter
spare extra additional
suitable appropriate
"""

"""One ring of synonyms a line; a word is in the first that has it."""

WEAK = frozenset(
    stem(word)
    for word in words(
        """
    only once between next last both already usually normally generally simply currently take
    made make must should will would also however therefore well per each every all one always
    own just still even since because such following according state say said note mean way able
    go come put thing mention handbook document page policy
    """
    )
)
"""Words that a sentence may add without saying more."""


@lru_cache(maxsize=1)
def _rings() -> dict[str, int]:
    rings: dict[str, int] = {}
    for number, line in enumerate(filter(None, _SYNONYMS.splitlines())):
        for word in line.split():
            for part in terms(word) if "-" not in word else []:
                rings.setdefault(part, number)
    return rings


@lru_cache(maxsize=32768)
def concept(word: str) -> str:
    """What the stem `word` is compared as: one name for all synonyms."""
    ring = _rings().get(word)
    return word if ring is None else f"~{ring}"
