"""Recognise boilerplate that pages mix into an article: bylines, captions, notices, offers.

Each pattern is anchored at the start or is a phrase that news hardly uses. They were checked
against 60,000 sentences of real pages (`tests/fixtures/README.md`).
"""

import re

from server.digest.english.calendar import DAY, MONTH, ZONE

SOCIAL_NETWORK = (
    r"(?:Twitter|X|Facebook|Instagram|Threads|Bluesky|Mastodon|TikTok|YouTube|WhatsApp|LinkedIn)"
)
NAME = r"[A-Z][\w.’'-]{0,30}"

# (the start of a sentence, what kind of boilerplate it shows)
BOILERPLATE_OPENINGS = (
    (
        rf"By (?:(?:{NAME}|and|for|in|of|at|the)[,|\s]{{1,3}}){{0,15}}{NAME}\W*$",
        "a byline: nothing but names and roles",
    ),
    (r"By \.", "a byline as some feeds print it"),
    (
        r"(?i:(?:first |last |originally )?(?:published|updated|posted|modified|created)"
        r"(?: (?:on|at|by))?\s?[:|–—-])",
        "a time of publication",
    ),
    (
        rf"(?i:(?:first |last )?(?:published|updated|posted|modified)"
        rf"(?:[\s,]{{1,2}}(?:on|at|\d[\w:.]{{0,9}}|[ap]\.?m\.?|ago|hours?|minutes?|{MONTH}"
        rf"|{DAY}|{ZONE})"
        rf"){{1,9}}\W*$)",
        "a time of publication in words",
    ),
    (
        rf"\d{{1,2}}[:.]\d{{2}}\s?(?i:[ap]\.?m\.?)?\s?(?:{ZONE}|[|–—-]\s)",
        "the time stamp of a live page",
    ),
    (r"(?i:\d{1,3} (?:seconds?|mins?|minutes?|hours?|days?) (?:ago|read)\b)", "an age or length"),
    (
        r"(?i:(?:pictured|photo(?:graph)?s?|image|picture|video|gallery|graphic|illustration"
        r"|caption|credit|composite|inset|above|below)\b[^.:]{0,30}:)",
        "a caption",
    ),
    (
        r"(?i:(?:photo|photograph|image|picture|media|video|file)s? "
        r"(?:source|caption|credit|copyright|courtesy|by|via|photo|picture|image)\b)",
        "a caption or its credit",
    ),
    (r"(?i:scroll (?:down|up|to)\b)", "a call to scroll"),
    (r"(?i:(?:click|tap|swipe) (?:here|on|to|below|through|the)\b)", "a call to click"),
    (
        r"(?i:(?:read|see|find out|learn|discover) (?:more|next|also|the full|our|all)\b)",
        "a link to other pages",
    ),
    (
        r"(?i:(?:read|watch|listen|more|related|see also|recommended|must read|most read"
        r"|trending|don['’]t miss|opinion|analysis|explainer|live)(?: \w{1,12}){0,3}:)",
        "a link to other pages, by its label",
    ),
    (
        r"(?i:(?:watch|listen to|listen) (?:the full|the video|the podcast|our|more|here|live"
        r"|below|now)\b)",
        "a call to play something",
    ),
    (
        r"(?i:(?:sign up|subscribe|register|log ?in|sign in|unsubscribe|donate|become a)"
        r" (?:to|for|here|now|today|with|member|subscriber|free)\b)",
        "a call to sign up",
    ),
    (
        r"(?i:(?:join|support|visit|check out|download|try|browse|explore|get|shop|buy|order)"
        r" (?:our|us|the conversation|the discussion|the debate|the app|the latest|now|today)\b)",
        "a call to join or buy",
    ),
    (
        rf"(?i:(?:follow|like|find|friend|connect with|tweet)\b"
        rf"(?= us\b| me\b|.{{0,30}}@\w|.{{0,60}} on {SOCIAL_NETWORK}\b))",
        "a call to follow",
    ),
    (
        r"(?i:share (?:this|your (?:thoughts|views?|photos?|story|stories|experiences?)|on|via)\b)",
        "a call to share",
    ),
    (
        r"(?i:(?:e-?mail|contact|call|text|tell|whatsapp|message|write to) "
        r"(?:us|the (?:author|writer|editor|newsroom)|our)\b)",
        "a call to get in touch",
    ),
    (
        r"(?i:send (?:us|your|any)\b|let us know\b|leave a (?:comment|reply)\b|comment below\b"
        r"|enter your (?:e-?mail|name|post ?code)|have your say\b)",
        "a call to answer",
    ),
    (
        r"(?i:(?:do you have|have you got|got|have) (?:a |any )(?:story|tip|question|news"
        r"|information)\b"
        r"|(?:have|were|are|has) you(?:r \w{1,15})? (?:been )?(?:affected|personally)\b"
        r"|what do you (?:think|make)\b)",
        "a question to the reader",
    ),
    (
        r"(?i:you can (?:also )?(?:follow|e-?mail|contact|reach|sign|unsubscribe|listen|read more"
        r"|find out|watch|subscribe|send)\b)",
        "directions to the reader",
    ),
    (
        r"(?i:please (?:enter|enable|log|sign|subscribe|try|refresh|note that|click|check|read"
        r"|consider|include|e-?mail|upgrade)\b)",
        "a request to the reader",
    ),
    (
        r"(?i:for (?:more|the latest|all the latest|further|confidential)\b"
        r"(?=.{0,80}\b(?:visit|click|go to|follow|sign|see|check|call|here|subscribe|contact"
        r"|read)\b))",
        "directions to more",
    ),
    (
        r"(?i:if you(?:['’]ve| have| are|['’]re| need| or someone| would like| want| liked"
        r"| enjoyed)\b"
        r"(?=.{0,120}\b(?:affected by|helpline|hotline|lifeline|samaritans|e-?mail|contact"
        r"|newsletter|sign up|check out|click|get in touch)\b))",
        "a helpline or an offer",
    ),
    (
        r"(?i:(?:advertisement|advertising|advertorial|sponsored|promoted|paid post)\b"
        r"(?=\W*$|\W{0,3}(?:scroll|continue|story|article|content|skip)\b))",
        "a label of advertising",
    ),
    (r"(?i:(?:story|article|post) continues\b|continue reading\b|skip (?:to|past)\b)", "a break"),
    (
        r"(?i:this (?:article|story|piece|version|column|interview|headline|page|essay"
        r"|excerpt)\b.{0,60}?\b(?:was|were|is|has|have"
        r"|had|first|originally|appeared)\b.{0,25}\b(?:amended|updated|corrected|edited|published"
        r"|appeared|condensed|republished|produced|translated|syndicated|unavailable"
        r"|available to))",
        "a note on the page itself",
    ),
    (
        r"(?i:an earlier version of|(?:correction|clarification|editor['’]?s['’]? note|note to "
        r"editors|disclaimer|disclosure|warning|spoiler alert)s?\s?[:.–—-])",
        "a note of the editor",
    ),
    (r"(?i:this (?:article|story|video|post) contains\b)", "a warning"),
    (
        r"(?i:(?:additional |with )?(?:reporting|writing|editing|compiled|graphics|translated"
        r"|produced|photography|words|interview) by\b)",
        "credits",
    ),
    (
        rf"(?:{NAME}[ ,]{{1,2}}(?:and )?){{2,12}}(?:reported|contributed) from\b",
        "credits of correspondents",
    ),
    (
        r"(?i:(?:the )?(?:views|opinions) (?:expressed|here|in this)\b.{0,60}\b(?:those|author"
        r"|own)\b)",
        "a disclaimer",
    ),
    (
        r"(?i:(?:your browser|javascript|this site|this website|our (?:web)?site|we) "
        r"(?:does not|doesn['’]t|do not|is (?:disabled|required|not)|uses?|may (?:earn|receive|get)"
        r"|recommends?)\b(?=.{0,80}\b(?:cookies?|support|javascript|enabled?|commission|protected"
        r"|recaptcha|browser)\b))",
        "a notice of the site",
    ),
    (r"\^", "a footnote"),
)

# (cues, in lower case: every match contains one of them; a phrase anywhere in a sentence; what kind
# of boilerplate it shows). A sentence without a cue, as most are, is passed in a tenth of the time.
BOILERPLATE_PHRASES = (
    (
        ("all rights reserved", "©", "copyright"),
        r"(?i:all rights reserved)|©|(?i:\bcopyright (?:\(c\) )?(?:19|20)\d\d)",
        "a copyright line",
    ),
    (
        ("may not be", "permission of"),
        r"(?i:may not be (?:published|reproduced|redistributed|reprinted|copied)"
        r"|without (?:the )?(?:express"
        r" |prior )?(?:written )?permission of)",
        "terms of use",
    ),
    (
        ("contributed",),
        r"(?i:\bcontributed (?:to (?:this|the) (?:report|story|article|piece)|reporting"
        r"|research)\b)",
        "credits",
    ),
    (
        ("(",),
        r"\((?:(?:pictured|far|top|bottom|back|front|second|third) )?"
        r"(?:left|right|cent(?:re|er)|middle)(?: (?:left|right))?(?:,[^)]{0,40})?\)",
        "a caption, which says who stands where",
    ),
    (
        ("from left", "from right"),
        r"(?:^|, )[Ff]rom (?:left|right)(?: to (?:left|right))?[,:] ",
        "a caption, which names people in their row",
    ),
    (
        ("(", "/", "ap photo", "getty image", "pa image"),
        r"\((?i:AP|Reuters|AFP|PA|EPA|file)\s?(?i:photo|via|images|picture)[^)]{0,60}\)"
        r"|/\s?(?:Getty|AFP|Reuters|EPA|Shutterstock|PA Wire|AP)\b|\bAP Photo\b|\b(?:Getty"
        r"|PA) Images?\W*$",
        "the credit of a picture",
    ),
    (
        ("pic.twitter.com", "t.co/", "http://", "https://"),
        r"(?i:pic\.twitter\.com|\bt\.co/|https?://)",
        "an address",
    ),
    (("@",), r"[—–-]\s?[^()]{2,60}\(@\w{2,30}\)|^\W{0,4}@\w", "a message of a social network"),
    (
        ("sign up", "subscribe", "inbox", "register", "newsletter", "briefing"),
        r"(?i:\b(?:sign up|subscribe|inbox|register)\b.{0,80}\b(?:newsletters?|e-?mails?|alerts"
        r"|updates)\b"
        r"|\b(?:newsletters?|briefing)\b.{0,60}\b(?:sign up|subscribe|inbox)\b"
        r"|\bour (?:free |daily |weekly |morning ){0,2}newsletters?\b)",
        "an offer of a newsletter",
    ),
    (
        ("subscribers", "members", "reading", "cancel"),
        r"(?i:\bfor (?:our )?(?:paying )?(?:subscribers|members)(?: only|[’']? eyes)\b"
        r"|\b(?:subscribe|join|log in|sign in) to (?:continue|keep|go on) reading\b"
        r"|\bcancel (?:or pause )?your subscription\b|\bcancel (?:at )?any ?time\b)",
        "the wall before the rest of an article",
    ),
    (
        ("cookie", "privacy", "you agree", "you accept", "you consent", "you confirm"),
        r"(?i:\bwe use cookies\b|\b(?:accept|reject|manage|allow)(?: all)? cookies\b"
        r"|\b(?:our|this) (?:privacy|cookies?) (?:policy|notice)\b"
        r"|\bby (?:continuing|clicking|signing|subscribing|using"
        r"|registering)\b.{0,80}\byou (?:agree"
        r"|accept|consent|confirm)\b)",
        "a notice of consent",
    ),
    (
        ("affiliate", "commission"),
        r"(?i:\baffiliate (?:links?|commissions?)\b|\bmay (?:earn|receive) (?:a |an )?(?:small "
        r"|affiliate )?"
        r"commission)",
        "a notice of affiliates",
    ),
    (
        ("the comment",),
        r"(?i:\b(?:in|to) the comments?(?: section| box)? below\b)",
        "a call to comment",
    ),
    (
        ("click ", "scroll ", "video "),
        r"(?i:\bclick (?:here|the link|below|on the link)\b|\b(?:scroll|see video"
        r"|video) (?:down|below)\b)",
        "a call to click",
    ),
)

OPENING_PATTERN = re.compile(
    r"\W{0,4}(?:" + "|".join(pattern for pattern, _ in BOILERPLATE_OPENINGS) + ")"
)
PHRASES = tuple(
    (cue, re.compile(pattern)) for cues, pattern, _ in BOILERPLATE_PHRASES for cue in cues
)


def is_boilerplate(text: str) -> bool:
    """Return whether a sentence belongs to the page rather than to the news."""
    if OPENING_PATTERN.match(text):
        return True
    folded = text.lower()
    return any(cue in folded and pattern.search(text) for cue, pattern in PHRASES)
