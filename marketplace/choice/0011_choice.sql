-- From need to choice. What was shown and what was chosen is added, never changed.
CREATE TABLE need_assessment (
    id text NOT NULL CONSTRAINT need_assessment_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    customer_id text NOT NULL,
    state text NOT NULL,
    target_groups text NOT NULL,
    needs text NOT NULL,
    coach_id text NOT NULL,
    revision {{int64}} NOT NULL,
    opened_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX need_assessment_by_customer ON need_assessment (customer_id, id);
CREATE TABLE basket_agreement (
    id text NOT NULL CONSTRAINT basket_agreement_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    customer_id text NOT NULL,
    basket_id text NOT NULL,
    basket_version_id text NOT NULL,
    state text NOT NULL,
    coach_id text NOT NULL,
    override_by text,
    override_reason text NOT NULL,
    told_how text NOT NULL,
    revision {{int64}} NOT NULL,
    proposed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX basket_agreement_by_customer ON basket_agreement (customer_id, id);
-- The numbers of seeds beyond the first, each with the reason that stands in its entry.
CREATE TABLE choice_seed (
    customer_id text NOT NULL,
    basket_version_id text NOT NULL,
    seed_number {{int64}} NOT NULL,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT choice_seed_pk PRIMARY KEY (customer_id, basket_version_id, seed_number)
) {{strict}};
CREATE TABLE choice_session (
    id text NOT NULL CONSTRAINT choice_session_pk PRIMARY KEY,
    agreement_id text NOT NULL,
    organisation_id text NOT NULL,
    state text NOT NULL,
    code_hash {{bytes}} NOT NULL CONSTRAINT choice_session_code UNIQUE,
    code_expires_us {{int64}} NOT NULL,
    token_hash {{bytes}} CONSTRAINT choice_session_token UNIQUE,
    token_expires_us {{int64}},
    showing {{int64}} NOT NULL,
    seed_number {{int64}} NOT NULL,
    language text NOT NULL,
    shown_us {{int64}},
    revision {{int64}} NOT NULL,
    opened_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX choice_session_by_agreement ON choice_session (agreement_id, id);
-- Every list that was shown, in its order; `showing` counts within the session.
CREATE TABLE choice_shown (
    session_id text NOT NULL,
    showing {{int64}} NOT NULL,
    place {{int64}} NOT NULL,
    offer_id text NOT NULL,
    offer_version_id text NOT NULL,
    is_full text NOT NULL CONSTRAINT choice_shown_is_full CHECK (is_full IN ('yes', 'no')),
    CONSTRAINT choice_shown_pk PRIMARY KEY (session_id, showing, place)
) {{strict}};
CREATE TABLE choice_receipt (
    id text NOT NULL CONSTRAINT choice_receipt_pk PRIMARY KEY,
    session_id text NOT NULL CONSTRAINT choice_receipt_session UNIQUE,
    showing {{int64}} NOT NULL,
    agreement_id text NOT NULL,
    basket_id text NOT NULL,
    basket_version_id text NOT NULL,
    seed_number {{int64}} NOT NULL,
    seed_digest text NOT NULL,
    alternatives_needed {{int64}} NOT NULL,
    shown_us {{int64}} NOT NULL,
    decided_us {{int64}} NOT NULL,
    chosen_version_id text,
    assisted_kind text,
    assisted_by text,
    language text NOT NULL,
    digest text NOT NULL,
    entry_id text NOT NULL
) {{strict}};
CREATE INDEX choice_receipt_by_agreement ON choice_receipt (agreement_id, id);
-- Needs for which nothing suitable was offered: what the next basket is made of. Names no customer.
CREATE TABLE unmet_need (
    receipt_id text NOT NULL CONSTRAINT unmet_need_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    basket_id text NOT NULL,
    municipality text NOT NULL,
    needs text NOT NULL,
    reason text NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX unmet_need_by_organisation ON unmet_need (organisation_id, recorded_us);
