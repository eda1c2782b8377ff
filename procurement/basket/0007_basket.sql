-- Service baskets. What offers and customers stand on is a version; versions are added, and their terms never change
-- once they are published.
CREATE TABLE basket (
    id text NOT NULL CONSTRAINT basket_pk PRIMARY KEY,
    programme_id text NOT NULL,
    organisation_id text NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    current_version_id text,
    draft_version_id text,
    is_public text NOT NULL CONSTRAINT basket_is_public CHECK (is_public IN ('yes', 'no')),
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX basket_by_organisation ON basket (organisation_id, id);
CREATE INDEX basket_by_programme ON basket (programme_id, id);
CREATE TABLE basket_version (
    id text NOT NULL CONSTRAINT basket_version_pk PRIMARY KEY,
    basket_id text NOT NULL,
    number {{int64}} NOT NULL,
    state text NOT NULL,
    terms text NOT NULL,
    valid_from text,
    published_us {{int64}},
    ended_on text,
    ended_us {{int64}},
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT basket_version_number UNIQUE (basket_id, number)
) {{strict}};
-- Which state a basket was in, from which day, by what was recorded when.
CREATE TABLE basket_state (
    basket_id text NOT NULL,
    revision {{int64}} NOT NULL,
    state text NOT NULL,
    valid_from text NOT NULL,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT basket_state_pk PRIMARY KEY (basket_id, revision)
) {{strict}};
-- The codes of the current version, so that baskets are found by them.
CREATE TABLE basket_code (
    basket_id text NOT NULL,
    list text NOT NULL,
    code text NOT NULL,
    CONSTRAINT basket_code_pk PRIMARY KEY (basket_id, list, code)
) {{strict}};
CREATE INDEX basket_code_by_code ON basket_code (list, code, basket_id);
