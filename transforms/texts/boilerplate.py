"""Plain text to the same text without the lines that are not news.

For text that people bring from elsewhere, and as the last pass over text read from pages. Only
whole lines go, so what stays is verbatim and evidence offsets into it hold. A line must match from
its first word on, or stand in a comment section: where in doubt it stays, because a stray line
costs a little and a lost paragraph loses an incident.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Longer lines are paragraphs, whatever word they begin with.
LONGEST_LABEL = 220
LONGEST_NOTICE = 450
LONGEST_STAMP = 90
# Share of the lines of a comment section that must speak of comments for it to be cut.
POLICY_SHARE = 0.5

_MONTHS_AND_DAYS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r?s(?:day)?)?|fri(?:day)?|"
    r"sat(?:urday)?|sun(?:day)?"
)
_STAMP = re.compile(
    r"^\W*(?:article |story |page |post |this (?:article|story|page|post) (?:was|has been) )?(?:last |first )?"
    rf"(?:updated?|modified|edited|published|posted)\b"
    rf"(?:\W+|\d+|(?:st|nd|rd|th)\b|(?:{_MONTHS_AND_DAYS}|at|on|the|of|by|date|time|local|last|updated|[ap]\.?m|"
    rf"gmt|utc|z|t|[a-z]{{1,4}}t|hours?|hrs?|minutes?|mins?|ago|today|yesterday)\b)+$",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"^\W*(?:\w+ ){0,5}?(?:last )?(?:updated?|modified|edited)\b", re.IGNORECASE)

_POINTER = re.compile(
    r"^\W*(?:read (?:more|also|next|this|the full story)|also read|must read|see also|more (?:on this|stories)|related|"
    r"related (?:news|stories|articles?|coverage|content|topics)|you may also like|recommended(?: stories)?|watch|"
    r"listen|don't miss|in pictures|in photos|editor's picks?|"
    r"lesen sie (?:auch|mehr)|mehr zum thema|lees ook|les også|läs (?:också|mer|även)|læs også|lue myös|"
    r"(?:à )?lire aussi|lisez aussi|leggi anche|le[ea] (?:también|más|además|aquí)|le puede interesar|"
    r"(?:te|le) (?:puede|podría) interesar|leia (?:também|mais)|ver también|"
    r"czytaj (?:też|także|więcej)|zobacz (?:też|także)|čtěte také|citește și|citiți și|baca juga|ayrıca oku|"
    r"читайте также|читать также|читайте також|прочетете още|"
    r"اقرأ أيضا|اقرأ أيضاً|اقرأ ايضا|بیشتر بخوانید|مطالب مرتبط|यह भी पढ़ें|ये भी पढ़ें|আরও পড়ুন)\s*"
    r"(?:[:：|>»→–—-].*)?$",
    re.IGNORECASE,
)
_SHOUTED_POINTER = re.compile(r"^\W*(?:READ MORE|ALSO READ|READ ALSO|SEE ALSO|READ NEXT|MUST READ|WATCH NOW)\b")
_PROMOTION = re.compile(
    r"^\W*(?:please )?(?:"
    r"(?:sign|signing) up (?:here|now|today|for|to)\b.*\b(?:newsletters?|alerts?|inbox|e-?mails?|updates|briefing)\b|"
    r"(?:subscribe|register)\b.*\b(?:newsletters?|channel|podcast|inbox|newspaper|free trial|digital edition)\b|"
    r"get (?:the|our|all|more|your)\b.*\b(?:inbox|newsletters?|e-?mail|app)\b|"
    r"(?:like|follow|find|join|visit) us (?:on|at)\b|"
    r"follow .{0,60}\bon (?:twitter|x|facebook|instagram|telegram|whatsapp|google news|linkedin|tiktok|youtube)\b|"
    r"(?:join|subscribe to) (?:our|the) .{0,40}\b(?:whatsapp|telegram|youtube)\b|"
    r"download (?:the|our) .{0,40}\bapp\b|support (?:our|independent) journalism\b|"
    r"click here (?:to|for)\b|have (?:a|you got a) (?:story|tip|news tip)\b.*\?|"
    r"do you have (?:a|any) .{0,40}(?:story|tip)\b.*\?|want more .{0,60}\?"
    r").*$",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"^\W*(?:(?:we|this (?:web)?site|our (?:web)?site|our partners|we and our partners) .{0,80}\bcookies\b|"
    r"by (?:continuing|using|clicking|browsing)\b.*\bcookies?\b|(?:accept|reject|manage) (?:all )?cookies\b|"
    r"cookies? (?:policy|settings|preferences|consent)\b)",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"^\W*(?:advertisements?|advertising|sponsored(?: content)?|(?:story|article) continues (?:below|after).{0,40}|"
    r"loading|share(?: this)?(?: (?:article|story|post))?|tweet|print(?: this)?|e-?mail(?: this)?|copy link|"
    r"share on (?:facebook|twitter|x|whatsapp|linkedin)|skip (?:advert|ad|to (?:main )?content)|"
    r"this (?:video|content) (?:can ?not|can't) be (?:played|displayed).{0,40}|"
    r"javascript is (?:disabled|required).{0,80}|"
    r"(?:©|\(c\)|copyright\b).{0,120}|all rights reserved.{0,80}|"
    r"(?:file )?(?:photo|image|picture|video|pic)s?(?: (?:credit|courtesy|source))?s?\s*[:/].{0,120})\W*$",
    re.IGNORECASE,
)

_COMMENT_HEADER = re.compile(
    r"^\W*(?:(?:view |show |read |all )?(?:\d+ )?comments?(?: section)?(?:\W*\d+)?|(?:post|leave|add|write) (?:a|your) "
    r"(?:comment|reply)|join the (?:conversation|discussion)|reader comments|have your say|leave a reply)\W*$",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"\bcomments? (?:that|which|are|is|must|will|should|may|submitted|on this|section|policy|guidelines)\b|"
    r"\b(?:your|all|user|reader|readers') comments?\b|"
    r"\b(?:moderat\w+|welcome|post|leave|submit|add) (?:\w+ ){0,3}comments?\b|"
    r"\bcommunity (?:guidelines|standards|rules)\b|"
    r"\b(?:profanity|vulgarity|obscen\w+|defamatory|libell?ous|abusive language|personal attacks)\b|"
    r"\bpost a comment\b|\bleave a (?:comment|reply)\b|\brequired fields are marked\b|"
    r"\byour e-?mail address will not be published\b|\b(?:log|sign) in to (?:comment|reply|post)\b|"
    r"\bpowered by disqus\b|\benable javascript to view the comments\b|\bsave my name, e-?mail\b",
    re.IGNORECASE,
)
_LONE_POLICY = re.compile(
    r"^\W*(?:(?:house|comment(?:s|ing)?) (?:rules|policy)(?=\s*:)|(?:post|leave|add|write) a (?:comment|reply)|"
    r"if you see (?:any )?comments? that|comments (?:are|have been) (?:closed|disabled|moderated)|"
    r"your e-?mail address will not be published|please enable javascript to view the comments|"
    r"(?:log|sign) in (?:or \w+ )?to (?:comment|reply|post)|save my name, e-?mail)\b",
    re.IGNORECASE,
)

# A video player's list: the running time and the title of each film, of which the first says "Pause".
_FILM = re.compile(r"^\s*\d{1,2}:\d\d\s+\S.*[^.]$")
_PLAYING = re.compile(r"^\s*\d{1,2}:\d\d\s+\S.*\bPause\s*$")


def cut_boilerplate(text: str) -> str:
    """The text without comment sections, update stamps, promotions, pointers and cookie notices.

    Every kept line is verbatim and in order; text with nothing to cut comes back unchanged.
    """
    lines = [line for _, line in kept_lines(text)]
    return text if len(lines) == text.count("\n") + 1 else "\n".join(lines).strip("\n")


def kept_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are no boilerplate, each with its offset in the text; empty ones too."""
    lines = text.split("\n")
    left_out = _comment_lines(lines) | _film_lines(lines)
    offset = 0
    for at, line in enumerate(lines):
        if at not in left_out and not is_boilerplate(line):
            yield offset, line
        offset += len(line) + 1


def find_updated_line(text: str) -> str | None:
    """The line that says when the text was last changed, e.g. 'Updated at 10:54 am on February 4, 2021'."""
    for line in reversed(text.split("\n")):
        stripped = line.strip()
        if _is_stamp(stripped) and _UPDATED.match(stripped):
            return stripped
    return None


def is_boilerplate(line: str) -> bool:
    """Whether the line by itself is a stamp, promotion, pointer, cookie notice or leftover of the page."""
    line = line.strip().replace("’", "'")
    if not line or len(line) > LONGEST_NOTICE:
        return False
    if _COOKIES.match(line) or _LONE_POLICY.match(line):
        return True
    if len(line) > LONGEST_LABEL:
        return False
    rules = (_POINTER, _SHOUTED_POINTER, _PROMOTION, _LEFTOVER)
    return _is_stamp(line) or any(rule.match(line) for rule in rules)


def _is_stamp(line: str) -> bool:
    return len(line) <= LONGEST_STAMP and any(map(str.isdigit, line)) and bool(_STAMP.match(line))


def _film_lines(lines: list[str]) -> set[int]:
    """Line numbers of a video player's list, which tells of other stories."""
    if not any(map(_PLAYING.match, lines)):
        return set()
    return {at for at, line in enumerate(lines) if len(line) <= LONGEST_LABEL and _FILM.match(line)}


def _comment_lines(lines: list[str]) -> set[int]:
    """Line numbers of the comment section: from its header to the last line that speaks of comments.

    What follows that line is news again, and a header with no such line below it is a word of the story.
    """
    for start, line in enumerate(lines):
        if not _COMMENT_HEADER.match(line):
            continue
        below = [at for at in range(start + 1, len(lines)) if _POLICY.search(lines[at])]
        last = below[-1] if below else start
        filled = [at for at in range(start, last + 1) if lines[at].strip()]
        if len(below) + 1 >= POLICY_SHARE * len(filled) and (below or not any(map(str.strip, lines[start + 1 :]))):
            return set(range(start, last + 1))
    return set()
