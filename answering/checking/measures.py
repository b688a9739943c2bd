"""Tables: number words, and units with what they are made of."""

from answering.checking.lists import words

_SMALL = words(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen
    """
)
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
CARDINALS = {word: value for value, word in enumerate(_SMALL)} | {
    word: value for value, word in zip(range(20, 100, 10), _TENS, strict=True)
}
SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9}
_IRREGULAR = words("first second third fifth eighth ninth twelfth")
ORDINALS = dict(zip(_IRREGULAR, (1, 2, 3, 5, 8, 9, 12), strict=True)) | {
    (word.removesuffix("y") + "ieth" if word.endswith("y") else word + "th"): value
    for word, value in CARDINALS.items()
    if word not in ("one", "two", "three", "five", "eight", "nine", "twelve")
}
TIMES = {"once": 1, "twice": 2, "thrice": 3}

_DAY = 86400.0
_SPELLINGS: dict[str, dict[str, float]] = {
    "time": {
        "second seconds sec secs s": 1,
        "minute minutes min mins": 60,
        "hour hours hr hrs h hourly": 3600,
        "day days daily night nights nightly": _DAY,
        "week weeks weekly": 7 * _DAY,
        "fortnight fortnights": 14 * _DAY,
    },
    "months": {
        "month months monthly": 1,
        "quarterly": 3,
        "year years yearly annual annually annum": 12,
        "decade decades": 120,
        "century centuries": 1200,
    },
    "ratio": {"% percent percentage pct": 0.01, "‰": 0.001},
    "times": {"times": 1},
    "EUR": {"€ eur euro euros": 1},
    "USD": {"$ usd dollar dollars": 1},
    "GBP": {"£ gbp": 1},
    "JPY": {"¥ jpy yen": 1},
    "CHF": {"chf franc francs": 1},
    "SEK": {"sek kronor": 1},
    "PLN": {"pln zloty złoty": 1},
    "mass": {
        "mg milligram milligrams": 1e-6,
        "g gram grams": 1e-3,
        "kg kilo kilos kilogram kilograms": 1,
        "tonne tonnes": 1000,
        "lb lbs": 0.45359237,
        "oz ounce ounces": 0.0283495,
    },
    "length": {
        "mm millimetre millimetres millimeter millimeters": 1e-3,
        "cm centimetre centimetres centimeter centimeters": 1e-2,
        "m metre metres meter meters": 1,
        "km kilometre kilometres kilometer kilometers": 1e3,
        "mile miles": 1609.344,
        "ft foot feet": 0.3048,
        "inch inches": 0.0254,
    },
    "volume": {"ml": 1e-3, "l litre litres liter liters": 1, "gallon gallons": 3.785},
    "bytes": {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12},
    "frequency": {"hz": 1, "khz": 1e3, "mhz": 1e6, "ghz": 1e9},
    "power": {"w watt watts": 1, "kw kilowatts": 1e3, "mw megawatts": 1e6},
}
UNITS: dict[str, tuple[str, float]] = {
    name: (dimension, factor)
    for dimension, spellings in _SPELLINGS.items()
    for names, factor in spellings.items()
    for name in names.split()
}
"""Spelling -> (dimension, factor). Only what converts exactly shares a dimension."""


def unit(word: str) -> str:
    """One spelling for all names of a unit: its dimension and factor."""
    dimension, factor = UNITS[word]
    return f"{dimension}:{factor:g}"
