-- Answers to writing requests, so that a repeated request acts once. Encrypted under a key that is made of the
-- caller's own idempotency key and token, of which only hashes are kept.
CREATE TABLE idempotent_reply (
    scope_hash {{bytes}} NOT NULL CONSTRAINT idempotent_reply_pk PRIMARY KEY,
    fingerprint {{bytes}} NOT NULL,
    sealed_reply {{bytes}} NOT NULL,
    person_id text,
    created_us {{int64}} NOT NULL,
    expires_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX idempotent_reply_by_expiry ON idempotent_reply (expires_us);
CREATE INDEX idempotent_reply_by_person ON idempotent_reply (person_id);
