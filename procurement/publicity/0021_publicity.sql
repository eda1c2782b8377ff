-- Requests for information (621/1999 §13–14) and what was decided. Who asks need not say who he is (§13), so a
-- request that came by other ways names nobody.
CREATE TABLE information_request (
    id text NOT NULL CONSTRAINT information_request_pk PRIMARY KEY,
    authority_id text NOT NULL,
    matter_id text NOT NULL,
    asked_by text,
    organisation_id text,
    came_by text NOT NULL CONSTRAINT information_request_came_by
        CHECK (came_by IN ('here', 'email', 'letter', 'visit', 'phone')),
    wanted text NOT NULL,
    state text NOT NULL,
    is_large text NOT NULL CONSTRAINT information_request_is_large CHECK (is_large IN ('yes', 'no')),
    large_reason text NOT NULL,
    received_us {{int64}} NOT NULL,
    due_on text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX information_request_by_authority ON information_request (authority_id, state, due_on, id);
CREATE INDEX information_request_by_asker ON information_request (asked_by, id);
CREATE INDEX information_request_by_receipt ON information_request (authority_id, received_us);
-- One for a request; never changes. `given` is the list of what was given, with what was left out of it.
CREATE TABLE information_decision (
    id text NOT NULL CONSTRAINT information_decision_pk PRIMARY KEY,
    request_id text NOT NULL CONSTRAINT information_decision_once UNIQUE,
    outcome text NOT NULL CONSTRAINT information_decision_outcome
        CHECK (outcome IN ('given', 'given_in_part', 'refused')),
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    given text NOT NULL,
    instructions_fi text NOT NULL,
    instructions_sv text NOT NULL,
    is_late text NOT NULL CONSTRAINT information_decision_is_late CHECK (is_late IN ('yes', 'no')),
    decided_us {{int64}} NOT NULL,
    decided_by text NOT NULL
) {{strict}};
-- A provider's mark is a claim; the authority decides whether it holds (621/1999 §24(1)(20)).
CREATE TABLE trade_secret_claim (
    id text NOT NULL CONSTRAINT trade_secret_claim_pk PRIMARY KEY,
    document_id text NOT NULL,
    matter_id text NOT NULL,
    authority_id text NOT NULL,
    provider_id text NOT NULL,
    part text NOT NULL,
    passage text NOT NULL,
    content text NOT NULL,
    ground text NOT NULL,
    state text NOT NULL,
    claimed_by text NOT NULL,
    claimed_us {{int64}} NOT NULL,
    revision {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX trade_secret_claim_by_document ON trade_secret_claim (document_id, claimed_us, id);
CREATE TABLE trade_secret_decision (
    id text NOT NULL CONSTRAINT trade_secret_decision_pk PRIMARY KEY,
    claim_id text NOT NULL,
    outcome text NOT NULL CONSTRAINT trade_secret_decision_outcome CHECK (outcome IN ('accepted', 'rejected')),
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    decided_us {{int64}} NOT NULL,
    decided_by text NOT NULL,
    replaces_id text
) {{strict}};
CREATE INDEX trade_secret_decision_by_claim ON trade_secret_decision (claim_id, decided_us, id);
-- What notices tell of an organisation and no register here has: a buyer's address, forms and languages, a
-- winner's address and size. A JSON document; a later one stands beside the earlier ones, and the newest counts.
CREATE TABLE notice_profile (
    organisation_id text NOT NULL,
    number {{int64}} NOT NULL,
    profile text NOT NULL,
    written_by text NOT NULL,
    written_us {{int64}} NOT NULL,
    CONSTRAINT notice_profile_pk PRIMARY KEY (organisation_id, number)
) {{strict}};
