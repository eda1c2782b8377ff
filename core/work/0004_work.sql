-- What this database is: its purpose (production or rehearsal), the keys it belongs to.
CREATE TABLE installation (
    name text NOT NULL CONSTRAINT installation_pk PRIMARY KEY,
    value text NOT NULL
) {{strict}};
-- Jobs are rows, not timers: a moment that was missed runs at the next start, and the due moment counts.
CREATE TABLE due_moment (
    id text NOT NULL CONSTRAINT due_moment_pk PRIMARY KEY,
    kind text NOT NULL,
    about text NOT NULL,
    authority_id text,
    due_us {{int64}} NOT NULL,
    retry_us {{int64}} NOT NULL,
    state text NOT NULL CONSTRAINT due_moment_state CHECK (state IN ('waiting', 'done', 'cancelled')),
    attempts {{int64}} NOT NULL,
    ended_us {{int64}}
) {{strict}};
CREATE INDEX due_moment_by_retry ON due_moment (state, retry_us, id);
CREATE INDEX due_moment_by_about ON due_moment (about, kind, state);
-- Effects outside: written in the transaction that wants them, performed later, at least once.
CREATE TABLE outbox_message (
    id text NOT NULL CONSTRAINT outbox_message_pk PRIMARY KEY,
    template text NOT NULL,
    language text NOT NULL,
    recipient text NOT NULL,
    facts text NOT NULL,
    state text NOT NULL CONSTRAINT outbox_message_state CHECK (state IN ('waiting', 'sent')),
    attempts {{int64}} NOT NULL,
    next_us {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL,
    sent_us {{int64}}
) {{strict}};
CREATE INDEX outbox_message_by_state ON outbox_message (state, next_us, id);
