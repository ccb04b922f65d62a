"""Keeping the questions: shown, hidden by a published rule, merged when they are alike, and their theme."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.contributions import actions as contributions
from fardplan.contributions.choices import ConductRule
from fardplan.contributions.models import Theme
from fardplan.live.actions.asking import support_given
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.on_stage import leave_stage
from fardplan.live.actions.questions import change, check_keeper, check_open, contribution_of, hold, record
from fardplan.live.models import Question
from fardplan.live.question_rules import is_hidden
from fardplan.people.models import Official


def show(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """Let everybody see it, live and among the contributions."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        check_open(question)
        if question.shown_at is not None:
            raise Conflict(_("Frågan visas redan."))
        shown = change(question, shown_at=now, support_before=support_given(question.stage))
        said = contribution_of(shown)
        if said is not None and said.published_at is None:
            contributions.publish(contribution=said, revision=said.revision, by=by, now=now)
        record("question.shown", shown, by=by, now=now)
        stage_changed(question.stage)
        return shown


def hide(*, question: Question, rule: str, reason: str, revision: int, by: Official, now: datetime) -> Question:
    """Stop showing it, live and among the contributions; its sender is told why (L-05, L-24).

    What had been merged into it stands by itself again: nobody has hidden that.
    """
    check_keeper(by, question.stage)
    if rule not in ConductRule.values:
        raise Invalid(_("Välj vilken regel det gäller."), field="rule")
    if not reason:
        raise Invalid(_("Skriv varför. Den som frågade får läsa det."), field="reason")
    with transaction.atomic():
        question = hold(question, revision=revision)
        if is_hidden(question):
            raise Conflict(_("Frågan är redan dold."))
        hidden = change(question, hidden_at=now, queued_at=None, on_stage_at=None)
        leave_stage(hidden, by=by, now=now)
        said = contribution_of(hidden)
        if said is not None:
            contributions.hide(contribution=said, rule=rule, reason=reason, revision=said.revision, by=by, now=now)
        record("question.hidden", hidden, by=by, now=now, rule=rule, reason=reason)
        for follower in held(Question.objects).filter(merged_into=hidden).order_by("pk"):
            follower.stage = question.stage
            record("question.separated", change(follower, merged_into=None), by=by, now=now)
        stage_changed(question.stage)
        return hidden


def unhide(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """Show it again, as it was before; its sender is told."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        if not is_hidden(question):
            raise Conflict(_("Frågan är inte dold längre."))
        back = change(question, hidden_at=None)
        said = contribution_of(back)
        if said is not None and said.hidden_at is not None:
            contributions.unhide(contribution=said, revision=said.revision, by=by, now=now)
        record("question.shown_again", back, by=by, now=now)
        stage_changed(question.stage)
        return back


def merge(*, question: Question, into: Question, revision: int, by: Official, now: datetime) -> Question:
    """Let one question stand for two that ask the same: support is counted over both, each person once, and whoever
    asked the other is answered too. What had been merged into it follows along."""
    check_keeper(by, question.stage)
    if question.pk == into.pk or question.stage_id != into.stage_id:
        raise Invalid(_("Välj en annan fråga att slå ihop den med."), field="into")
    with transaction.atomic():
        question = hold(question, revision=revision)
        head = hold(into, revision=Question.objects.values_list("revision", flat=True).get(pk=into.pk))
        check_open(question)
        check_open(head)
        if head.shown_at is None:
            raise Conflict(_("Visa den andra frågan först, så att den kan stå för båda."))
        for follower in held(Question.objects).filter(merged_into=question).order_by("pk"):
            follower.stage = question.stage
            change(follower, merged_into=head)
        merged = change(question, merged_into=head, queued_at=None, on_stage_at=None)
        leave_stage(merged, by=by, now=now)
        record("question.merged", merged, by=by, now=now, into=head.pk)
        stage_changed(question.stage)
        return merged


def separate(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """They were not the same after all: it stands by itself again, with the support it was given."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        if question.merged_into_id is None:
            raise Conflict(_("Frågan står redan för sig själv."))
        apart = change(question, merged_into=None)
        record("question.separated", apart, by=by, now=now)
        stage_changed(question.stage)
        return apart


def set_theme(*, question: Question, theme: Theme | None, revision: int, by: Official, now: datetime) -> Question:
    """What it is about: one of the dialogue's themes, which its contribution gets too."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        if theme is not None and theme.dialogue_id != question.stage.day.dialogue_id:
            raise Invalid(_("Temat hör till en annan dialog."), field="theme")
        before, said = question.theme, contribution_of(question)
        if before == theme:
            return question
        changed = change(question, theme=theme)
        if said is not None:
            contributions.set_themes(
                contributions=[said],
                add=[theme] if theme is not None else [],
                remove=[before] if before is not None else [],
                by=by,
                now=now,
            )
        record("question.themed", changed, by=by, now=now, theme=theme.name if theme is not None else "")
        stage_changed(question.stage)
        return changed
