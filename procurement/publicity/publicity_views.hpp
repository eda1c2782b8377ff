// How requests for information and trade-secret claims look in answers.
#pragma once

#include "core/http/route.hpp"
#include "procurement/publicity/disclosure.hpp"

namespace kori::publicity
{

json::Object view_of(const InformationRequest& request); // a row of a list
json::Object full_view(Transaction& tx, const InformationRequest& request);
json::Object view_of(const InformationCounts& counts);
// The two columns: what the provider marked, what the authority decided of it.
json::Object view_of(Transaction& tx, const TradeSecretClaim& claim);

http::Shape request_shape();
http::Shape request_row_shape();
http::Shape counts_shape();
http::Shape disclosure_shape();
http::Shape claim_shape();

// What others send, too.
http::Shape matter_id();
http::Shape document_id();
http::Shape wanted_text();
http::Shape reasons_shape();
http::Shape content_code();
http::Shape part_text();
http::Shape passage_text();
http::Shape ground_text();

} // namespace kori::publicity
