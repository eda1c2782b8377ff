// What is shown of systems, and the descriptions of it.
#pragma once

#include "core/http/shape.hpp"
#include "core/json/value.hpp"
#include "procurement/programme/programme_store.hpp"
#include "procurement/system/system_store.hpp"

namespace kori::systems
{

// `due`: of a system that ended and owes a result notice.
json::Object view_of(const Programme& programme, const SystemTerms& terms,
                     const std::vector<Category>& categories, const std::optional<SystemResultDue>& due);
json::Object view_of(const Category& category);
json::Object view_of(const SystemChange& change);
json::Object view_of(const RunningTotal& total);

http::Shape system_shape();
http::Shape terms_shape(); // what is written of it
http::Shape category_shape();
std::vector<http::Member> category_members(); // what is written of one
http::Shape change_shape();
http::Shape total_shape();
http::Shape announced_shape(); // a value in cents

} // namespace kori::systems
