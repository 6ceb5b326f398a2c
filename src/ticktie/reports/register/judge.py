"""Whether a reply counts, and the lines of the register that follow from it.

A reply counts only if it carries the number of a statement and the token of its latest version, and, if a mail brought it,
comes from an address stored for that customer. Else a line `to_check` keeps it, with a code for why; a person judges.
Nothing here touches the ledger: a contested document is listed apart on the next statement because the register says so; that
the firm itself takes it for disputed is a person's decision on the Decisions tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ticktie.domain.contacts import Contact
from ticktie.domain.money import to_text
from ticktie.domain.register import GRADES, Balance, Confirmation, Entry, Grade, Register
from ticktie.domain.reply import Form, Reply
from ticktie.domain.text import nfkc
from ticktie.reports.register.clear import clear, doubtful
from ticktie.reports.statement.reply import digest

_NUMBER = re.compile(r"\bST-\d{8}-[A-Z0-9]{8}\b")
_TOKEN = re.compile(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b")
_LETTER = re.compile(r"\bCL-\d{8}-[A-Z0-9]{8}\b")
_KEPT = 1000  # characters of a text that are kept in the register

NOT_KEPT = ("known", "auto_reply", "delayed", "audit_letter")  # codes that leave no line in the register


@dataclass(frozen=True)
class Verdict:
    """What became of one reply about one statement. code: "" where it counts, else why not. lines: for the register."""

    reply: Reply
    number: str
    customer: str
    code: str
    lines: tuple[Entry, ...] = ()

    @property
    def event(self) -> str:
        """agreed, differs, bounced or to_check; "" where nothing is recorded."""
        return next((e.event for e in self.lines if e.event in ("agreed", "differs", "bounced", "to_check")), "")


@dataclass(frozen=True)
class Judge:
    """claim: the grade that the person who hands the replies in says they have; it is hers to answer for."""

    register: Register
    contacts: Mapping[str, Contact]
    who: str
    when: str
    claim: Grade = ""

    def of(self, reply: Reply) -> list[Verdict]:
        """One verdict for each statement that the reply is about; one without a number where it is about none."""
        if reply.broken:
            told = self._named(reply)
            return [self._kept(reply, self._to_check(reply, reply.broken, reply.detail, told.number if told else "", told))]
        if reply.auto and not reply.bounce:
            return [Verdict(reply, "", "", "auto_reply")]
        filled = [f for f in reply.forms if not f.empty]
        if filled and not reply.bounce:
            return [self._kept(reply, *self._by_form(reply, form)) for form in filled]
        return [self._by_text(reply)]

    def _kept(self, reply: Reply, *lines: Entry) -> Verdict:
        """The verdict, without lines where the register knows this file's answer already or it would say the same again."""
        main = next((e for e in lines if e.event in ("agreed", "differs", "bounced", "to_check")), lines[-1])
        code = main.code if main.event == "to_check" else ""
        if self._known(main) or self._same(main, lines):
            return Verdict(reply, main.number, main.customer, "known")
        return Verdict(reply, main.number, main.customer, code, tuple(lines))

    def _known(self, main: Entry) -> bool:
        mine = [e for e in self.register.entries if e.digest == main.digest and e.number in (main.number, "")]
        counted = any(e.event in ("agreed", "differs", "bounced") for e in mine if e.number == main.number)
        return counted or any((e.event, e.code, e.number) == (main.event, main.code, main.number) for e in mine)

    def _same(self, main: Entry, lines: Sequence[Entry]) -> bool:
        """The standing answer says the same on no weaker evidence."""
        c = self.register.confirmations.get(main.number)
        if c is None or c.answer is None or main.event != c.answer.event or c.state == "closed":
            return False
        told = {(b.currency, b.theirs) for b in main.balances} == {(b.currency, b.theirs) for b in c.answer.balances}
        before = {(e.document, e.currency, e.amount, e.reason) for e in c.disputed}
        lines_told = {(e.document, e.currency, e.amount, e.reason) for e in lines if e.event == "disputed"} <= before
        return told and lines_told and _rank(c.answer.grade) <= _rank(main.grade)

    # --- which statement ---

    def _by_form(self, reply: Reply, form: Form) -> list[Entry]:
        told, code = self._statement(form.number, {form.token})
        if told is None:
            return [self._to_check(reply, code, form.number, form.number)]
        if code := code or self._address(reply, told):
            return [self._to_check(reply, code, form.reason, told.number, told)]
        if altered := _altered(form, told):
            return [self._to_check(reply, "altered", altered, told.number, told)]
        if code := _unclear(form, told) or ("contradicts" if form.agree and doubtful(reply.text) else ""):
            return [self._to_check(reply, code, "; ".join(t for t in (*form.unread, form.reason, reply.text) if t), told.number, told)]
        return self._answer(reply, told, form)

    def _by_text(self, reply: Reply) -> Verdict:
        """A mail without a filled form: a bounce, clear words, or something for a person."""
        forms = "\n".join(f"{f.number} {f.token}" for f in reply.forms)
        everything = nfkc(f"{reply.text}\n{reply.quoted}\n{forms}").upper()
        numbers = list(dict.fromkeys(_NUMBER.findall(everything)))
        if len(numbers) != 1:
            if not numbers and _LETTER.search(everything):
                return Verdict(reply, "", "", "audit_letter")
            return self._kept(reply, self._to_check(reply, "several_numbers" if numbers else "unknown_number", reply.text))
        told, code = self._statement(numbers[0], set(_TOKEN.findall(everything)))
        if told is None:
            return self._kept(reply, self._to_check(reply, code, reply.text, numbers[0]))
        if reply.bounce:
            return self._bounced(reply, told, code)
        code = code or self._address(reply, told)
        event = clear(reply.text, self._names(told))
        if not code and not event:
            code = "scan" if reply.scan else "unreadable_answer" if reply.text else "nothing_filled"
        if code:
            return self._kept(reply, self._to_check(reply, code, reply.text, told.number, told))
        said = Form(told.number, told.version.token, "", (), event == "agreed", event == "differs", reason=reply.text if event == "differs" else "")
        return self._kept(reply, *self._answer(reply, told, said))

    def _named(self, reply: Reply) -> Confirmation | None:
        """The one statement whose number and token the mail's text carries."""
        everything = nfkc(f"{reply.text}\n{reply.quoted}").upper()
        numbers = set(_NUMBER.findall(everything))
        told, code = self._statement(numbers.pop(), _TOKEN.findall(everything)) if len(numbers) == 1 else (None, "")
        return None if code else told

    def _statement(self, number: str, tokens: Iterable[str]) -> tuple[Confirmation | None, str]:
        """The statement of a number, and why its tokens do not answer its latest version ("" where they do)."""
        number, given = nfkc(number).strip().upper(), {nfkc(t).strip().upper() for t in tokens}
        told = self.register.confirmations.get(number)
        if told is None:
            ends = {n.rpartition("-")[2] for n in self.register.confirmations}
            return None, "other_period" if number.rpartition("-")[2] in ends else "unknown_number"
        if told.version.token in given:
            return told, ""
        return told, "earlier_version" if given & {e.token for e in told.entries if e.token} else "wrong_token"

    def _address(self, reply: Reply, told: Confirmation) -> str:
        """Why the sender's address does not fit; files that a person hands in have none."""
        if not reply.mail:
            return ""
        mine = self.contacts.get(told.version.key)
        if mine is None or not mine.emails:
            return "no_address"
        if reply.sender in {e.casefold() for e in mine.emails}:
            return ""
        others = {e.casefold() for key, c in self.contacts.items() if key != told.version.key for e in c.emails}
        return "other_customer" if reply.sender in others else "other_address"

    def _names(self, told: Confirmation) -> list[str]:
        mine = self.contacts.get(told.version.key)
        return [told.version.customer, *([mine.name, mine.person] if mine else [])]

    # --- lines ---

    def _bounced(self, reply: Reply, told: Confirmation, code: str) -> Verdict:
        """A bounce counts only for an address that the statement went to, or is stored."""
        assert reply.bounce is not None
        if not reply.bounce.failed:
            return Verdict(reply, told.number, told.version.customer, "delayed")
        mine = self.contacts.get(told.version.key)
        sent = re.split(r"[,;\s]+", " ".join(e.to for e in told.entries if e.event in ("drafted", "sent")).casefold())
        if not code and reply.bounce.to not in {*sent, *(e.casefold() for e in (mine.emails if mine else ()))}:
            code = "other_address"
        if code:
            return self._kept(reply, self._to_check(reply, code, reply.bounce.words, told.number, told))
        line = replace(self._line(reply, told), event="bounced", to=reply.bounce.to, reason=reply.bounce.words[:_KEPT])
        return self._kept(reply, line)

    def _answer(self, reply: Reply, told: Confirmation, form: Form) -> list[Entry]:
        """The lines of a reply that counts. A statement that the register only knows as drafted is with the customer, or it could not name its token."""
        version, base = told.version, replace(self._line(reply, told), grade=self._grade(reply))
        lines: list[Entry] = []
        if told.sent is None:
            lines.append(replace(version, seq=0, event="sent", who=self.who, when=self.when, via=version.via or "eml", reason="", code="by_answer"))
        reason = "; ".join(t for t in (form.reason, form.signer) if t)[:_KEPT]
        if form.agree:
            lines.append(replace(base, event="agreed", reason=reason))
        else:
            theirs = tuple(replace(b, theirs=form.theirs[b.currency]) for b in version.balances if b.currency in form.theirs)
            lines.append(replace(base, event="differs", balances=theirs, reason=reason))
            lines += [replace(base, event="disputed", document=c.document, currency=c.currency, amount=c.amount, reason=c.reason[:_KEPT], grade=base.grade) for c in form.contested]
        if form.promise:
            lines.append(replace(base, event="promised", day=form.promise.isoformat(), grade=""))
        return lines

    def _grade(self, reply: Reply) -> Grade:
        """A seal is only where a scan is; what came by itself is worth a mail, what a person hands in is noted by hand."""
        if self.claim == "e_signature" or (self.claim == "seal" and reply.scan):
            return self.claim
        return "mail" if reply.mail else "typed"

    def _line(self, reply: Reply, told: Confirmation | None) -> Entry:
        version = told.version if told else Entry(0, "", "", "note")
        return Entry(
            0, self.when, self.who, "note", version.number, version.key, version.customer, token=version.token, via="mail" if reply.mail else "file",
            to=reply.sender, file=reply.file, digest=reply.digest,
        )  # fmt: skip

    def _to_check(self, reply: Reply, code: str, text: str, number: str = "", told: Confirmation | None = None) -> Entry:
        return replace(self._line(reply, told), event="to_check", code=code, number=number, reason=text[:_KEPT])


def _rank(grade: Grade) -> int:
    return GRADES.index(grade) if grade else len(GRADES)


def _unclear(form: Form, told: Confirmation) -> str:
    """Why the answer cells say nothing that could be recorded."""
    ours = {b.currency: b.closing for b in told.version.balances}
    differing = any(minor != ours.get(currency) for currency, minor in form.theirs.items())
    if form.unread:
        return "unreadable_answer"
    if form.agree and form.differ:
        return "both_ticked"
    if not form.agree and not form.differ:
        return "not_ticked"
    if form.agree and (differing or form.contested):
        return "contradicts"
    said_all = form.theirs.keys() == ours.keys()
    return "contradicts" if form.differ and said_all and not differing and not form.contested and not form.reason else ""


def _altered(form: Form, told: Confirmation) -> str:
    """What the locked cells say otherwise than the register, in figures where it can be named; "" where they are as they were."""
    version = told.version
    ours = [_balance(b) for b in version.balances]
    theirs = [row[1:] for row in form.stated if row[0] == "balance"]
    if theirs != ours:
        return "; ".join(f"{_shown(mine)} -> {_shown(other)}" for mine, other in zip([*ours, *[()] * len(theirs)], [*theirs, *[()] * len(ours)], strict=False) if mine != other)
    if form.customer and form.customer != version.customer.strip():
        return f"{version.customer} -> {form.customer}"
    made = next((e.form for e in reversed(told.entries) if e.form and e.token == version.token), "")
    return "-" if made and digest(form.stated) != made else ""


def _balance(b: Balance) -> tuple[str, ...]:
    return b.currency, to_text(b.closing, b.currency)


def _shown(row: Sequence[str]) -> str:
    return " ".join(row) or "-"
