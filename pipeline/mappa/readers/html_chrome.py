"""Tell a web site's own furniture and what a page hides from its text; what is not surely furniture is text."""

import re

from lxml import etree

from mappa.readers.html_css import Declarations

# fmt: off
NEVER = frozenset([
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map", "area",
    "select", "option", "datalist", "textarea", "input", "progress", "meter", "link", "meta", "title", "nav", "rt", "rp", "img",
])
# fmt: on
ROLES = ("navigation", "search", "banner", "contentinfo", "alertdialog", "menu", "menubar", "toolbar", "doc-backlink")
COOKIES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr)[\w-]*(?:banner|bar|notice|message|popup|consent|overlay|dialog)", re.IGNORECASE
)
TRAILS = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|skip-?(?:link|nav|to-content)s?|skiplinks?|footnote-?back(?:ref|link)?)(?:$|[\s_-])", re.IGNORECASE
)
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNSEEN = re.compile(r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-?reader(?:-text)?)(?:$|\s)", re.IGNORECASE)
COOKIE_WORDS = 250  # longer text about cookies is a page about them
HIDDEN_WORDS = 60  # longer text that a class hides is folded away to be opened, so it is text


def is_hidden(element: etree._Element, declared: Declarations) -> bool:
    """Whether `element` is never shown: by its tag, its own style, or a class that hides a few words."""
    tag = str(element.tag)
    if tag in NEVER:
        return True
    if tag == "button":
        return not any(str(above.tag) in ("h1", "h2", "h3", "h4", "h5", "h6", "summary") for above in element.iterancestors())
    if element.get("hidden") not in (None, "until-found") or HIDING.search(element.get("style", "")) or _is_note_mark(element):
        return True
    unseen = declared.get("display") == "none" or declared.get("visibility") == "hidden" or UNSEEN.search(element.get("class", ""))
    return bool(unseen) and _words(element) <= HIDDEN_WORDS


def is_chrome(element: etree._Element) -> bool:
    """Whether `element` is a menu, a cookie notice, a trail of links, or the head or foot of a site."""
    role = element.get("role", "")
    name = " ".join(element.get(key, "") for key in ("id", "class", "aria-label"))
    trail, cookies = TRAILS.search(name), COOKIES.search(name)
    if not (role in ROLES or trail or cookies or element.tag in ("header", "footer", "aside")):
        return False
    if element.tag in ("html", "body", "main", "article") or next(element.iter("main", "article"), None) is not None:
        return False
    if role in ROLES:
        return not _holds_only_title(element)
    if trail or cookies:
        return _words(element) < COOKIE_WORDS and next(element.iter("h1"), None) is None
    return _is_site_part(element)


def _is_site_part(element: etree._Element) -> bool:
    """Whether a header, footer or aside belongs to the site: outside the article, and beside a marked main part or made of links."""
    if any(above.tag in ("main", "article", "section", "blockquote", "figure", "td") for above in element.iterancestors()):
        return False
    if _holds_only_title(element):
        return False
    root = element.getroottree().getroot()
    marked = next(root.iter("main", "article"), None) is not None or bool(root.xpath("//*[@role='main']"))
    linked = sum(_words(link) for link in element.iter("a"))
    return marked or next(element.iter("nav"), None) is not None or linked * 2 > _words(element)


def _holds_only_title(element: etree._Element) -> bool:
    """Whether the page's one first-level heading stands in `element`."""
    return next(element.iter("h1"), None) is not None and sum(1 for _ in element.getroottree().getroot().iter("h1")) == 1


def _is_note_mark(element: etree._Element) -> bool:
    """Whether `element` is the raised mark of a footnote, a link to a place on the page."""
    if element.get("role") in ("doc-noteref", "doc-backlink"):
        return True
    if element.tag == "sup":
        return any(link.get("href", "").startswith("#") for link in element.iter("a"))
    within = element.tag == "a" and element.get("href", "").startswith("#")
    return within and any(child.tag == "sup" for child in element) and _words(element) == 1


def _words(element: etree._Element) -> int:
    return sum(len(text.split()) for text in element.itertext())
