-- What a dynamic purchasing system announces beside its programme (1397/2016 §49–50), and the values that add up.
CREATE TABLE system_terms (
    programme_id text NOT NULL CONSTRAINT system_terms_pk PRIMARY KEY,
    description_fi text NOT NULL,
    description_sv text NOT NULL,
    procedure_fi text NOT NULL,
    procedure_sv text NOT NULL,
    announced_cents {{int64}},
    nuts text NOT NULL,
    documents_uri text NOT NULL,
    others_may_use text NOT NULL CONSTRAINT system_terms_others CHECK (others_may_use IN ('yes', 'no')),
    requests_until_us {{int64}},
    before_use_days {{int64}},
    described_request_days {{int64}},
    described_tender_days {{int64}},
    two_persons text NOT NULL CONSTRAINT system_terms_persons CHECK (two_persons IN ('yes', 'no')),
    recorded_us {{int64}} NOT NULL
) {{strict}};
-- Objective parts of a system (§49). Only ever added: a category keeps its number.
CREATE TABLE category (
    id text NOT NULL CONSTRAINT category_pk PRIMARY KEY,
    programme_id text NOT NULL,
    number {{int64}} NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    description_fi text NOT NULL,
    description_sv text NOT NULL,
    cpv text NOT NULL,
    more_cpv text NOT NULL,
    form text NOT NULL CONSTRAINT category_form CHECK (form IN ('contract', 'concession')),
    announced_cents {{int64}},
    requirements text NOT NULL,
    added_us {{int64}} NOT NULL,
    CONSTRAINT category_number UNIQUE (programme_id, number)
) {{strict}};
-- One contract or small purchase with its options, without VAT: what running totals are made of (§27, §30, §31).
CREATE TABLE committed_value (
    about text NOT NULL CONSTRAINT committed_value_pk PRIMARY KEY,
    authority_id text NOT NULL,
    programme_id text NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL,
    unit_is_independent text NOT NULL CONSTRAINT committed_value_unit CHECK (unit_is_independent IN ('yes', 'no')),
    counted_on text NOT NULL,
    cents {{int64}} NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX committed_value_by_programme ON committed_value (programme_id, counted_on, about);
CREATE INDEX committed_value_by_kind ON committed_value (authority_id, kind, counted_on, about);
-- What a new notice told of a published system (§50(1)). Rows only grow.
CREATE TABLE system_change (
    programme_id text NOT NULL,
    number {{int64}} NOT NULL,
    kind text NOT NULL CONSTRAINT system_change_kind CHECK (kind IN ('duration', 'value', 'category')),
    reason text NOT NULL,
    former_ends_on text,
    ends_on text,
    former_cents {{int64}},
    announced_cents {{int64}},
    category_id text,
    changed_us {{int64}} NOT NULL,
    changed_by text NOT NULL,
    CONSTRAINT system_change_pk PRIMARY KEY (programme_id, number)
) {{strict}};
-- A system that ended or was cancelled owes a result notice (§58(5), T22).
CREATE TABLE system_result_due (
    programme_id text NOT NULL CONSTRAINT system_result_due_pk PRIMARY KEY,
    authority_id text NOT NULL,
    cause text NOT NULL CONSTRAINT system_result_due_cause CHECK (cause IN ('TERMINATED', 'EXPIRED', 'CANCELLED')),
    ended_us {{int64}} NOT NULL,
    due_on text NOT NULL
) {{strict}};
