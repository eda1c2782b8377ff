-- Organisations, people who work in them, and what each may do.
CREATE TABLE organisation (
    id text NOT NULL CONSTRAINT organisation_pk PRIMARY KEY,
    kind text NOT NULL CONSTRAINT organisation_kind CHECK (kind IN ('authority', 'provider', 'civic', 'platform')),
    business_id text CONSTRAINT organisation_business_id UNIQUE,
    legal_form text NOT NULL,
    name_fi text NOT NULL,
    name_sv text NOT NULL,
    name_en text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
-- Reached by function, not by person: history stays on the organisation when people change (domain.md 14, row 14).
CREATE TABLE functional_contact (
    organisation_id text NOT NULL,
    purpose text NOT NULL,
    email text NOT NULL,
    phone text,
    valid_from text NOT NULL,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT functional_contact_pk PRIMARY KEY (organisation_id, purpose, recorded_us)
) {{strict}};
CREATE TABLE user_account (
    id text NOT NULL CONSTRAINT user_account_pk PRIMARY KEY,
    email_lookup {{bytes}} NOT NULL CONSTRAINT user_account_email UNIQUE,
    email_sealed {{bytes}} NOT NULL,
    name_sealed {{bytes}} NOT NULL,
    password_hash text NOT NULL,
    language text NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE TABLE membership (
    id text NOT NULL CONSTRAINT membership_pk PRIMARY KEY,
    user_id text NOT NULL,
    organisation_id text NOT NULL,
    deputy_id text,
    revision {{int64}} NOT NULL
) {{strict}};
CREATE INDEX membership_by_organisation ON membership (organisation_id, id);
CREATE INDEX membership_by_user ON membership (user_id, id);
-- Every change is a new row: who could do what on a day, and what was known of it at a moment.
CREATE TABLE membership_version (
    membership_id text NOT NULL,
    revision {{int64}} NOT NULL,
    roles text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL,
    CONSTRAINT membership_version_pk PRIMARY KEY (membership_id, revision)
) {{strict}};
CREATE TABLE access_token (
    token_hash {{bytes}} NOT NULL CONSTRAINT access_token_pk PRIMARY KEY,
    membership_id text NOT NULL,
    issued_us {{int64}} NOT NULL,
    expires_us {{int64}} NOT NULL,
    revoked_us {{int64}}
) {{strict}};
CREATE INDEX access_token_by_membership ON access_token (membership_id);
-- Failed sign-ins by keyed hash of (account, address) and of the address alone: nobody can lock others out.
CREATE TABLE sign_in_failure (
    scope_hash {{bytes}} NOT NULL CONSTRAINT sign_in_failure_pk PRIMARY KEY,
    failures {{int64}} NOT NULL,
    first_us {{int64}} NOT NULL,
    last_us {{int64}} NOT NULL
) {{strict}};
-- Roles alone cannot express a team around a customer: this coach for this person, this worker on this order.
CREATE TABLE relation (
    id text NOT NULL CONSTRAINT relation_pk PRIMARY KEY,
    kind text NOT NULL,
    membership_id text NOT NULL,
    object_id text NOT NULL,
    limits text NOT NULL,
    valid_from text NOT NULL,
    valid_to text,
    recorded_us {{int64}} NOT NULL,
    ended_us {{int64}}
) {{strict}};
CREATE INDEX relation_by_object ON relation (object_id, kind);
CREATE INDEX relation_by_membership ON relation (membership_id, kind);
-- Something a person has to do. It belongs to the organisation; it passes on when the membership ends.
CREATE TABLE task (
    id text NOT NULL CONSTRAINT task_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    membership_id text,
    role text NOT NULL,
    kind text NOT NULL,
    about text NOT NULL,
    due_us {{int64}},
    created_us {{int64}} NOT NULL,
    done_us {{int64}}
) {{strict}};
CREATE INDEX task_by_organisation ON task (organisation_id, done_us, due_us);
CREATE INDEX task_by_about ON task (about, kind);
