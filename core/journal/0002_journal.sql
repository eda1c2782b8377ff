-- The event log: entries are appended and numbered once, never changed or deleted (journal::verify finds it).

CREATE TABLE journal_entry
(
    id                 text NOT NULL,
    at_us              {{int64}} NOT NULL,
    actor              text NOT NULL,
    actor_organisation text NOT NULL,
    kind               text NOT NULL,
    about              text NOT NULL,
    facts              text NOT NULL,
    reason             text NOT NULL,
    rule_version       text NOT NULL,
    audience           text NOT NULL,
    waiting_step       {{int64}},
    number             {{int64}},
    leaf_hash          {{bytes}},
    CONSTRAINT journal_entry_pk PRIMARY KEY (id),
    CONSTRAINT journal_entry_number UNIQUE (number),
    CONSTRAINT journal_entry_audience CHECK (audience IN ('everyone', 'organisation', 'operators')),
    CONSTRAINT journal_entry_number_sign CHECK (number >= 0),
    CONSTRAINT journal_entry_hash_length CHECK (length(leaf_hash) = 32),
    -- An entry waits, or it is a leaf. Nothing is between.
    CONSTRAINT journal_entry_waits_or_is_leaf CHECK (
        (number IS NULL AND leaf_hash IS NULL AND waiting_step IS NOT NULL)
        OR (number IS NOT NULL AND leaf_hash IS NOT NULL AND waiting_step IS NULL))
) {{strict}};

CREATE INDEX journal_entry_by_about ON journal_entry (about, number);

CREATE INDEX journal_entry_waiting ON journal_entry (waiting_step, at_us, id) WHERE number IS NULL;

CREATE TABLE journal_entry_organisation
(
    entry_id        text NOT NULL,
    organisation_id text NOT NULL,
    CONSTRAINT journal_entry_organisation_pk PRIMARY KEY (entry_id, organisation_id),
    CONSTRAINT journal_entry_organisation_entry FOREIGN KEY (entry_id) REFERENCES journal_entry (id)
) {{strict}};

CREATE INDEX journal_entry_organisation_by_organisation ON journal_entry_organisation (organisation_id, entry_id);

-- Roots of complete subtrees with 2^level leaves (level 0 is journal_entry.leaf_hash).
CREATE TABLE journal_node
(
    level    {{int64}} NOT NULL,
    position {{int64}} NOT NULL,
    hash     {{bytes}} NOT NULL,
    CONSTRAINT journal_node_pk PRIMARY KEY (level, position),
    CONSTRAINT journal_node_level CHECK (level >= 1),
    CONSTRAINT journal_node_position CHECK (position >= 0),
    CONSTRAINT journal_node_hash_length CHECK (length(hash) = 32)
) {{strict}};

CREATE TABLE journal_head
(
    size       {{int64}} NOT NULL,
    epoch      {{int64}} NOT NULL,
    root       {{bytes}} NOT NULL,
    checkpoint text NOT NULL,
    signed_us  {{int64}} NOT NULL,
    CONSTRAINT journal_head_pk PRIMARY KEY (size),
    CONSTRAINT journal_head_size CHECK (size >= 0),
    CONSTRAINT journal_head_epoch CHECK (epoch >= 0),
    CONSTRAINT journal_head_root_length CHECK (length(root) = 32)
) {{strict}};
