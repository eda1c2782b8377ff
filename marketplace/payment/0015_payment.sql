-- The ledger: entries and postings are only ever added. A balance changes in the transaction of its posting and is the
-- sum of them (tested).
CREATE TABLE ledger_entry (
    id text NOT NULL CONSTRAINT ledger_entry_pk PRIMARY KEY,
    kind text NOT NULL,
    about text NOT NULL,
    organisation_id text NOT NULL,
    basket_id text NOT NULL,
    booked_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX ledger_entry_by_about ON ledger_entry (about, id);
CREATE TABLE ledger_posting (
    entry_id text NOT NULL,
    line {{int64}} NOT NULL,
    kind text NOT NULL,
    payer_id text NOT NULL,
    about text NOT NULL,
    amount_cents {{int64}} NOT NULL,
    CONSTRAINT ledger_posting_pk PRIMARY KEY (entry_id, line)
) {{strict}};
CREATE INDEX ledger_posting_by_account ON ledger_posting (kind, about, payer_id);
CREATE TABLE ledger_balance (
    kind text NOT NULL,
    about text NOT NULL,
    payer_id text NOT NULL,
    balance_cents {{int64}} NOT NULL,
    CONSTRAINT ledger_balance_pk PRIMARY KEY (kind, about, payer_id)
) {{strict}};
-- What orders of one basket version hold or have turned into payables: under the version's budget cap.
CREATE TABLE ledger_use (
    basket_version_id text NOT NULL CONSTRAINT ledger_use_pk PRIMARY KEY,
    used_cents {{int64}} NOT NULL
) {{strict}};
-- What an open claim needs of its order's money: kept when the order ends before the claim is decided.
CREATE TABLE ledger_hold (
    claim_id text NOT NULL CONSTRAINT ledger_hold_pk PRIMARY KEY,
    order_id text NOT NULL,
    amount_cents {{int64}} NOT NULL
) {{strict}};
CREATE INDEX ledger_hold_by_order ON ledger_hold (order_id);
-- A verified amount on its way to an invoice.
CREATE TABLE payable (
    id text NOT NULL CONSTRAINT payable_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    provider_id text NOT NULL,
    order_id text NOT NULL,
    claim_id text NOT NULL,
    basket_id text NOT NULL,
    basket_version_id text NOT NULL,
    component text NOT NULL,
    outcome text NOT NULL,
    quantity {{int64}} NOT NULL,
    amount_cents {{int64}} NOT NULL,
    state text NOT NULL,
    entry_id text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX payable_by_organisation ON payable (organisation_id, id);
CREATE INDEX payable_by_provider ON payable (provider_id, id);
CREATE INDEX payable_by_order ON payable (order_id, id);
CREATE INDEX payable_by_claim ON payable (claim_id, id);
CREATE INDEX payable_by_basket ON payable (basket_id, id);
