from tests.tuning.data.made import checked, message
from tuning.data.accepted import accepted


def test_the_askers_mark_says_more_than_anyones_and_that_more_than_thanks() -> None:
    thanked = message("U2", "1", "a")
    thanks = message("U1", "2", "Thanks!")
    anyones = message("U3", "3", "b", reactions=checked("U4"))
    askers = message("U4", "4", "c", reactions=checked("U1"))
    liked = message("U5", "5", "d", reactions=[{"name": "+1::skin-tone-2", "users": ["U1"]}])
    assert accepted("U1", [thanked, thanks, anyones, askers, liked]) is askers
    assert accepted("U1", [thanked, thanks, anyones, liked]) is anyones
    assert accepted("U1", [thanked, thanks, liked]) is liked
    assert accepted("U1", [thanked, thanks]) is thanked


def test_nobody_accepts_their_own_reply_and_others_applause_accepts_nothing() -> None:
    own = message("U1", "1", "Found it.", reactions=checked("U1"))
    applauded = message("U2", "2", "Same here", reactions=[{"name": "+1", "users": ["U3"]}])
    assert accepted("U1", [own, applauded]) is None
    assert accepted("U1", []) is None
