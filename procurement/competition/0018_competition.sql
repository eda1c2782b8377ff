-- Mini-competitions inside a dynamic purchasing system (1397/2016 §52) up to the deadline, and the tenders that arrive.
CREATE TABLE competition (
    id text NOT NULL CONSTRAINT competition_pk PRIMARY KEY,
    programme_id text NOT NULL,
    category_id text NOT NULL,
    authority_id text NOT NULL,
    regime text NOT NULL,
    state text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    description_fi text NOT NULL,
    description_sv text NOT NULL,
    description_en text NOT NULL,
    criteria text NOT NULL,
    parts text NOT NULL,
    estimated_value_cents {{int64}} NOT NULL,
    value_is_told text NOT NULL CONSTRAINT competition_value_told CHECK (value_is_told IN ('yes', 'no')),
    service_from text NOT NULL,
    service_until text NOT NULL,
    winners_most {{int64}} NOT NULL,
    order_of_use text NOT NULL,
    accelerated_reason text NOT NULL,
    documents_withheld text NOT NULL CONSTRAINT competition_withheld CHECK (documents_withheld IN ('yes', 'no')),
    observes_standstill text NOT NULL CONSTRAINT competition_standstill CHECK (observes_standstill IN ('yes', 'no')),
    openers_needed {{int64}} NOT NULL,
    questions_until_us {{int64}},
    closes_us {{int64}},
    invited_us {{int64}},
    opened_us {{int64}},
    cancelled_us {{int64}},
    key_text text NOT NULL,
    lot_commitment text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX competition_by_authority ON competition (authority_id, id);
CREATE INDEX competition_by_programme ON competition (programme_id, id);
-- The frozen list (domain.md 7.4): rows are added, never changed or taken away.
CREATE TABLE competition_invitation (
    competition_id text NOT NULL,
    provider_id text NOT NULL,
    admission_id text NOT NULL,
    invited_us {{int64}} NOT NULL,
    CONSTRAINT competition_invitation_pk PRIMARY KEY (competition_id, provider_id)
) {{strict}};
CREATE INDEX competition_invitation_by_provider ON competition_invitation (provider_id, competition_id);
-- Who holds which share of the private key (§64); the share is locked to the opener's own key.
CREATE TABLE competition_opener (
    competition_id text NOT NULL,
    number {{int64}} NOT NULL,
    user_id text NOT NULL,
    membership_id text NOT NULL,
    key_text text NOT NULL,
    locked_share text NOT NULL,
    commitment text NOT NULL,
    CONSTRAINT competition_opener_pk PRIMARY KEY (competition_id, number),
    CONSTRAINT competition_opener_once UNIQUE (competition_id, user_id)
) {{strict}};
-- What checks the private key that the shares give back, and the secret of the lot, sealed to the competition's key.
CREATE TABLE competition_seal (
    competition_id text NOT NULL CONSTRAINT competition_seal_pk PRIMARY KEY,
    secret_commitment text,
    sealed_lot {{bytes}}
) {{strict}};
-- Public opener keys; a later one stands beside the earlier ones.
CREATE TABLE opener_key (
    user_id text NOT NULL,
    number {{int64}} NOT NULL,
    key_text text NOT NULL,
    fingerprint text NOT NULL,
    registered_by text NOT NULL,
    registered_us {{int64}} NOT NULL,
    CONSTRAINT opener_key_pk PRIMARY KEY (user_id, number)
) {{strict}};
-- Questions of invited providers; who asked is for nobody but the asker (domain.md 7.4).
CREATE TABLE competition_question (
    id text NOT NULL CONSTRAINT competition_question_pk PRIMARY KEY,
    competition_id text NOT NULL,
    provider_id text NOT NULL,
    question text NOT NULL,
    asked_us {{int64}} NOT NULL,
    told_question text,
    answer text,
    answered_by text,
    answered_us {{int64}}
) {{strict}};
CREATE INDEX competition_question_by_competition ON competition_question (competition_id, asked_us, id);
CREATE TABLE tender (
    id text NOT NULL CONSTRAINT tender_pk PRIMARY KEY,
    competition_id text NOT NULL,
    tenderer_id text NOT NULL,
    tenderer_group text NOT NULL,
    state text NOT NULL,
    digest text NOT NULL,
    received_us {{int64}},
    entry_id text,
    replaces_id text,
    withdrawn_us {{int64}},
    ground text NOT NULL,
    reason text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX tender_by_competition ON tender (competition_id, tenderer_id, id);
CREATE INDEX tender_by_tenderer ON tender (tenderer_id, id);
CREATE TABLE tender_part (
    tender_id text NOT NULL,
    name text NOT NULL,
    sealed_bytes {{int64}} NOT NULL,
    digest text NOT NULL,
    sealed_by_bidder text NOT NULL CONSTRAINT tender_part_sealer CHECK (sealed_by_bidder IN ('yes', 'no')),
    CONSTRAINT tender_part_pk PRIMARY KEY (tender_id, name)
) {{strict}};
-- KORI-TENDER-1 in pieces of at most 1 MiB; nothing here can be read before the openers meet.
CREATE TABLE tender_piece (
    tender_id text NOT NULL,
    part text NOT NULL,
    number {{int64}} NOT NULL,
    sealed {{bytes}} NOT NULL,
    CONSTRAINT tender_piece_pk PRIMARY KEY (tender_id, part, number)
) {{strict}};
