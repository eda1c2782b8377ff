-- Claims and the decisions about them. A decision keeps everything that went into it, so that it can be computed again.
CREATE TABLE outcome_claim (
    id text NOT NULL CONSTRAINT outcome_claim_pk PRIMARY KEY,
    order_id text NOT NULL,
    organisation_id text NOT NULL,
    provider_id text NOT NULL,
    component text NOT NULL,
    outcome text NOT NULL,
    facts text NOT NULL,
    state text NOT NULL,
    claimed_on text NOT NULL,
    claimed_by text NOT NULL,
    ground text NOT NULL,
    asked text NOT NULL,
    rejected_by text,
    payable_id text,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX outcome_claim_by_order ON outcome_claim (order_id, id);
CREATE INDEX outcome_claim_by_organisation ON outcome_claim (organisation_id, id);
CREATE INDEX outcome_claim_by_provider ON outcome_claim (provider_id, id);
CREATE TABLE outcome_decision (
    claim_id text NOT NULL,
    number {{int64}} NOT NULL,
    stage text NOT NULL CONSTRAINT outcome_decision_stage CHECK (stage IN ('auto_check', 'verified', 'resolved')),
    inputs text NOT NULL,
    decision text NOT NULL,
    rule_version text NOT NULL,
    amount_cents {{int64}} NOT NULL,
    decided_by text NOT NULL,
    decided_us {{int64}} NOT NULL,
    CONSTRAINT outcome_decision_pk PRIMARY KEY (claim_id, number)
) {{strict}};
