"""The cells of claims side by side: written here and not in templates, as a page has hundreds of them."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, pgettext

from elections.templatetags.record import claimant, computed_here, mark, named, refs, shown_value
from elections.wording import capital, percent

register = template.Library()
BESIDE = "{}\u00a0{}"  # a mark and its word stand on one line


@register.simple_tag
def said_by(head):
    """Who says something, of which day, in which source: ▬ Final, 17 January 2012 ³ a"""
    words = format_html(BESIDE, mark(f"b-{head.first.basis}"), capital(head.first.basis_label))
    said = format_html_join(", ", "{}", ((each,) for each in (words, *more(head))))
    return format_html("{}{}", said, cited(head))


def said_in_head(head):
    """The same in the head of a column: the basis, and under it who, of which day, and the sources."""
    words = format_html(BESIDE, mark(f"b-{head.first.basis}"), capital(head.first.basis_label))
    said = format_html_join(", ", "{}", ((each,) for each in more(head)))
    return format_html("{}<small>{} {}</small>", words, said, cited(head))


def more(head):
    """Who says it, and of which day, where that is stated."""
    first = head.first
    return [each for each in (claimant(first.who), getattr(first, "as_of", "")) if each]


def cited(head):
    return format_html("{}{}", refs(head.first.refs), letters(head))


def letters(head):
    """Links to the notes on a set of claims."""
    label = gettext("note %(letter)s")
    return format_html_join(
        "",
        '<a class="ref" href="#{}-note-{}" aria-label="{}">{}</a>',
        ((head.anchor, letter, label % {"letter": letter}, letter) for letter in head.letters),
    )


@register.simple_tag
def claims_head(column):
    """The head of a column: whose claims, and what their shares are of; of one measure, its name."""
    head, measure = column.head, column.measure
    lines = []
    if head.share_of and measure in ("", "share"):
        lines.append(head.share_of)
    if head.computed_of and measure in ("", "computed"):
        lines.append(format_html("{} {}", computed_here(), head.computed_of))
    small = format_html_join("", "<small>{}</small>", ((line,) for line in lines))
    if head.thing is not None:
        words = format_html("{}{}", named(head.thing), letters(head))
    elif measure:
        words = measure_name(measure)
        if column.says:
            words = format_html("{}<br>{}", words, said_in_head(head))
    elif head.hour:
        words = format_html("{}<br>{}", capital(head.hour), said_in_head(head))
    else:
        words = said_in_head(head)
    place = format_html(' id="{}"', head.anchor) if column.begins else ""
    return format_html('<th scope="col" class="num"{}>{}{}</th>', place, words, small)


def measure_name(measure):
    return {
        "votes": pgettext("column", "Votes"),
        "share": gettext("Share printed"),
        "computed": gettext("Share computed"),
        "seats": pgettext("column", "Seats"),
    }[measure]


@register.simple_tag
def claims_cells(columns, cells, is_void):
    """The cells of a row under the columns of a pivot. Of each claim, one cell has the class `claim`."""
    return mark_safe("".join(cell(column, row, is_void) for column, row in zip(columns, cells, strict=True)))


@register.simple_tag
def turnout_cells(cells, names, is_void):
    """The cells of an area: turnout as printed, what was computed, and each count under the name of its column."""
    return mark_safe("".join(turnout_cell(row, names, is_void) for row in cells))


def turnout_cell(row, names, is_void):
    if row is None:
        return format_html('<td class="num">{}</td>', shown_value("", False, False))
    counts = [format_html("{} {}", name, value) for name, value in zip(names, row.cells, strict=True) if value]
    if row.computed.pct is not None:
        counts.insert(0, format_html("{} {}", percent(row.computed.pct), computed_here()))
    small = format_html_join("", "<small>{}</small>", ((words,) for words in [row.margin, *counts] if words))
    shown = shown_value(row.turnout, row.is_first, is_void) if row.turnout or not counts else ""
    told = '<td class="num claim" id="turnout-{}"><span class="p">{}</span>{}</td>'
    return format_html(told, row.claim.pk, shown, small)


def cell(column, row, is_void):
    if row is None:
        return format_html('<td class="num">{}</td>', shown_value("", False, False))
    begins = format_html(' claim" id="result-{}', row.claim.pk) if column.begins else ""
    if column.measure == "votes":
        return format_html('<td class="num v{}">{}</td>', begins, shown_value(row.votes, row.votes_first, is_void))
    if column.measure == "share":
        return format_html('<td class="num p{}">{}{}</td>', begins, printed(row, is_void), beside(row, column.head))
    if column.measure == "computed":
        return format_html('<td class="num computed{}">{}</td>', begins, computed(row, column.head))
    if column.measure == "seats":
        return format_html('<td class="num s{}">{}</td>', begins, seats(row, row.seats, is_void))
    parts = []
    if row.share or not (row.votes or row.seats):
        parts.append(format_html('<span class="p">{}</span>{}', printed(row, is_void), beside(row, column.head)))
    if row.votes:
        votes = shown_value(row.votes_in_words, row.votes_first and not row.share, is_void)
        parts.append(format_html('<small class="v">{}</small>', votes))
    if row.computed.pct is not None:
        parts.append(format_html('<small class="computed">{}</small>', computed(row, column.head)))
    if row.seats:
        parts.append(format_html('<small class="s">{}</small>', seats(row, row.seats_in_words, is_void)))
    flag = format_html('<small class="flag">{}</small>', gettext("other source")) if row.is_fallback else ""
    return format_html('<td class="num{}">{}{}</td>', begins, mark_safe("".join(parts)), flag)


def printed(row, is_void):
    return shown_value(row.share, row.votes_first, is_void)


def beside(row, head):
    """What stands with a printed share: its margin, and what it is a share of where not all of the column are."""
    lines = [row.margin, row.share_of if row.share and row.share_of != head.share_of else ""]
    return format_html_join("", "<small>{}</small>", ((line,) for line in lines if line))


def computed(row, head):
    """The computed share with its mark, and the base where not all of the column have one; or why there is none."""
    if row.computed.pct is None:
        return format_html('<small class="reason">{}</small>', row.computed.reason) if row.votes else ""
    base = "" if row.computed.of_words == head.computed_of else row.computed.of_words
    of = format_html(" <small>{}</small>", base) if base else ""
    return format_html("{} {}{}", percent(row.computed.pct), computed_here(), of)


def seats(row, words, is_void):
    """Seats, and their printed share of all."""
    shown = shown_value(words, row.seats_first, is_void)
    if not row.seats_share:
        return shown
    return format_html("{}<small>{}</small>", shown, gettext("%(share)s of seats") % {"share": row.seats_share})


def lines_of(pivot):
    """What is told of sums: the kind of line, its name, and what it says of one."""
    if pivot.is_of_areas:
        against = gettext("Against the regions") if pivot.is_turnout else gettext("Sum minus whole country")
        names = (gettext("Sum of the regions"), gettext("Whole country"), against)
    else:
        names = (gettext("Sum of the rows"), gettext("Total"), gettext("Sum minus total"))
    remark = format_html(" <small>{}</small>", pivot.sums_remark) if pivot.sums_remark else ""
    added = format_html(BESIDE + "{}", names[0], computed_here(), remark)
    lines = [("sum", added, sum_line), ("", names[1], total_line), ("", names[2], residual_line)]
    told = {said for sums in pivot.sums for made in sums.values() for _, _, said in lines if said(made)}
    return [line for line in lines if line[2] in told]


@register.simple_tag
def claims_sums(pivot):
    """The foot of claims side by side: what the rows add up to, the total printed for them, and what is left over."""
    columns = list(zip(pivot.columns, pivot.sums, strict=True))
    rows = format_html_join(
        "",
        '<tr class="{}"><th scope="row">{}</th>{}</tr>',
        (
            (kind, name, format_html_join("", '<td class="num">{}</td>', ((cell,) for cell in cells)))
            for kind, name, said in lines_of(pivot)
            if (cells := [foot_cell(*column, said) for column in columns])
        ),
    )
    return format_html("<tfoot>{}</tfoot>", rows)


@register.simple_tag
def row_sums_head(pivot):
    """The heads of the columns at the end of rows that are added up."""
    return format_html_join("", '<th scope="col" class="num">{}</th>', ((name,) for _, name, _ in lines_of(pivot)))


@register.simple_tag
def row_sums(pivot, place):
    """What a row adds up to, as cells at its end."""
    return format_html_join(
        "",
        '<td class="num {}">{}</td>',
        ((kind, foot_cell(pivot.columns[0], pivot.sums[place], said)) for kind, _, said in lines_of(pivot)),
    )


def foot_cell(column, sums, said):
    """What stands under a column of one measure, or under one of a whole set, measure by measure."""
    measures = [column.measure] if column.measure else ["share", *(name for name in sums if name != "share")]
    lines = [line for measure in measures if measure in sums for line in said(sums[measure])]
    return format_html_join("", "<span>{}</span>", ((line,) for line in lines))


def sum_line(made):
    remark = format_html("<small>{}</small>", made.remark) if made.remark else ""
    return [format_html("{}{}", made.text, remark)] if made.text or remark else []


def total_line(made):
    return [format_html("{}<small>{}</small>", whole, name) if name else whole for whole, name in made.wholes]


def residual_line(made):
    """What is left over as a link to its check, with the mark of how that ended."""
    if not made.residual:
        return []
    name = {"pass": "c-pass", "fail": "c-fail", "cannot": "c-none"}[made.status]
    link = '<a href="#{}">{}</a> <span class="outcome {}">{}</span>'
    return [format_html(link, made.anchor, made.residual, made.status, mark(name, made.outcome))]
