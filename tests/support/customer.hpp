// Customers, agreements and choices, for tests of what comes after. All people are invented.
#pragma once

#include "tests/support/area.hpp"

#include <string>
#include <string_view>

namespace kori::test
{

// A jobseeker of Kuopio (297) who fits good_terms().
json::Object good_customer();
// Recorded by the area's coach, who has the customer from then on; the customer's id.
std::string recorded_customer(World& world, const Area& area, const json::Object& wish = good_customer());
// Says who it is. The code is invented (a number from 900 on is never given to a person).
Answer identify(World& world, const Area& area, std::string_view customer,
                std::string_view name = "Veera Keksitty", std::string_view identity_code = "131052-9041");
// Asks with If-Match of what the actor sees at `seen_at`.
Answer put_seen(World& world, std::string_view target, std::string_view seen_at, const json::Value& body,
                std::string_view token);

// Proposed by the coach and agreed by the customer; the agreement's id.
std::string agreed_basket(World& world, const Area& area, std::string_view customer, std::string_view basket);

struct OpenChoice
{
    std::string session;
    std::string code;
    std::string token; // of the customer who has entered with the code
};
OpenChoice open_choice(World& world, const Area& area, std::string_view agreement);
// Shows the offers; throws when that is refused.
Answer show_choice(World& world, const OpenChoice& choice);

struct Chosen
{
    std::string customer;
    std::string agreement;
    std::string session;
    std::string receipt;
    std::string offer;
    std::string offer_version;
    std::string token; // of the customer
};
// The customer chooses that offer, or the one that is shown first. The basket needs as many listed offers as
// it asks to be compared (good_terms(): two).
Chosen chosen(World& world, const Area& area, std::string_view basket, std::string_view customer,
              std::string_view offer = {});
// The same for a newly recorded customer.
Chosen chosen(World& world, const Area& area, std::string_view basket);

} // namespace kori::test
