"""A database with very many settled orders, and some open ones, written by the database itself."""

import time

from sqlalchemy import text

from app.extensions import db

DAY = 24 * 3600

# One row for each number; {number} is it, as the database writes text.
TABLES = {
    "orders": (
        "id, reference, buyer_id, seller_id, product_id, product_name, account_id, amount,"
        " application_fee_amount, currency, payment_intent_id, created_at",
        "n, 'order_' || n, 1, 1, 1, 'A drawing', 'acct_1', 5000, 500, 'usd', 'pi_' || n, :moment",
    ),
    "charges": (
        "id, payment_intent_id, transfer_group, status, amount, amount_captured, amount_refunded,"
        " application_fee_amount, currency, disputed, destination, balance_transaction_id, created,"
        " read_at",
        "'ch_' || n, 'pi_' || n, 'order_' || n, 'succeeded', 5000, 5000, 0, 500, 'usd', false,"
        " 'acct_1', 'txn_' || n, :created + n / 10, n",
    ),
    "application_fees": (
        "id, account_id, charge_id, amount, amount_refunded, currency, balance_transaction_id,"
        " created, read_at",
        "'fee_' || n, 'acct_1', 'ch_' || n, 500, 0, 'usd', 'txn_f' || n, :created + n / 10, n",
    ),
    "transfers": (
        "id, destination, destination_payment, source_transaction, transfer_group, amount,"
        " amount_reversed, currency, balance_transaction_id, created, read_at",
        "'tr_' || n, 'acct_1', 'py_' || n, 'ch_' || n, 'order_' || n, 5000, 0, 'usd',"
        " 'txn_t' || n, :created + n / 10, n",
    ),
    "stripe_events": (
        "id, type, scope, object_id, noun, livemode, created, received_at, state, attempts",
        "'evt_' || n, 'charge.succeeded', 'platform', 'ch_' || n, 'charges', false,"
        " :created + n / 10, :moment, 'processed', 1",
    ),
}


def fill(settled: int, open_orders: int) -> None:
    """Write that many settled orders, and open ones whose application fee is still to come.

    Ids below `settled` belong to the settled ones. Commits.
    """
    _insert("products", "id, seller_id, name, amount, currency, created_at",
            "n, 1, 'A drawing', 5000, 'usd', :moment", 1, 1)  # fmt: skip
    for table, (columns, values) in TABLES.items():
        last = settled if table == "application_fees" else settled + open_orders
        _insert(table, columns, values, 1, last)
    for noun, prefix in (("charges", "ch_"), ("transfers", "tr_")):
        values = f"'{noun}', '{prefix}' || n, :created"
        columns = "noun, object_id, created"
        _insert("loose_ends", columns, values, settled + 1, settled + open_orders)
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def fill_events(number: int, state: str) -> None:
    """Write that many events in a state, each about a charge of its own. Commits.

    Their ids are in no order, as Stripe's are in none that an index could profit from.
    """
    scatter = "lower(hex(randomblob(12)))" if _is_sqlite() else "md5(n::text)"
    columns = "id, type, scope, object_id, noun, livemode, created, received_at, state, attempts"
    values = (
        f"'evt_' || {scatter}, 'charge.updated', 'platform', 'ch_' || {scatter}, 'charges', false,"
        f" :created + n / 10, :moment, '{state}', 0"
    )
    _insert("stripe_events", columns, values, 1, number)
    db.session.commit()


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _insert(table: str, columns: str, values: str, first: int, last: int) -> None:
    if _is_sqlite():
        numbers = (
            "WITH RECURSIVE numbers(n) AS"
            " (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last)"
        )
        source = f"{numbers} SELECT {values} FROM numbers WHERE :last >= :first"
    else:
        numbers = "generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS numbers(n)"
        source = f"SELECT {values} FROM {numbers}"
    statement = f"INSERT INTO {table} ({columns}) {source}"
    bound = {
        "first": first,
        "last": last,
        "created": int(time.time()) - 365 * DAY,
        "moment": "2026-01-01 00:00:00+00:00",
    }
    used = {name: value for name, value in bound.items() if f":{name}" in statement}
    db.session.execute(text(statement), used)
