-- Requests to join a programme and what became of them. Decisions and checks are rows that never change.
CREATE TABLE admission (
    id text NOT NULL CONSTRAINT admission_pk PRIMARY KEY,
    programme_id text NOT NULL,
    authority_id text NOT NULL,
    provider_id text NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    submitted_us {{int64}},
    clock_from text,
    answer_due_on text,
    assessed_by text,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX admission_by_programme ON admission (programme_id, provider_id, created_us);
CREATE INDEX admission_by_provider ON admission (provider_id, id);
CREATE INDEX admission_by_authority ON admission (authority_id, state, answer_due_on, id);
-- Asked once: what a provider has on file for an authority. Documents and criminal records are never here (T28).
CREATE TABLE admission_evidence (
    id text NOT NULL CONSTRAINT admission_evidence_pk PRIMARY KEY,
    admission_id text NOT NULL,
    provider_id text NOT NULL,
    authority_id text NOT NULL,
    code text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    statement text NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX admission_evidence_by_provider ON admission_evidence (provider_id, authority_id, code);
-- Who saw an extract that must not be kept, when, of which day, and what came of it (1397/2016 §88(4), T28).
CREATE TABLE admission_check (
    id text NOT NULL CONSTRAINT admission_check_pk PRIMARY KEY,
    admission_id text NOT NULL,
    kind text NOT NULL CONSTRAINT admission_check_kind CHECK (kind IN ('criminal_record')),
    extract_on text NOT NULL,
    result text NOT NULL CONSTRAINT admission_check_result CHECK (result IN ('nothing_found', 'ground_found')),
    checked_by text NOT NULL,
    checked_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX admission_check_by_admission ON admission_check (admission_id, checked_us);
CREATE TABLE admission_question (
    id text NOT NULL CONSTRAINT admission_question_pk PRIMARY KEY,
    admission_id text NOT NULL,
    question text NOT NULL,
    asked_by text NOT NULL,
    asked_us {{int64}} NOT NULL,
    answer text,
    answered_us {{int64}}
) {{strict}};
CREATE INDEX admission_question_by_admission ON admission_question (admission_id, asked_us);
CREATE TABLE admission_decision (
    id text NOT NULL CONSTRAINT admission_decision_pk PRIMARY KEY,
    admission_id text NOT NULL,
    outcome text NOT NULL CONSTRAINT admission_decision_outcome
        CHECK (outcome IN ('accepted', 'rejected', 'removed', 'suspended', 'restored')),
    failed_conditions text NOT NULL,
    missing_evidence text NOT NULL,
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    remedy text NOT NULL,
    document_fi text NOT NULL,
    document_sv text NOT NULL,
    document_en text NOT NULL,
    decided_us {{int64}} NOT NULL,
    decided_by text NOT NULL,
    replaces_id text
) {{strict}};
CREATE INDEX admission_decision_by_admission ON admission_decision (admission_id, decided_us, id);
