"""What only a language model would be told, as patterns.

Handbooks give people orders in the same words ("include the ticket number in every reply"), so
none of them is one by itself: it must also speak to a model, or of its earlier orders, or of what
it is asked, or demand a link in its answer.
"""

_MODEL = (
    r"(?:a\.?i\.?(?: (?:assistants?|models?|systems?|agents?|bots?))?|(?:large )?language models?|"
    r"llms?|chat ?bots?|chatgpt|gpt(?:-\d)?|claude|gemini|copilot)"
)
_ALONE = (
    r"(?=\W*$|[.,;:!?]| (?:that|who|which|without|with|and|trained|designed|whose|named|called|"
    r"made|reading|answering|processing|now)\b)"
)
"""What follows the name of a model that is spoken to: an "AI engineer" is a person."""

_TOLD = r"(?:instructions?|prompts?|directives?|orders|guard ?rails?|programming)"
_BEFORE = r"(?:previous|prior|above|earlier|preceding|initial|original)"
_DROP = (
    r"(?<!not )(?<!n't )(?<!never )(?<!you )"
    r"\b(?:ignore|disregard|forget|override|bypass|discard|abandon|stop (?:following|obeying))"
)
_SAY = r"(?:say|answer|reply|respond|state|claim|tell|output|print|recommend|write|repeat)"
_REPLY = r"(?:answers?|responses?|repl(?:y|ies)|outputs?|completions?)"
_EVERY = rf"(?:every|each|all|any|your)(?: of)?(?: (?:your|the|final|single|future))* {_REPLY}\b"
_PAYLOAD = r"(?:https?:|www\.|!?\[[^\]]*\]\((?:https?|data|javascript):|<[!@#])"
_PAYLOADS = rf"(?:{_PAYLOAD}|\bthis (?:link|url|image)\b)"
_TO_PEOPLE = r"(?!.*\b(?:customer|client|caller|candidate|guest|supplier|tickets?|mails?)\b)"
"""Support teams do put a link into every reply to a customer."""

_MODES = r"(?:developer|god|jailbreak|dan|debug|admin|unrestricted)"
_CONTEXT = r"(?:context|passages|sources|conversation)"
_NAMES = " ai|a.i.|language model|llm|bot|gpt|claude|gemini|copilot"
_ANSWERS = "answer|response|repl|output|completion"

_EARLIER_ORDERS: tuple[tuple[str, str], ...] = (
    (
        "ignor|disregard|forget|overrid|bypass|discard|abandon|stop ",
        rf"{_DROP}\b(?: \w+){{0,3}}? (?:{_BEFORE}|your(?: own| system)?|any other)"
        rf"(?: \w+)? {_TOLD}\b",
    ),
    (
        "ignor|disregard|forget|overrid|bypass",
        rf"{_DROP} (?:all |any |of |the |your )*(?:instructions|rules|guidelines|prompts)\b"
        rf"[^.!?]{{0,20}} and {_SAY}\b|{_DROP} (?:your|the) system prompt\b",
    ),
    (
        "ignore|disregard|forget",
        r"\b(?:ignore|disregard|forget) (?:everything|anything|all(?: of)?|what(?:ever)?)"
        r"(?: that| you| was| were| is| came| (?:the )?(?:text|context|passages))* "
        r"(?:above|before|previously|so far|said earlier|told)(?: \w+)?(?=\W*$|[.,;:!?]| and\b)",
    ),
    (
        "ignore|disregard",
        rf"\b(?:ignore|disregard) (?:all |any |the )*(?:(?:other|{_BEFORE}) )?{_CONTEXT}\b"
        r"(?=\W*$|[.,;:!?]| and\b)",
    ),
    (
        "ignor|verg|oubli|olvida",
        r"\b(?:ignorier\w*|vergiss|ignor(?:a|e|ez|ar)|oubliez?|olvida\w*)\b"
        r"(?=[^.!?]{0,60}\b(?:vorherig|bisherig|obig|anterior|précédent|previa|precedent))"
        r"[^.!?]{0,40}\b(?:anweisung\w*|instruc\w+|instruç\w+|istruzion\w+|consignes)",
    ),
    (
        "忽略|无视|無視",
        r"(?:忽略|无视|無視).{0,6}(?:之前|以上|上述|先前|前面).{0,8}(?:指令|指示|说明|提示)",
    ),
)

_ANOTHER_IDENTITY: tuple[tuple[str, str], ...] = (
    (
        _NAMES,
        r"\byou(?:'re| are) (?:now |no longer |actually |really )*(?:an? |the )?(?:\w+ )?"
        rf"{_MODEL}\b{_ALONE}",
    ),
    (
        " mode|bound|restricted|dan",
        rf"\byou(?:'re| are) now (?:in |a |an |the |under )*(?:{_MODES} mode|(?-i:DAN))\b|"
        r"\byou(?:'re| are) (?:now |no longer )(?:bound|restricted|limited) by (?:your|any|these) "
        r"(?:\w+ )?(?:rules|guidelines|restrictions|policies|programming|instructions)\b",
    ),
    (_NAMES, rf"\bas an? {_MODEL},? (?:language model,? )?(?:you|i)\b"),
    (
        _NAMES + "|dan",
        r"\b(?:act|behave|respond|answer|roleplay|pretend)\b[^.!?]{0,20} as (?:an? |the )?"
        rf"(?:\w+ )?(?:{_MODEL}\b{_ALONE}|(?-i:DAN)\b)",
    ),
    (
        " mode|anything now",
        rf"^\W*{_MODES} mode (?:enabled|activated|engaged|on)\b\W*(?:$|[.!:;])|"
        r"\b(?:god|jailbreak|(?-i:DAN)) mode\b|\bdo anything now\b",
    ),
    (
        "from now on",
        r"\bfrom now on\b[^.!?]{0,20}\byou (?:will |must |shall |only )*(?:are an? \w* ?"
        rf"{_MODEL}|(?:say|claim|output)\b|(?:answer|respond|reply) (?:that|with|every|all|any|"
        r"as|only)\b|speak (?:as|like|only)\b|pretend\b|ignore\b|obey\b)",
    ),
    (
        "directive|prompt|objective|task|goal",
        r"\byour (?:real|true|actual) (?:directive|prompt|objective|task|goal)s? (?:is|are)\b|"
        r"\byour (?:new|only) (?:directive|objective|task|goal) is to (?:say|claim|output|"
        r"(?:answer|reply|respond) (?:that|with)|ignore)\b",
    ),
    (
        "instruction|directive|prompt",
        r"\b(?:new|updated|revised|hidden|secret) (?:system )?(?:instructions?|prompt|directives?)"
        rf":? ?for (?:you|the (?:assistant|model)|{_MODEL})\W*(?:$|:)|"
        r"\b(?:hidden|secret|new) system (?:instructions?|prompt) ?:",
    ),
)

_ADDRESS: tuple[tuple[str, str], ...] = (
    (
        "<|[",
        r"<\|?/?(?:im_start|im_end|endoftext|eot_id|start_header_id|sys)\|?>|"
        r"<\|(?:im_start|system|assistant|user)\b|</(?:system|assistant)>|"
        r"^\W*<(?:system|assistant)>|^\W*\[(?:system|assistant)\] ?:?(?! ?[,>])|"
        r"\[/(?:system|assistant)\]|\[/?inst\]|<<?/?sys>?>|<(?:tool_call|function_calls?|invoke)\b",
    ),
    (
        "system|developer|assistant|admin",
        r"^\W*system[ _]prompt\b\W*[:\]>)-]|"
        r"^\W*(?:system|developer|assistant|admin(?:istrator)?)[ _](?:message|override|"
        r"instructions?|notice|note|command)s?\W*[:\]>)-].{0,60}\b(?:ignore|disregard|"
        rf"you are (?:now |an? )+{_MODEL}|the (?:assistant|model)|always (?:say|answer|claim))\b",
    ),
    (
        ":",
        r"^\W*(?:system|assistant|developer|ai|human) ?: ?(?:ignore (?:all|any|the|your)|"
        r"disregard|from now on|sure\b|you are (?:now |an? )|"
        rf"(?:you (?:must|will|should|shall) |always |only )+{_SAY} (?:that|with|only)\b|"
        rf"{_SAY} (?:that|exactly)\b)",
    ),
    (
        _NAMES,
        r"\b(?:attention|notes?|notice|message|instructions?|reminder|memo|important|hint)"
        rf",?:? ?(?:to|for) (?:all |any |the |every )*{_MODEL}\b{_ALONE}|"
        rf"\b(?:attention|dear|hey|hello),? (?:all |any )?{_MODEL}\b(?=[,:!])",
    ),
    (_NAMES, rf"\b(?:if|when|since|because) you are (?:an? |the )?(?:\w+ )?{_MODEL}\b{_ALONE}"),
    (
        _NAMES,
        rf"^(?:any |all |the |every |this )?{_MODEL}\b[^.!?]{{0,50}}\b(?:must|should|shall|"
        rf"(?:has|have|is|are) (?:required )?to)\b (?:\w+ ){{0,2}}(?:{_SAY}|include|append|"
        r"ignore|add|insert|cite|mention|reveal|begin|end)\b(?! that (?:it|they) (?:is|are)\b)",
    ),
)

_REPLIES: tuple[tuple[str, str], ...] = (
    (
        _ANSWERS,
        rf"^{_TO_PEOPLE}(?=.*{_PAYLOADS}).*\b(?:append|add|include|insert|embed|attach|place|put|"
        r"render|display|show|mention)\b.{0,120}\b(?:to|in|into|at the (?:end|start|top|bottom) of|"
        rf"with|under) (?:the (?:end|start|top) of )?{_EVERY}",
    ),
    (
        _ANSWERS,
        rf"^{_TO_PEOPLE}(?=.*{_PAYLOADS}).*\b(?:begin|start|end|finish|prefix|conclude|close) "
        rf"{_EVERY}",
    ),
    (
        _ANSWERS,
        rf"^{_TO_PEOPLE}(?=.*{_PAYLOADS}).*\b(?:your|the (?:final )?|every|each) ?{_REPLY} "
        r"(?:must|should|shall|has to|have to)\b",
    ),
    (
        "mention|reveal|disclose|repeat|acknowledge",
        r"\b(?:do not|don't|never) (?:mention|reveal|disclose|repeat|acknowledge) (?:\w+ )?"
        r"(?:this|these|that|your) (?:\w+ )?(?:instructions?|prompts?|directives?)\b"
        r"(?! (?:to|outside|with) (?!the (?:user|human)))",
    ),
    (
        "prompt|instruction",
        r"\b(?:reveal|print|output|repeat|show|display|leak|send)\b[^.!?]{0,30}\b(?:"
        r"(?:your|the) system prompt\b(?!s)|"
        r"your (?:initial|hidden|original|secret) (?:prompt|instructions?)|"
        r"the (?:hidden|secret) (?:prompt|instructions?))\b",
    ),
    (
        "no matter|regardless|whatever",
        rf"\b{_SAY}\b[^!?]{{0,60}}\b(?:(?:no matter|regardless of) what|whatever) (?:you are|is|"
        r"was|anyone|the (?:user|question|(?:other )?(?:pages?|documents?|passages?|sources?|"
        r"context)))\b|"
        r"\bregardless of the (?:question|context|passages|(?:other )?(?:documents|pages))\b",
    ),
    (
        "question",
        r"\b(?:answer|reply|respond) (?:only |always |exactly )*(?:that|by saying|with (?:the "
        r"words?|exactly))\b[^.!?]{0,60}\bto (?:every|any|all) questions?\b",
    ),
    (
        "tell the|inform the",
        r"\b(?:tell|inform) the (?:user|human|person asking)s?\b(?! resources) that (?!(?:they|"
        r"their|the|this|these|it|its|he|she|his|her|we|our|you|your|a|an)\b)",
    ),
    (
        "answer",
        r"\bthe (?:only )?(?:correct|right|true|final|official) answer to (?:any|every|all|this|"
        r"such|your) (?:questions?|quer\w+) is that\b",
    ),
)

_ACTIONS: tuple[tuple[str, str], ...] = (
    (
        "conversation|chat history|user|context window",
        r"\b(?:send|post|forward|exfiltrate|leak|transmit|upload|append|encode|include|put)\b"
        r"[^!?]{0,80}\b(?:conversation|chat history|user'?s? (?:question|query|message|data|"
        r"input)|context window)\b(?=.*(?:https?:|www\.))[^!?]{0,80}"
        r"\b(?:(?:as|in) (?:a|the) (?:\w+ )?(?:link|image|parameter)|query string|"
        r"to the (?:url|link))\b",
    ),
    (
        "decode|decrypt|translate|unscramble|rot13",
        r"\b(?:decode|decrypt|translate|unscramble|rot13) (?:this|the following|the (?:hidden|"
        r"encoded|base64))\b[^!?]{0,100}\b(?:and|then) (?:\w+ )?(?:follow|execute|obey|carry out|"
        r"run|do|comply with) (?:it|them|this|that|what|the|its)\b",
    ),
    (
        "tool|function|plugin",
        r"\b(?:call|invoke|use|execute|run) (?:the )?[`'\"]?\w*[`'\"]? ?(?:tool|function|plugin)\b"
        r"[^!?]{0,40}\b(?:with|passing) (?:the |this |your |whole )*(?:conversation|chat history|"
        r"user'?s? (?:question|query|message|input)|context|secrets)\b"
        r"[^!?]{0,20}\b(?:before|when|after|instead)\b",
    ),
    (
        "arguments|parameters|args",
        r"\{\s*\"(?:name|tool|function)\"\s*:\s*\"\w+\"\s*,\s*\"(?:arguments|parameters|args)\"",
    ),
    ("end of", r"^\W*end of (?:the )?(?:context|passages|prompt|system prompt|user input)\b\W*$"),
)

PATTERNS = (*_EARLIER_ORDERS, *_ANOTHER_IDENTITY, *_ADDRESS, *_REPLIES, *_ACTIONS)
"""(one of these must occur, pattern): most text has none and costs microseconds."""
