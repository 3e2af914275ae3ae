"""English: phrases around a report, as regular expressions over one paragraph."""

TAIL_HEADING = (
    r"read (?:more|also|next|on)\b.{0,40}",
    r"(?:see|read) also",
    r"more (?:on this(?: story)?|on this topic|from|stories|news|like this)\b.{0,40}",
    r"related (?:articles?|stories|topics?|content|coverage|links?|news)",
    r"you (?:may|might) (?:also )?(?:like|be interested in)",
    r"most (?:read|popular|viewed|commented)",
    r"(?:recommended|suggested)(?: for you| reading| stories)?",
    r"(?:top|latest) (?:stories|news|headlines)",
    r"(?:\d+ )?comments?(?: \(?\d+\)?)?",
    r"(?:leave|post|add|join) (?:a|your|the) (?:comment|reply|conversation|discussion).{0,40}",
    r"(?:tags|topics|keywords)",
    r"about the authors?",
    r"share (?:this(?: article| story| page)?|on .{0,30})",
    r"share",
    r"newsletters?",
    r"what to read next",
    r"trending(?: now)?",
    r"sources?",
)
TAIL = (
    r"read (?:more|also|next)\b",
    (
        r"(?:sign|subscribe|register) (?:up )?(?:to|for|now|here)\b.{0,80}"
        r"(?:newsletter|briefing|alerts?|email|updates|inbox)"
    ),
    r"subscribe to\b",
    r"get (?:the|our|all the) (?:latest|best|day's|top)\b.{0,80}(?:newsletter|inbox|email|alerts?)",
    r"follow us\b",
    (
        r"(?:this|the) (?:article|story|report|piece|post|content|interview)(?: \w+)? "
        r"(?:is|was|has been|originally|first|appeared|may|contains)\b.{0,60}"
        r"\b(?:published|appeared|generated|republished|updated|amended|"
        r"translated|corrected|affiliate|licen[cs]e|automatically|syndicated)\b"
    ),
    r"(?:editor'?s? note|correction|disclaimer|disclosure|note to readers|photo credit)s?\b\W",
    r"all rights reserved",
    r"(?:©|copyright|\(c\))",
    r"(?:additional )?(?:reporting|editing|writing) by\b.{0,120}$",
    r"(?:with (?:files|material|reporting|additional reporting) from)\b",
    r"(?:our|more) standards:",
    r"(?:have|got) (?:a|any) (?:story|tip|news tip|question)",
    r"(?:do you have|contact) (?:a|us|the)\b.{0,60}(?:story|tip|at)\b",
    r"(?:print|share|save|email) this (?:article|page|story)",
    r"(?:the )?views expressed\b",
    r"comments are (?:closed|moderated|disabled)",
    r"(?:log|sign) in to (?:comment|post)",
    r"back to (?:top|home)",
    r"(?:tags|topics|filed under|tagged):",
    r"click here (?:to|for)\b",
)
INLINE = (
    r"(?:read more|read also|see also|related|more):.{0,160}$",
    r"advertisements?$",
    r"(?:article|story) continues (?:below|after).{0,40}$",
    r"sponsored(?: content)?$",
    r"(?:image|photo|picture|video|graphic|source)(?: credit| source)?: .{0,120}$",
    r"(?:listen|save|share|print)(?: to)?(?: this)?(?: article| story)?$",
    r"\d+[- ]min(?:ute)?s?(?: read)?$",
    r"(?:this content|to view this).{0,80}(?:cookies|javascript|third part).{0,120}$",
    r"table of contents$",
    r"unsubscribe(?: here| from .{0,40})?$",
    r".{0,40}\bview (?:it |this e-?mail )?in (?:your |a )?browser.{0,20}$",
    r"skip to (?:content|main|navigation).{0,20}$",
)
PAYWALL = (
    r"subscribe (?:now )?to (?:continue|keep|read|unlock|access)",
    r"(?:to )?(?:continue|keep) reading,? (?:subscribe|sign|log|register|create|with)",
    r"(?:sign in|log in|register|create an? (?:free )?account) to (?:continue|read|keep)",
    (
        r"this (?:article|story|content|page) is (?:only |exclusively )?(?:available |reserved )?"
        r"(?:for|to) (?:subscribers|members|registered)"
    ),
    r"subscribers? only",
    r"already (?:a subscriber|have an? (?:account|subscription)|a member)",
    r"you(?:'ve| have) (?:reached|read|used) (?:your|all|the)\b.{0,40}(?:limit|articles|free)",
    r"start your (?:free )?trial",
    r"cancel (?:at )?any ?time",
    r"unlock (?:this|the|unlimited|full)",
)
COOKIES = (
    r"(?:we|this (?:web)?site|our partners|we and our .{0,30}) uses? .{0,60}cookies",
    r"(?:accept|reject|manage|allow) (?:all )?(?:cookies|preferences|consent)",
    r"cookie (?:policy|settings|preferences|notice)",
    r"(?:withdraw|manage|give) (?:your )?consent",
    r"personali[sz]ed (?:ads?|advertising|content)",
    r"we (?:value|care about|respect) your privacy",
    r"(?:we|and our) (?:\d+ )?partners",
    r"legitimate interest",
)
ERROR = (
    r"(?:error )?404\b",
    (
        r"(?:page|article|story|content)(?: you .{0,40})? (?:was |is |could |can )?"
        r"(?:not (?:be )?found|no longer available|does ?n[o']t exist|not available)"
    ),
    r"(?:can(?:'|’)?t|cannot|could(?: not|n(?:'|’)?t)) find (?:that|the|this|your) (?:page|article|story)",
    r"(?:page|article|story) (?:that )?you(?: were|(?:'|’)re| are) (?:looking for|requesting)",
    r"access (?:denied|to this page has been denied)",
    r"(?:403 )?forbidden",
    r"internal server error",
    r"(?:service|temporarily) unavailable",
    r"(?:please )?(?:enable|turn on) javascript",
    r"(?:verify|checking) (?:that )?(?:you are|if you are|your browser|the site connection)",
    r"are you a (?:robot|human)",
    r"just a moment",
    r"not available in your (?:region|country|location)",
)
BYLINE = ("by", "written by", "reported by", "authors?:?")
MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
COMMON = (
    "the a an and or but not no is are was were be been has have had will would could should may might "
    "its it he she they we i you his her their our with from to of in on at by for against over under "
    "through about as like if that because whether this these those more most so then than said says "
    "after before while which who what there when also only any some "
)
