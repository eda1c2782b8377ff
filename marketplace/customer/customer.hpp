// A customer of employment services (henkilöasiakas, työnantaja-asiakas, yrittäjäksi aikova). Being one is
// secret in itself (621/1999 §24(1)(25)): here it is a pseudonym with coded needs; name, contact and identity
// code lie encrypted under a key of that person's own.
#pragma once

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/text.hpp"
#include "procurement/basket/eligibility.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// Purely random and without an ordinary text form, so that it cannot be logged by accident.
struct CustomerTag
{
    static constexpr std::string_view prefix = "cus";
    static constexpr bool is_secret = true;
};
using CustomerId = Id<CustomerTag>;

enum class CustomerKind
{
    jobseeker,
    employer,
    future_entrepreneur,
};
std::string_view code_of(CustomerKind kind);
std::optional<CustomerKind> parse_customer_kind(std::string_view code);

// What is known of a customer without knowing who it is.
struct Customer
{
    CustomerId id;
    OrganisationId authority; // the controller
    CustomerKind kind = CustomerKind::jobseeker;
    CustomerFacts facts;         // target groups, needs, municipality, bands: declared by the coach
    std::string language = "fi"; // BCP 47; beyond fi, sv and en too
    bool needs_interpreter = false;
    std::string
        plan_reference; // of the employment plan in the national system; no copy of the plan (380/2023 §120)
    bool is_erased = false;
    std::int64_t revision = 1;
};

// Personal data in plain form: only in memory, only for who may see it.
struct CustomerIdentity
{
    std::string name;
    std::string identity_code; // may be empty
    std::string phone;         // may be empty
    std::string email;         // may be empty
};

} // namespace kori
