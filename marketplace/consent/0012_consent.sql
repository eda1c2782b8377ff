-- A customer's consent per provider and purpose. It is added and moves on; it never becomes another one.
CREATE TABLE consent (
    id text NOT NULL CONSTRAINT consent_pk PRIMARY KEY,
    customer_id text NOT NULL,
    authority_id text NOT NULL,
    organisation_id text NOT NULL,
    purpose text NOT NULL,
    state text NOT NULL,
    told_how text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    revision {{int64}} NOT NULL,
    asked_us {{int64}} NOT NULL,
    changed_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX consent_by_customer ON consent (customer_id, organisation_id, purpose, state);
