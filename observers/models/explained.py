"""What families of observers ask, and what each category of findings covers: said once, shown wherever they are."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from observers.models.organisations import Family
from observers.models.reports import Category

# After the statements and final reports of each family; a verdict answers just this question and no other.
QUESTIONS = {
    Family.OSCE_EUROPE: _(
        "Was the election held in line with OSCE commitments (Copenhagen 1990), other international standards and "
        "national law?"
    ),
    Family.CIS_SCO: _("Was the vote held openly and in accordance with national law?"),
    Family.TURKIC_OTHER: _(
        "Each body of this group asks its own question: most whether the vote followed national law, some also "
        "international standards."
    ),
    Family.DOMESTIC: _("Were the law and the rights of voters kept in the places that citizens watched?"),
    Family.PARTY: _("Did the parties that took part accept how the vote was run?"),
    Family.AUTHORITY: _("What do authorities say of the vote they ran or watched?"),
    Family.MEDIA: _("What did reporters see and hear?"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """What a category covers, what it leaves to others, and the chapter of an ODIHR report it belongs to."""

    covers: str
    leaves_out: str
    chapter: str


POLLING = _("Election day: voting")
COUNT = _("Election day: counting and tabulation")

DEFINITIONS = {
    Category.LEGAL_FRAMEWORK: Definition(
        _("The constitution, election law and electoral system: what they allow, forbid or leave open, and how late "
          "they were changed."),
        _("How the law was applied stands under the matter it was applied to."),
        _("Legal framework and electoral system"),
    ),
    Category.ADMINISTRATION: Definition(
        _("How commissions were formed, worked and decided, and how the vote was prepared and run, including late or "
          "faulty opening."),
        _("Lists of voters, the count and complaints have categories of their own."),
        _("Election administration"),
    ),
    Category.VOTER_REGISTER: Definition(
        _("Who is on the list of voters: missing, dead, repeated or added on the day; and whether the list can be "
          "checked."),
        _("Votes cast twice because of it stand under multiple voting."),
        _("Voter registration"),
    ),
    Category.PARTY_REGISTRATION: Definition(
        _("Whether parties could be founded, registered and kept."),
        _("Lists and candidates refused for one vote stand under candidate registration."),
        _("Party and candidate registration"),
    ),
    Category.CANDIDATE_REGISTRATION: Definition(
        _("Candidates and lists that were refused, struck off or made to withdraw for one vote, and the conditions "
          "for standing."),
        _("The same cases are told one by one under who was kept off the ballot on the page of the vote."),
        _("Party and candidate registration"),
    ),
    Category.BOYCOTT: Definition(
        _("Parties or movements that called on voters to stay away or did not stand in protest."),
        _("Rallies stand under protest."),
        _("Political background"),
    ),
    Category.CAMPAIGN_ENVIRONMENT: Definition(
        _("Whether contenders could campaign: meetings, posters, equal conditions, tone and fear; money of the "
          "campaign, too, which has no category of its own."),
        _("Use of the state's offices and staff stands under misuse of state resources."),
        _("Campaign; campaign finance"),
    ),
    Category.MISUSE_OF_STATE_RESOURCES: Definition(
        _("Offices, staff, money or media of the state used for one contender."),
        _("Pressure on employees to vote stands under pressure on voters."),
        _("Campaign"),
    ),
    Category.MEDIA: Definition(
        _("Freedom of the media, laws on them, closures, and measured shares of coverage."),
        _("Attacks on reporters stand under violence or detention."),
        _("Media"),
    ),
    Category.PRESSURE_ON_VOTERS: Definition(
        _("Voters who were told, bribed or threatened how or whether to vote: employees, students, patients, the "
          "needy."),
        _("Transport to the polls stands under bussing."),
        _("Campaign; election day"),
    ),
    Category.DETENTION: Definition(
        _("Contenders, supporters, observers or reporters who were held or arrested."),
        _("Injuries stand under violence."),
        _("Campaign; election day"),
    ),
    Category.VIOLENCE: Definition(
        _("People hurt or killed, and force used against them, in connection with the vote."),
        _("Threats without force stand under pressure on voters."),
        _("Political background; election day"),
    ),
    Category.INCLUSION: Definition(
        _("Women, minorities, voters with disabilities, prisoners and displaced people: whether they could take part."),
        _("Who is on the list at all stands under voter register."),
        _("Participation of women; participation of minorities"),
    ),
    Category.OBSERVER_ACCESS: Definition(
        _("Observers and party proxies who were refused, hindered or sent out, and rules that keep them away."),
        _("Protocols not handed out stand under protocol not posted."),
        _("Citizen and international observers"),
    ),
    Category.UNAUTHORISED_PERSONS: Definition(
        _("People in the polling station who have no business there, such as officials or police, and people who "
          "direct the work without being members."),
        _("Crowds of voters stand under overcrowding."),
        POLLING,
    ),
    Category.OVERCROWDING: Definition(
        _("Polling stations too full or too small for voting in order and in secret."),
        _("Secrecy itself has a category of its own."),
        POLLING,
    ),
    Category.SECRECY_OF_VOTE: Definition(
        _("Ballots marked or shown in the open, watched booths, numbered ballots, photographs of ballots."),
        _("Two in one booth stand under group or family voting."),
        POLLING,
    ),
    Category.GROUP_OR_FAMILY_VOTING: Definition(
        _("Several people voting together, and one voting for others of the family."),
        _("One person with several ballots of strangers stands under multiple voting."),
        POLLING,
    ),
    Category.MULTIPLE_VOTING: Definition(
        _("One person voting more than once, with several ballots or in several places, and chains of marked ballots."),
        _("Bundles in the box stand under ballot-box stuffing."),
        POLLING,
    ),
    Category.BUSSING: Definition(
        _("Voters brought in groups to polling stations, in an organised way."),
        _("Votes cast twice by them stand under multiple voting."),
        POLLING,
    ),
    Category.IDENTICAL_SIGNATURES: Definition(
        _("Rows of signatures in one hand on the list of voters."),
        _("More ballots than signatures stand under irregularities in the count."),
        POLLING,
    ),
    Category.BALLOT_BOX_STUFFING: Definition(
        _("Bundles of ballots in the box, or people seen putting in several."),
        _("Rows of one hand's signatures have a category of their own."),
        POLLING,
    ),
    Category.TURNOUT_DISCREPANCY: Definition(
        _("Turnout counted by observers at the door against the turnout that was announced."),
        _("Arithmetic between published figures stands on the page of the vote, under reconciliation."),
        POLLING,
    ),
    Category.COUNT_IRREGULARITIES: Definition(
        _("Steps of the count left out or done out of sight, ballots judged unevenly, figures changed, protocols "
          "signed beforehand."),
        _("What happens after the protocol left the station stands under tabulation."),
        COUNT,
    ),
    Category.PROTOCOL_NOT_POSTED: Definition(
        _("Protocols that were not posted at the station or not handed to those entitled to a copy."),
        _("Changed figures stand under irregularities in the count or in the tabulation."),
        COUNT,
    ),
    Category.TABULATION_IRREGULARITIES: Definition(
        _("Protocols changed, completed or missing on the way to the total, and results not published by station."),
        _("What was done in the station stands under irregularities in the count."),
        COUNT,
    ),
    Category.COMPLAINT_AND_APPEALS: Definition(
        _("Complaints that were filed, how they were decided, and whether there was a remedy."),
        _("The matter complained of stands under its own category."),
        _("Complaints and appeals"),
    ),
    Category.PROTEST: Definition(
        _("Rallies against the vote or its result, before or after it."),
        _("Arrests stand under detention, injuries under violence."),
        _("Announcement of results and post-election developments"),
    ),
}  # fmt: skip
