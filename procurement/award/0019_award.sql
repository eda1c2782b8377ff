-- From the opening of tenders to the contract (1397/2016 §64, §74, §96, §123-136).
-- The opening record: which named persons together, when, and the list of what was opened (JSON).
CREATE TABLE opening (
    competition_id text NOT NULL CONSTRAINT opening_pk PRIMARY KEY,
    opened_us {{int64}} NOT NULL,
    openers text NOT NULL,
    tenders {{int64}} NOT NULL,
    record text NOT NULL,
    lot_secret text NOT NULL,
    lot_number text NOT NULL
) {{strict}};
-- Plain content after the opening; a part that did not open has the rule that says why and no content.
CREATE TABLE opened_part (
    tender_id text NOT NULL,
    name text NOT NULL,
    bytes {{int64}} NOT NULL,
    digest text NOT NULL,
    fault text NOT NULL,
    content {{bytes}} NOT NULL,
    CONSTRAINT opened_part_pk PRIMARY KEY (tender_id, name)
) {{strict}};
-- §74(2), T13.
CREATE TABLE completion (
    id text NOT NULL CONSTRAINT completion_pk PRIMARY KEY,
    competition_id text NOT NULL,
    tender_id text NOT NULL,
    fault text NOT NULL,
    question text NOT NULL,
    asked_us {{int64}} NOT NULL,
    answer_by_us {{int64}} NOT NULL,
    asked_by text NOT NULL,
    answer text,
    answered_us {{int64}},
    CONSTRAINT completion_once UNIQUE (tender_id, fault)
) {{strict}};
CREATE INDEX completion_by_competition ON completion (competition_id, fault, tender_id);
-- §96: a price is asked about once, before it may exclude.
CREATE TABLE low_price (
    tender_id text NOT NULL CONSTRAINT low_price_pk PRIMARY KEY,
    competition_id text NOT NULL,
    question text NOT NULL,
    asked_us {{int64}} NOT NULL,
    answer_by_us {{int64}} NOT NULL,
    asked_by text NOT NULL,
    answer text,
    answered_us {{int64}}
) {{strict}};
CREATE INDEX low_price_by_competition ON low_price (competition_id, tender_id);
-- Who evaluates or decides says whether a conflict of interest stands; the newest of a person counts.
CREATE TABLE conflict_declaration (
    id text NOT NULL CONSTRAINT conflict_declaration_pk PRIMARY KEY,
    competition_id text NOT NULL,
    user_id text NOT NULL,
    membership_id text NOT NULL,
    has_conflict text NOT NULL CONSTRAINT conflict_declaration_has CHECK (has_conflict IN ('yes', 'no')),
    words text NOT NULL,
    declared_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX conflict_declaration_by_user ON conflict_declaration (competition_id, user_id, declared_us, id);
CREATE TABLE evaluator (
    competition_id text NOT NULL,
    user_id text NOT NULL,
    membership_id text NOT NULL,
    named_us {{int64}} NOT NULL,
    ended_us {{int64}},
    CONSTRAINT evaluator_pk PRIMARY KEY (competition_id, user_id)
) {{strict}};
CREATE TABLE own_points (
    tender_id text NOT NULL,
    criterion text NOT NULL,
    user_id text NOT NULL,
    points {{int64}} NOT NULL,
    reason text NOT NULL,
    given_us {{int64}} NOT NULL,
    CONSTRAINT own_points_pk PRIMARY KEY (tender_id, criterion, user_id)
) {{strict}};
CREATE TABLE agreed_points (
    tender_id text NOT NULL,
    criterion text NOT NULL,
    points {{int64}} NOT NULL,
    reason text NOT NULL,
    agreed_us {{int64}} NOT NULL,
    agreed_by text NOT NULL,
    CONSTRAINT agreed_points_pk PRIMARY KEY (tender_id, criterion)
) {{strict}};
-- Decisions never change. They make one chain: the first follows the competition, each other one the decision that
-- it withdraws or takes the place of, and nothing is followed twice, so no second award can stand beside the first.
CREATE TABLE award_decision (
    id text NOT NULL CONSTRAINT award_decision_pk PRIMARY KEY,
    competition_id text NOT NULL,
    number {{int64}} NOT NULL,
    kind text NOT NULL CONSTRAINT award_decision_kind CHECK (kind IN ('award', 'interruption', 'correction')),
    follows_id text NOT NULL CONSTRAINT award_decision_follows UNIQUE,
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    comparison text NOT NULL,
    digest text NOT NULL,
    decided_us {{int64}} NOT NULL,
    decided_by text NOT NULL,
    CONSTRAINT award_decision_number UNIQUE (competition_id, number)
) {{strict}};
-- What the decision says of each tender that was compared; use_order 0 is no winner. Only `state` moves.
CREATE TABLE award_place (
    decision_id text NOT NULL,
    tender_id text NOT NULL,
    tenderer_id text NOT NULL,
    place {{int64}} NOT NULL,
    total_thousandths {{int64}} NOT NULL,
    price_cents {{int64}} NOT NULL,
    use_order {{int64}} NOT NULL,
    state text NOT NULL CONSTRAINT award_place_state
        CHECK (state IN ('NOT_WINNER', 'WAITING', 'CONTRACTED', 'RELEASED')),
    reason text NOT NULL,
    CONSTRAINT award_place_pk PRIMARY KEY (decision_id, tender_id),
    CONSTRAINT award_place_once UNIQUE (decision_id, place)
) {{strict}};
-- The decision as one addressee got it (§127).
CREATE TABLE award_copy (
    decision_id text NOT NULL,
    recipient_id text NOT NULL,
    document_fi text NOT NULL,
    document_sv text NOT NULL,
    digest text NOT NULL,
    sent_us {{int64}} NOT NULL,
    received_on text NOT NULL,
    CONSTRAINT award_copy_pk PRIMARY KEY (decision_id, recipient_id)
) {{strict}};
CREATE INDEX award_copy_by_recipient ON award_copy (recipient_id, decision_id);
-- Only where one was observed (T15).
CREATE TABLE award_standstill (
    decision_id text NOT NULL CONSTRAINT award_standstill_pk PRIMARY KEY,
    until_on text NOT NULL,
    begun_us {{int64}} NOT NULL
) {{strict}};
-- A party's request for correction (§133, T17).
CREATE TABLE correction_request (
    id text NOT NULL CONSTRAINT correction_request_pk PRIMARY KEY,
    competition_id text NOT NULL,
    decision_id text NOT NULL,
    requester_id text NOT NULL,
    words text NOT NULL,
    received_us {{int64}} NOT NULL,
    in_time text NOT NULL CONSTRAINT correction_request_time CHECK (in_time IN ('yes', 'no'))
) {{strict}};
CREATE INDEX correction_request_by_decision ON correction_request (decision_id, received_us, id);
-- A contract is an act of its own (§128); one of a winner's tender.
CREATE TABLE contract (
    id text NOT NULL CONSTRAINT contract_pk PRIMARY KEY,
    competition_id text NOT NULL,
    decision_id text NOT NULL,
    tender_id text NOT NULL CONSTRAINT contract_tender UNIQUE,
    supplier_id text NOT NULL,
    authority_id text NOT NULL,
    programme_id text NOT NULL,
    value_cents {{int64}} NOT NULL,
    signed_on text NOT NULL,
    made_us {{int64}} NOT NULL,
    made_by text NOT NULL,
    evidence text NOT NULL,
    promises text NOT NULL,
    without_standstill text NOT NULL CONSTRAINT contract_standstill CHECK (without_standstill IN ('yes', 'no'))
) {{strict}};
CREATE INDEX contract_by_competition ON contract (competition_id, id);
-- §136: only added.
CREATE TABLE contract_change (
    contract_id text NOT NULL,
    number {{int64}} NOT NULL,
    ground text NOT NULL,
    value_cents {{int64}} NOT NULL,
    reason text NOT NULL,
    changed_us {{int64}} NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT contract_change_pk PRIMARY KEY (contract_id, number)
) {{strict}};
