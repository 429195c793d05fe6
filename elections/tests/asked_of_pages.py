"""What is asked of every page: by a screen reader, by the policy, by who reads another language or finds an error."""

from urllib.parse import urlsplit

from elections.tests.markup import Element, Page

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LANDMARKS = ("header", "main", "footer")


def faults_of(shown: Page, address: str, policy: str) -> list[str]:
    """Each thing that a page lacks, in words; an embed has no frame of the site around it."""
    found = [*of_headings(shown), *of_tables(shown), *of_policy(shown, policy), *of_names(shown)]
    if not urlsplit(address).path.endswith("/embed/"):
        found += [*of_frame(shown), *of_languages(shown, address)]
    return found


def of_headings(shown: Page) -> list[str]:
    levels = [int(each.tag[1]) for each in shown.all(*HEADINGS)]
    found = [] if levels.count(1) == 1 and levels[0] == 1 else [f"h1 stands {levels.count(1)} times, or not first"]
    jumps = [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    return found + [f"h{a} is followed by h{b}" for a, b in jumps]


def of_tables(shown: Page) -> list[str]:
    tables = shown.all("table")
    found = ["a table without a caption" for each in tables if not any(c.text for c in shown.inside(each, "caption"))]
    return found + [f"a head without scope: {each.text}" for each in shown.all("th") if "scope" not in each.attributes]


def of_policy(shown: Page, policy: str) -> list[str]:
    found = [] if "default-src 'self'" in policy and "unsafe" not in policy and "http" not in policy else [policy]
    for each in shown.elements:
        handlers = [name for name in each.attributes if name.startswith("on")]
        inline = each.tag == "style" or each.tag == "script" and "src" not in each.attributes
        if inline or handlers or "style" in each.attributes:
            found.append(f"inline: <{each.tag} {each.attributes}>")
    return found


def of_names(shown: Page) -> list[str]:
    """Pictures, fields and regions that nothing names."""
    labelled = {each.attributes.get("for") for each in shown.all("label")}
    regions = [each for each in shown.elements if each.attributes.get("role") in ("region", "img", "search")]
    fields = [each for each in shown.all("input", "select") if each.attributes.get("type") not in ("hidden", "submit")]
    found = [f"{each.attributes['role']} without a name" for each in regions if not is_named(each)]
    for each in fields:
        within = any(one.tag == "label" for one in each.parents)
        if not (within or each.attributes.get("id") in labelled or is_named(each)):
            found.append(f"a field without a label: {each.attributes.get('name')}")
    return found


def is_named(each: Element) -> bool:
    return bool(each.attributes.get("aria-label") or each.attributes.get("aria-labelledby"))


def of_frame(shown: Page) -> list[str]:
    links = [each.attributes.get("href", "") for each in shown.all("a")]
    found = [f"no single {name}" for name in LANDMARKS if not any(each.tag == name for each in shown.elements)]
    if not links or links[0] != "#main":
        found.append("the first link does not skip to the content")
    if not any(each.endswith("/about/#report") for each in links):
        found.append("no link to report an error")
    return found


def of_languages(shown: Page, address: str) -> list[str]:
    """The page says its language, and the switch leads to the same page and state in each other one."""
    own = next(iter(shown.all("html"))).attributes.get("lang")
    is_russian = address.startswith("/ru/")
    other = address.removeprefix("/ru") if is_russian else f"/ru{address}"
    switch = [each.attributes["href"] for each in shown.all("a") if "hreflang" in each.attributes]
    found = [] if own == ("ru" if is_russian else "en") else [f"says to be in {own}"]
    return found if other in switch else [*found, f"the switch leads to {switch}"]
