-- Orders (ORDER is a word of SQL). What was chosen and under which terms is written once; the state moves.
CREATE TABLE service_order (
    id text NOT NULL CONSTRAINT service_order_pk PRIMARY KEY,
    organisation_id text NOT NULL,
    provider_id text NOT NULL,
    customer_id text NOT NULL,
    agreement_id text NOT NULL,
    receipt_id text NOT NULL,
    offer_id text NOT NULL,
    offer_version_id text NOT NULL,
    basket_id text NOT NULL,
    basket_version_id text NOT NULL,
    programme_id text NOT NULL,
    admission_id text NOT NULL,
    decision_id text NOT NULL,
    state text NOT NULL,
    municipality text NOT NULL,
    language text NOT NULL,
    needs_interpreter text NOT NULL CONSTRAINT service_order_interpreter CHECK (needs_interpreter IN ('yes', 'no')),
    needs text NOT NULL,
    reveals_health text NOT NULL CONSTRAINT service_order_reveals_health CHECK (reveals_health IN ('yes', 'no')),
    planned_start_on text NOT NULL,
    sent_us {{int64}},
    accepted_us {{int64}},
    started_on text,
    ended_on text,
    reserved_cents {{int64}} NOT NULL,
    ground text NOT NULL,
    made_by text NOT NULL,
    revision {{int64}} NOT NULL,
    created_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX service_order_by_organisation ON service_order (organisation_id, id);
CREATE INDEX service_order_by_provider ON service_order (provider_id, id);
CREATE INDEX service_order_by_customer ON service_order (customer_id, id);
CREATE INDEX service_order_by_basket ON service_order (basket_id, id);
CREATE INDEX service_order_by_receipt ON service_order (receipt_id, id);
CREATE INDEX service_order_by_offer ON service_order (offer_id, state);
CREATE TABLE service_order_payer (
    order_id text NOT NULL,
    line {{int64}} NOT NULL,
    payer_id text NOT NULL,
    basis_points {{int64}} NOT NULL,
    CONSTRAINT service_order_payer_pk PRIMARY KEY (order_id, line)
) {{strict}};
-- Interim results and what was observed afterwards: a code and a day, never free text about a person.
CREATE TABLE service_order_note (
    id text NOT NULL CONSTRAINT service_order_note_pk PRIMARY KEY,
    order_id text NOT NULL,
    act text NOT NULL CONSTRAINT service_order_note_act CHECK (act IN ('note_progress', 'observe')),
    kind text NOT NULL,
    noted_on text NOT NULL,
    noted_by text NOT NULL,
    recorded_us {{int64}} NOT NULL
) {{strict}};
CREATE INDEX service_order_note_by_order ON service_order_note (order_id, id);
