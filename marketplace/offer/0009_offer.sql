-- Service descriptions and the offers made of them. Versions are rows that never change once they were submitted.
CREATE TABLE service_description (
    id text NOT NULL CONSTRAINT service_description_pk PRIMARY KEY,
    provider_id text NOT NULL,
    state text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX service_description_by_provider ON service_description (provider_id, id);
CREATE TABLE service_description_version (
    description_id text NOT NULL,
    revision {{int64}} NOT NULL,
    content text NOT NULL,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT service_description_version_pk PRIMARY KEY (description_id, revision)
) {{strict}};
CREATE TABLE offer (
    id text NOT NULL CONSTRAINT offer_pk PRIMARY KEY,
    basket_id text NOT NULL,
    authority_id text NOT NULL,
    provider_id text NOT NULL,
    description_id text NOT NULL,
    state text NOT NULL,
    current_id text,
    draft_id text,
    was_submitted text NOT NULL CONSTRAINT offer_was_submitted CHECK (was_submitted IN ('yes', 'no')),
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX offer_by_basket ON offer (basket_id, state, id);
CREATE INDEX offer_by_provider ON offer (provider_id, id);
CREATE INDEX offer_by_authority ON offer (authority_id, was_submitted, id);
CREATE TABLE offer_version (
    id text NOT NULL CONSTRAINT offer_version_pk PRIMARY KEY,
    offer_id text NOT NULL,
    number {{int64}} NOT NULL,
    description text NOT NULL,
    terms text NOT NULL,
    checked_against text,
    check_passed text NOT NULL CONSTRAINT offer_version_check_passed CHECK (check_passed IN ('yes', 'no')),
    check_results text NOT NULL,
    checked_on text,
    submitted_us {{int64}},
    listed_us {{int64}},
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT offer_version_number UNIQUE (offer_id, number)
) {{strict}};
