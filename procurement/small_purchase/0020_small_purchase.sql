-- Small purchases (1397/2016 §25, §135): the buyer's published rule, the need with its estimates, the call, offers,
-- decisions. Rules, estimates, offers, decisions and what was served are rows that never change.
CREATE TABLE purchase_rule (
    id text NOT NULL CONSTRAINT purchase_rule_pk PRIMARY KEY,
    programme_id text NOT NULL,
    authority_id text NOT NULL,
    number {{int64}} NOT NULL,
    may_invite text NOT NULL CONSTRAINT purchase_rule_invite CHECK (may_invite IN ('yes', 'no')),
    may_announce text NOT NULL CONSTRAINT purchase_rule_announce CHECK (may_announce IN ('yes', 'no')),
    fewest_invited {{int64}} NOT NULL,
    period text NOT NULL CONSTRAINT purchase_rule_period CHECK (period IN ('rolling', 'calendar', 'both')),
    text_fi text NOT NULL,
    text_sv text NOT NULL,
    text_en text NOT NULL,
    drafted_by text NOT NULL,
    drafted_us {{int64}} NOT NULL,
    published_by text,
    published_us {{int64}},
    CONSTRAINT purchase_rule_number UNIQUE (programme_id, number)
) {{strict}};
CREATE TABLE small_purchase (
    id text NOT NULL CONSTRAINT small_purchase_pk PRIMARY KEY,
    programme_id text NOT NULL,
    authority_id text NOT NULL,
    rule_id text NOT NULL,
    state text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    description_fi text NOT NULL,
    description_sv text NOT NULL,
    description_en text NOT NULL,
    kind text NOT NULL,
    cpv text NOT NULL,
    form text NOT NULL CONSTRAINT small_purchase_form CHECK (form IN ('contract', 'concession')),
    unit text NOT NULL,
    unit_is_independent text NOT NULL
        CONSTRAINT small_purchase_unit CHECK (unit_is_independent IN ('yes', 'no')),
    estimate {{int64}} NOT NULL,
    is_public text NOT NULL CONSTRAINT small_purchase_public CHECK (is_public IN ('yes', 'no')),
    is_announced text NOT NULL CONSTRAINT small_purchase_announced CHECK (is_announced IN ('yes', 'no')),
    is_warned text NOT NULL CONSTRAINT small_purchase_warned CHECK (is_warned IN ('yes', 'no')),
    called_us {{int64}},
    offers_close_us {{int64}},
    ordered_us {{int64}},
    ordered_by text,
    revision {{int64}} NOT NULL,
    begun_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX small_purchase_by_authority ON small_purchase (authority_id, id);
CREATE INDEX small_purchase_by_kind ON small_purchase (authority_id, kind, id);
CREATE INDEX small_purchase_by_public ON small_purchase (is_public, id);
-- What the need was estimated at, each time it was estimated (§27(1), §30(3)).
CREATE TABLE purchase_estimate (
    purchase_id text NOT NULL,
    number {{int64}} NOT NULL,
    basis text NOT NULL CONSTRAINT purchase_estimate_basis CHECK (basis IN ('contract', 'monthly')),
    months {{int64}},
    cents {{int64}} NOT NULL,
    reason text NOT NULL,
    estimated_by text NOT NULL,
    estimated_us {{int64}} NOT NULL,
    CONSTRAINT purchase_estimate_pk PRIMARY KEY (purchase_id, number)
) {{strict}};
CREATE TABLE purchase_estimate_line (
    purchase_id text NOT NULL,
    number {{int64}} NOT NULL,
    place {{int64}} NOT NULL,
    name text NOT NULL,
    cents {{int64}} NOT NULL,
    CONSTRAINT purchase_estimate_line_pk PRIMARY KEY (purchase_id, number, place)
) {{strict}};
CREATE TABLE purchase_invitation (
    purchase_id text NOT NULL,
    provider_id text NOT NULL,
    invited_us {{int64}} NOT NULL,
    CONSTRAINT purchase_invitation_pk PRIMARY KEY (purchase_id, provider_id)
) {{strict}};
CREATE INDEX purchase_invitation_by_provider ON purchase_invitation (provider_id, purchase_id);
-- A provider's later offer in time takes the place of its earlier one, which stays on record.
CREATE TABLE purchase_offer (
    id text NOT NULL CONSTRAINT purchase_offer_pk PRIMARY KEY,
    purchase_id text NOT NULL,
    provider_id text NOT NULL,
    number {{int64}} NOT NULL,
    price_cents {{int64}} NOT NULL,
    content text NOT NULL,
    trade_secret text NOT NULL,
    is_late text NOT NULL CONSTRAINT purchase_offer_late CHECK (is_late IN ('yes', 'no')),
    submitted_by text NOT NULL,
    received_us {{int64}} NOT NULL,
    CONSTRAINT purchase_offer_number UNIQUE (purchase_id, provider_id, number)
) {{strict}};
CREATE TABLE purchase_offer_evidence (
    offer_id text NOT NULL,
    place {{int64}} NOT NULL,
    statement text NOT NULL,
    CONSTRAINT purchase_offer_evidence_pk PRIMARY KEY (offer_id, place)
) {{strict}};
CREATE TABLE purchase_decision (
    id text NOT NULL CONSTRAINT purchase_decision_pk PRIMARY KEY,
    purchase_id text NOT NULL,
    number {{int64}} NOT NULL,
    kind text NOT NULL CONSTRAINT purchase_decision_kind
        CHECK (kind IN ('award', 'interruption', 'correction', 'reopening')),
    offer_id text,
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    ground text NOT NULL CONSTRAINT purchase_decision_ground CHECK (ground IN ('', 'request', 'own_initiative')),
    remedies text NOT NULL,
    replaces_id text,
    decided_by text NOT NULL,
    decided_us {{int64}} NOT NULL,
    CONSTRAINT purchase_decision_number UNIQUE (purchase_id, number)
) {{strict}};
-- What was served to whom, word for word (§126, §127).
CREATE TABLE purchase_served (
    decision_id text NOT NULL,
    provider_id text NOT NULL,
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    document_fi text NOT NULL,
    document_sv text NOT NULL,
    digest text NOT NULL,
    sent_us {{int64}} NOT NULL,
    CONSTRAINT purchase_served_pk PRIMARY KEY (decision_id, provider_id)
) {{strict}};
-- A party's request to correct a decision (§133(2), T17); a late one is kept as late.
CREATE TABLE purchase_correction_request (
    id text NOT NULL CONSTRAINT purchase_correction_request_pk PRIMARY KEY,
    purchase_id text NOT NULL,
    decision_id text NOT NULL,
    provider_id text NOT NULL,
    reason text NOT NULL,
    is_late text NOT NULL CONSTRAINT purchase_correction_request_late CHECK (is_late IN ('yes', 'no')),
    requested_by text NOT NULL,
    received_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX purchase_correction_request_by_decision ON purchase_correction_request (decision_id, received_us, id);
