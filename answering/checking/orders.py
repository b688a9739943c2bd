"""What only a language model would be told, as patterns.

General commands ("reply with your address") are everyday handbook language and none of these.
"""

_AI = (
    r"(?:a\.?i\.?(?: (?:assistants?|models?|systems?|agents?|bots?))?|(?:large )?language models?|"
    r"llms?|chat ?bots?|chatgpt|gpt(?:-\d)?|claude|gemini|copilot)"
)
_TOLD = r"(?:instructions?|prompts?|directives?|commands?|guard ?rails?|programming|training)"
_SAY = r"(?:say|answer|reply|respond|state|claim|tell|output|print|recommend|write|repeat)"
_REPLY = r"(?:answers?|responses?|repl(?:y|ies)|outputs?|completions?)"
_NAMES = " ai|a.i.|language model|llm|bot|gpt|claude|gemini|copilot"

PATTERNS: tuple[tuple[str, str], ...] = (
    # Orders to drop one's orders.
    (
        "ignor|disregard|forget|overrid|bypass|discard|abandon|neglect|follow|obey",
        r"\b(?:ignore|disregard|forget|override|bypass|discard|abandon|neglect|"
        r"stop (?:following|obeying)|do not (?:follow|obey))\b[^.!?]{0,40}\b"
        r"(?:previous|prior|above|earlier|preceding|your|system|initial|original|all|any|other)"
        rf"\b[^.!?]{{0,20}}\b{_TOLD}\b",
    ),
    (
        "ignore|disregard|forget",
        r"\b(?:ignore|disregard|forget)\b (?:everything|anything|all(?: of)?|what(?:ever)?)"
        r"(?: that| you| was| were| is| came| (?:the )?(?:text|context|passages))* "
        r"(?:above|before|previously|so far|said earlier|told)\b",
    ),
    (
        "ignore|disregard",
        r"\b(?:ignore|disregard) (?:all |any |the )?(?:previous|prior|above|other|preceding) "
        r"(?:context|messages?|passages?|sources?|documents?|text|conversation)\b",
    ),
    (
        "ignor|verg|oubli|olvida",
        r"\b(?:ignorier\w*|vergiss|ignor(?:a|e|ez|ar)|oubliez?|olvida\w*)\b[^.!?]{0,40}\b"
        r"(?:anweisung\w*|instruc\w+|instruç\w+|istruzion\w+|consignes)",
    ),
    ("忽略|无视|無視", r"(?:忽略|无视|無視).{0,12}(?:指令|指示|说明|提示)"),
    # Another identity or mode.
    (
        _NAMES,
        r"\byou(?:'re| are) (?:now |no longer |actually |really )*(?:an? |the )?(?:\w+ )?"
        rf"{_AI}\b(?! (?:company|team|user))",
    ),
    (
        "mode|assistant|persona|bound|restricted|bot",
        r"\byou(?:'re| are) (?:now |no longer )(?:in |a |an |the |under )?[^.!?]{0,30}\b"
        r"(?:mode|assistant|persona|bound|restricted|bot)\b",
    ),
    (_NAMES, rf"\bas an? (?:{_AI}),? (?:language model,? )?(?:you|i)\b"),
    (
        _NAMES + "|dan",
        r"\b(?:act|behave|respond|answer|roleplay|pretend)\b[^.!?]{0,20} as (?:an? |the )?"
        rf"(?:\w+ )?(?:{_AI}|dan)\b",
    ),
    (
        " mode|anything now|jail",
        r"\b(?:developer|god|jailbreak|dan|debug|admin|unrestricted|maintenance) mode\b[^.!?]"
        r"{0,30}\b(?:enabled|activated|on|engaged)\b|\bdo anything now\b|\bjail ?break\b",
    ),
    (
        "from now on",
        r"\bfrom now on\b[^.!?]{0,20}\byou (?:will|must|shall|are|answer|respond|speak|only)\b",
    ),
    (
        "instruction|directive|prompt|objective|task",
        r"\byour (?:new|real|true|actual|only) (?:instructions?|directives?|prompt|objective|"
        r"task) (?:is|are)\b|\b(?:new|updated|revised|hidden|secret) (?:system )?"
        r"(?:instructions?|prompt|directives?) ?(?:for (?:you|the assistant|ai)[^:]{0,20})?:",
    ),
    # Turns of a conversation that is none.
    (
        "<|[",
        r"<\|?/?(?:im_start|im_end|system|assistant|endoftext|eot_id|start_header_id|sys)\|?>|"
        r"<\|(?:im_start|system|assistant|user)\b|"
        r"\[/?(?:inst|system|assistant)\]|<<?/?sys>?>|<(?:tool_call|function_calls?|invoke)\b",
    ),
    (
        "system|developer|assistant|admin",
        r"^\W*(?:system|developer|assistant|admin(?:istrator)?)[ _](?:prompt|message|override|"
        r"instructions?|notice|note|command)s?\b\W*[:\]>)-]",
    ),
    (
        ":",
        r"^\W*(?:system|assistant|developer|ai|human) ?: ?(?:you\b|ignore|always|never|do not|"
        rf"from now|new|override|{_SAY}\b|sure\b|the (?:user|assistant))",
    ),
    # Mail to the machine.
    (
        _NAMES + "|assistant",
        r"\b(?:attention|notes?|notice|message|instructions?|reminder|memo|important|dear|hey|"
        rf"hello|hint)\b,?:? ?(?:to |for )?(?:all |any |the |every )?(?:{_AI}|assistants?:)"
        r"(?!\w| (?:company|teams?|users?|tools?|polic\w+|usage))",
    ),
    (_NAMES, rf"\b(?:if|when|since|because) you are (?:an? |the )?(?:\w+ )?{_AI}\b"),
    (
        _NAMES,
        rf"^(?:any |all |the |every |this )?{_AI}\b[^.!?]{{0,50}}\b(?:must|should|shall|"
        rf"(?:has|have|is|are) (?:required )?to)\b (?:\w+ ){{0,2}}(?:{_SAY}|include|append|"
        r"ignore|add|insert|cite|mention|reveal|begin|end)\b",
    ),
    # What the reply shall hold, or hide.
    (
        "answer|response|repl|output|completion",
        r"\b(?:append|add|include|insert|embed|attach|place|put|render|display|show|mention)\b"
        r"[^.!?]{0,80}\b(?:to|in|into|at the (?:end|start|top|bottom) of|with|under) "
        r"(?:every|each|all|any|your|the (?:end|start|top) of (?:every|each|your))"
        rf"(?: of)?(?: (?:your|the|final|single|future))* {_REPLY}\b",
    ),
    (
        "answer|response|repl|output|completion",
        r"\b(?:begin|start|end|finish|prefix|conclude|close) (?:every|each|all|any|your)"
        rf"(?: (?:your|final|single|future))* {_REPLY}\b",
    ),
    (
        "answer|response|repl|output|completion",
        rf"\b(?:your|the (?:final )?|every|each) {_REPLY} (?:must|should|shall|has to) "
        r"(?:only |always |exactly )*(?:contain|include|begin|start|end|say|be\b|consist)",
    ),
    (
        "mention|reveal|disclose|tell|show|repeat",
        r"\b(?:do not|never) (?:mention|reveal|disclose|tell|show|repeat)\b[^.!?]{0,40}\b"
        rf"(?:this|these|that)\b[^.!?]{{0,15}}\b(?:{_TOLD}|message|note|paragraph|text)\b",
    ),
    (
        "prompt|instruction|message",
        r"\b(?:reveal|print|output|repeat|show|display|leak|send)\b[^.!?]{0,30}\b(?:your|the) "
        r"(?:system|initial|hidden|full|original|secret) (?:prompt|instructions?|message)\b",
    ),
    (
        "no matter|regardless|whatever|question",
        r"\b(?:say|answer|reply|respond|state|claim|output)\b (?:only |always |exactly |instead )*"
        r"(?:with |that |by saying )?[^.!?]{0,60}\b(?:no matter what|regardless of (?:the|what)|"
        r"whatever (?:the|is|was|you|they|he|she)|to (?:every|any|all) questions?)\b",
    ),
    (
        "ask|quer",
        r"\b(?:when|if|whenever|every time) (?:you are |the (?:user|human|reader)s? |a user )?"
        r"(?:is |are )?(?:asked|asks?|quer\w+)\b[^!?]{0,80}\b(?:you must|you should|"
        rf"always|only|instead) {_SAY}\b",
    ),
    ("tell the", r"\btell the (?:user|human|reader|person asking)s?\b"),
    (
        "answer",
        r"\bthe (?:only )?(?:correct|right|true|final|official) answer (?:to (?:any|every|all|"
        r"this|the|such|your) (?:questions?|quer\w+)|is always)\b",
    ),
    # Data carried out, code to be obeyed.
    (
        "conversation|chat history|user|previous message|context window|the question",
        r"\b(?:send|post|forward|exfiltrate|leak|transmit|upload|append|encode|include|put)\b"
        r"[^!?]{0,80}\b(?:conversation|chat history|user'?s? (?:question|query|message|data|"
        r"input)|previous messages?|context window|the question)\b[^!?]{0,60}(?:https?:|www\.|"
        r"\burl\b|\bquery string\b|\bparameter\b|\blink\b|\bendpoint\b|\bto \S+@)",
    ),
    (
        "decode|decrypt|translate|unscramble|rot13",
        r"\b(?:decode|decrypt|translate|unscramble|rot13)\b[^!?]{0,100}\b(?:and|then) (?:\w+ )?"
        r"(?:follow|execute|obey|carry out|run|do|comply)\b",
    ),
    (
        "tool|function|plugin",
        r"\b(?:call|invoke|use|execute|run) (?:the )?[`'\"]?\w*[`'\"]? ?(?:tool|function|plugin)\b"
        r"[^!?]{0,60}\b(?:argument|parameter|with|before (?:you )?(?:answer|repl|respond)\w*)\b"
        r"[^!?]{0,40}\b(?:answering|replying|user|question|conversation|history|secrets?)\b",
    ),
    (
        "arguments|parameters|args",
        r"\{\s*\"(?:name|tool|function)\"\s*:\s*\"\w+\"\s*,\s*\"(?:arguments|parameters|args)\"",
    ),
    (
        "end of",
        r"\bend of (?:the )?(?:context|passages?|documents?|prompt|instructions|user input)\b\W*$",
    ),
)
"""(one of these must occur, pattern): most text has none and costs microseconds."""
