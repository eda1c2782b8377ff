-- Joining a dynamic purchasing system (1397/2016 §51). Only clocks and answers are ever changed; all else grows.
-- A provider's self-declaration: its own, whichever authority asks (§87(2)). A new version never replaces an old one.
CREATE TABLE self_declaration (
    id text NOT NULL CONSTRAINT self_declaration_pk PRIMARY KEY,
    provider_id text NOT NULL,
    number {{int64}} NOT NULL,
    content text NOT NULL,
    recorded_by text NOT NULL,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT self_declaration_number UNIQUE (provider_id, number)
) {{strict}};
-- The provider confirms that a declaration and its evidence still hold, and answers the category's requirements.
CREATE TABLE joining_statement (
    admission_id text NOT NULL,
    number {{int64}} NOT NULL,
    declaration_id text NOT NULL,
    met text NOT NULL,
    unmet text NOT NULL,
    confirmed_by text NOT NULL,
    confirmed_us {{int64}} NOT NULL,
    CONSTRAINT joining_statement_pk PRIMARY KEY (admission_id, number)
) {{strict}};
-- T02, T03 or T04 of a request; decided_us is empty while it runs, ended_us says that it ended without a decision.
CREATE TABLE joining_clock (
    admission_id text NOT NULL CONSTRAINT joining_clock_pk PRIMARY KEY,
    programme_id text NOT NULL,
    start_kind text NOT NULL
        CONSTRAINT joining_clock_start CHECK (start_kind IN ('receipt', 'window_end', 'reopening')),
    started_on text NOT NULL,
    limit_id text NOT NULL CONSTRAINT joining_clock_limit CHECK (limit_id IN ('T02', 'T03', 'T04')),
    due_us {{int64}} NOT NULL,
    extension_reason text,
    extended_us {{int64}},
    decided_us {{int64}},
    ended_us {{int64}}
) {{strict}};
CREATE INDEX joining_clock_by_programme ON joining_clock (programme_id, limit_id, due_us);
-- What an admitted provider is asked before anything is taken from it: renewed evidence (§52(2), T12), or its view.
CREATE TABLE joining_hearing (
    id text NOT NULL CONSTRAINT joining_hearing_pk PRIMARY KEY,
    admission_id text NOT NULL,
    kind text NOT NULL CONSTRAINT joining_hearing_kind CHECK (kind IN ('renewal', 'hearing')),
    about text NOT NULL,
    reason text NOT NULL,
    asked_by text NOT NULL,
    asked_us {{int64}} NOT NULL,
    answer_until_us {{int64}} NOT NULL,
    answer text,
    answered_us {{int64}}
) {{strict}};
CREATE INDEX joining_hearing_by_admission ON joining_hearing (admission_id, asked_us, id);
CREATE TABLE joining_decision (
    id text NOT NULL CONSTRAINT joining_decision_pk PRIMARY KEY,
    admission_id text NOT NULL,
    outcome text NOT NULL CONSTRAINT joining_decision_outcome
        CHECK (outcome IN ('admitted', 'rejected', 'renewed', 'suspended', 'restored', 'removed')),
    failed text NOT NULL,
    reasons_fi text NOT NULL,
    reasons_sv text NOT NULL,
    reasons_en text NOT NULL,
    verdict text NOT NULL,
    html_fi text NOT NULL,
    html_sv text NOT NULL,
    digest text NOT NULL,
    remedies text NOT NULL,
    decided_us {{int64}} NOT NULL,
    decided_by text NOT NULL,
    replaces_id text
) {{strict}};
CREATE INDEX joining_decision_by_admission ON joining_decision (admission_id, decided_us, id);
-- The longer time to evaluate (T04) is over for good when the first call for tenders goes out.
CREATE TABLE system_use (
    programme_id text NOT NULL CONSTRAINT system_use_pk PRIMARY KEY,
    first_call_us {{int64}} NOT NULL
) {{strict}};
