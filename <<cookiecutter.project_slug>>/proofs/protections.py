"""What keeps the rows true: where each protection stands, and the test that needs it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Protection:
    """One protection, and the edit that takes it away."""

    name: str
    file: str
    code: str
    """Stands exactly once in the file."""
    without: str
    """What stands there instead once the protection is gone."""
    test: str


PROTECTIONS = (
    Protection(
        "signature check",
        "app/stripe_api/webhooks.py",
        "if not any(_is_signed(payload, signature, secret) for secret in secrets):",
        "if not secrets:",
        "test_webhook_intake.py::test_the_same_body_with_one_byte_changed_is_refused",
    ),
    Protection(
        "second secret",
        "app/config.py",
        '"connect": _listed(secret("STRIPE_CONNECT_WEBHOOK_SECRET"',
        '"connect": _listed(secret("STRIPE_WEBHOOK_SECRET"',
        "test_webhook_intake.py::test_each_endpoint_takes_its_own_secret_and_no_other",
    ),
    Protection(
        "secret being replaced",
        "app/stripe_api/webhooks.py",
        "for secret in secrets):",
        "for secret in secrets[:1]):",
        "test_nudges.py::test_while_a_secret_is_being_replaced_the_old_and_the_new_one_are_good",
    ),
    Protection(
        "livemode check",
        "app/nudge.py",
        'if values["livemode"] != current_app.config["LIVEMODE"]:',
        "if False:",
        "test_webhook_intake.py::"
        "test_what_is_not_ours_to_act_on_is_stored_as_ignored_with_the_reason",
    ),
    Protection(
        "endpoint's own types",
        "app/nudge.py",
        'if values["scope"] not in rule.scopes:',
        "if False:",
        "test_webhook_intake.py::"
        "test_what_is_not_ours_to_act_on_is_stored_as_ignored_with_the_reason",
    ),
    Protection(
        "platform events without account",
        "app/nudge.py",
        'if values["scope"] == PLATFORM and values["account"]:',
        "if False:",
        "test_webhook_intake.py::"
        "test_what_is_not_ours_to_act_on_is_stored_as_ignored_with_the_reason",
    ),
    Protection(
        "unique event id",
        "app/nudge.py",
        '"id": _text(event["id"]),',
        '"id": _text(event["id"]) + now().isoformat(),',
        "test_webhook_truth.py::test_a_delivery_twice_over_is_one_event_with_one_effect",
    ),
    Protection(
        "duplicates taken quietly",
        "app/arrivals.py",
        ".on_conflict_do_nothing()",
        "",
        "test_webhook_truth.py::test_a_delivery_twice_over_is_one_event_with_one_effect",
    ),
    Protection(
        "2xx means committed",
        "app/arrivals.py",
        "connection.commit()",
        "connection.rollback()",
        "test_arrivals.py::test_nobody_is_told_of_a_row_before_it_is_committed",
    ),
    Protection(
        "claim",
        "app/inbox.py",
        "true() if even_if_claimed else unclaimed(),",
        "true(),",
        "test_concurrency.py::"
        "test_fifty_simultaneous_deliveries_of_one_event_have_the_effect_of_one",
    ),
    Protection(
        "claims run out",
        "app/inbox.py",
        "return or_(Event.claimed_at.is_(None), Event.claimed_at < now() - CLAIM_LASTS)",
        "return or_(Event.claimed_at.is_(None))",
        "test_processing.py::test_the_claim_of_a_worker_that_died_is_taken_over",
    ),
    Protection(
        "shared read",
        "app/inbox.py",
        "            Event.object_id == object_id,\n",
        "            Event.object_id == object_id,\n"
        "            Event.id == select(Event.id).where(Event.object_id == object_id,"
        " Event.state == WAITING).limit(1).scalar_subquery(),\n",
        "test_webhook_truth.py::test_events_that_wait_for_one_object_share_one_read",
    ),
    Protection(
        "rollback",
        "app/inbox.py",
        "        db.session.rollback()\n        logger.warning(",
        "        logger.warning(",
        "test_processing.py::test_a_failure_after_the_row_was_written_takes_the_row_back",
    ),
    Protection(
        "failures are not swallowed",
        "app/inbox.py",
        "        )\n        raise\n",
        "        )\n",
        "test_webhook_intake.py::test_an_event_that_cannot_be_processed_is_stored_and_answered_500",
    ),
    Protection(
        "done only when done",
        "app/inbox.py",
        '            error=f"{type(failure)',
        '            state=PROCESSED,\n            error=f"{type(failure)',
        "test_webhook_intake.py::test_an_event_that_cannot_be_processed_is_stored_and_answered_500",
    ),
    Protection(
        "read_at guard",
        "app/projections/told.py",
        "            where=model.read_at < statement.excluded.read_at,\n",
        "",
        "test_webhook_truth.py::test_an_earlier_read_never_replaces_a_later_one",
    ),
    Protection(
        "read_at guard, by schedules",
        "app/projections/told.py",
        "            where=model.read_at < statement.excluded.read_at,\n",
        "",
        "test_schedules.py",
    ),
    Protection(
        "tie-break",
        "app/projections/told.py",
        'set_={"number": StripeRead.number + 1}',
        'set_={"number": int(__import__("time").time())}',
        "test_processing.py::test_of_two_reads_in_one_second_the_later_one_is_believed",
    ),
    Protection(
        "charges follow their disputes",
        "app/projections/dispute.py",
        '    project_charge(dispute["charge"], None, read_at)\n',
        "",
        "test_ripples.py::test_a_dispute_marks_its_charge",
    ),
    Protection(
        "one account a seller",
        "app/stripe_api/spine.py",
        'client().v1.accounts.create(params, {"idempotency_key": key})',
        "client().v1.accounts.create(params)",
        "test_onboarding.py::test_fifty_starts_at_once_make_one_account",
    ),
    Protection(
        "one PaymentIntent an order",
        "app/stripe_api/spine.py",
        'client().v1.payment_intents.create(params, {"idempotency_key": key})',
        "client().v1.payment_intents.create(params)",
        "test_checkout.py::test_fifty_purchases_of_one_order_at_once_make_one_payment_intent",
    ),
    Protection(
        "money back: one movement under one key",
        "app/stripe_api/money_back.py",
        'create(params, {"idempotency_key": idempotency_key(name, params)}).id',
        "create(params).id",
        "test_refund_outcomes.py::test_a_double_click_refunds_once",
    ),
    Protection(
        "money back: a lost answer is looked for",
        "app/money_back/asking.py",
        "(None if is_new else find(name)) or create(name)",
        "create(name)",
        "test_refund_outcomes.py::test_a_lost_answer_is_asked_for_again_and_refunds_once",
    ),
    Protection(
        "money back: what was shown is what is asked",
        "app/money_back/refunds.py",
        "if shown != preview_refund(told, shown.refunded, **flags):",
        "if False:",
        "test_refund_outcomes.py::test_figures_that_were_not_shown_are_not_asked_for",
    ),
    Protection(
        "money back: a claimed number is taken",
        "app/money_back/asking.py",
        "if set(wrong) - MAY_DIFFER:",
        "if False:",
        "test_refund_outcomes.py::test_two_operators_who_want_different_things_do_not_get_both",
    ),
    Protection(
        "money back: what is owed is owed once",
        "app/reconciliation/shares.py",
        "short = _due(rows, charge) - now.seller - under_way",
        "short = _due(rows, charge) - now.seller",
        "test_disputes.py::test_what_is_under_way_is_not_owed_any_more",
    ),
)
