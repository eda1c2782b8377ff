// Who sees what of a competition: the authority all of it, but nothing of tenders; those invited what they
// were sent; everybody else nothing.
#pragma once

#include "core/http/route.hpp"
#include "core/http/shape.hpp"
#include "procurement/competition/competition_actions.hpp"

#include <memory>

namespace kori::competitions
{

http::Shape competition_shape();
json::Object view_of(const http::Call& call, const Competition& competition);
// As the caller may see it; to others it looks absent.
Result<Competition> visible(const http::Call& call);
Result<http::Reply> shown(const http::Call& call, const Result<Competition>& competition);

http::Shape question_shape();
json::Object view_of(const http::Call& call, const Question& question);

// The bodies of a draft: all of it, and what changes.
http::Shape new_draft_shape();
http::Shape changed_draft_shape();
// The body's members over what stood there.
CompetitionTerms terms_in(const json::Value& body, CompetitionTerms terms);

// Joined by competition_routes().
http::Routes question_routes();
http::Routes tender_routes();

} // namespace kori::competitions
