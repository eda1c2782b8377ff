-- Contracting entities that take part in another one's programme, and programmes that pass to another entity.
CREATE TABLE participation (
    id text NOT NULL CONSTRAINT participation_pk PRIMARY KEY,
    programme_id text NOT NULL,
    owner_id text NOT NULL,
    organisation_id text NOT NULL,
    state text NOT NULL,
    share_basis_points {{int64}} NOT NULL
        CONSTRAINT participation_share CHECK (share_basis_points BETWEEN 1 AND 10000),
    invited_us {{int64}} NOT NULL,
    answered_us {{int64}},
    revision {{int64}} NOT NULL
) {{strict}};
CREATE INDEX participation_by_programme ON participation (programme_id, id);
CREATE INDEX participation_by_organisation ON participation (organisation_id, id);
CREATE INDEX participation_by_owner ON participation (owner_id, id);
CREATE TABLE programme_transfer (
    id text NOT NULL CONSTRAINT programme_transfer_pk PRIMARY KEY,
    programme_id text NOT NULL,
    from_id text NOT NULL,
    to_id text NOT NULL,
    on_day text NOT NULL,
    reason text NOT NULL,
    state text NOT NULL,
    proposed_us {{int64}} NOT NULL,
    answered_us {{int64}},
    revision {{int64}} NOT NULL
) {{strict}};
CREATE INDEX programme_transfer_by_programme ON programme_transfer (programme_id, id);
CREATE INDEX programme_transfer_by_from ON programme_transfer (from_id, id);
CREATE INDEX programme_transfer_by_to ON programme_transfer (to_id, id);
