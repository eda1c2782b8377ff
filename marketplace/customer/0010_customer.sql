-- Customers as pseudonyms. Who somebody is lies sealed in its own table, under a key of that person's own in a third:
-- destroying the key row makes the identity unreadable for good, here and in every copy made with the master key.
CREATE TABLE customer (
    id text NOT NULL CONSTRAINT customer_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    kind text NOT NULL CONSTRAINT customer_kind CHECK (kind IN ('jobseeker', 'employer', 'future_entrepreneur')),
    facts text NOT NULL,
    language text NOT NULL,
    needs_interpreter text NOT NULL CONSTRAINT customer_needs_interpreter CHECK (needs_interpreter IN ('yes', 'no')),
    plan_reference text NOT NULL,
    is_erased text NOT NULL CONSTRAINT customer_is_erased CHECK (is_erased IN ('yes', 'no')),
    revision {{int64}} NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX customer_by_organisation ON customer (organisation_id, id);
CREATE TABLE customer_identity (
    customer_id text NOT NULL CONSTRAINT customer_identity_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    sealed {{bytes}} NOT NULL,
    code_lookup {{bytes}},
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT customer_identity_code UNIQUE (organisation_id, code_lookup)
) {{strict}};
CREATE TABLE person_key (
    customer_id text NOT NULL CONSTRAINT person_key_pk PRIMARY KEY,
    wrapped_key {{bytes}} NOT NULL
) {{strict}};
