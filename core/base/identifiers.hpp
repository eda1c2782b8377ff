// Form and check digits of identifiers that come from outside (domain.md 11). Only the canonical writing is
// accepted: capital letters, no blanks. A good check digit says that nobody mistyped, never that the thing
// exists.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kori
{

// Individual numbers 900–999 are temporary or for tests and never given to a person for good ([M]).
enum class IdentityNumbers
{
    real_only,
    also_temporary,
};

// Personal identity code (henkilötunnus): Act 661/2009 §11 and Decree 128/2010 §2, new signs by 690/2022. Sex
// and age are not derived from it anywhere.
bool is_identity_code(std::string_view text, IdentityNumbers numbers = IdentityNumbers::real_only);

// Business ID (Y-tunnus) "0112038-9": weights 7 9 10 5 8 4 2, modulo 11; Act 244/2001 §9.
bool is_business_id(std::string_view text);
// "FI01120389" of "0112038-9", and back.
bool is_vat_number(std::string_view text);
std::string vat_number_of(std::string_view business_id); // promises a good business ID
std::optional<std::string> business_id_of_vat_number(std::string_view text);

// E-invoicing address (OVT-tunnus): 0037, the eight digits of the business ID, at most five letters or digits
// more.
bool is_ovt(std::string_view text);

// ISO 13616: check digits by ISO 7064 mod 97-10; a Finnish one has 18 characters, all digits after "FI".
bool is_iban(std::string_view text);
bool is_finnish_iban(std::string_view text);
// ISO 9362: 4 letters of the bank, 2 of the country, 2 of the place, optionally 3 of the branch. Form only.
bool is_bic(std::string_view text);

// Finnish reference number (viitenumero, Finance Finland): 4 to 20 digits, weights 7 3 1 from the right.
// Leading zeros do not count and are refused, so that one payment has one text.
bool is_reference_number(std::string_view text);
// Appends the check digit to 3 to 19 digits without a leading zero; nothing when they are not that.
std::optional<std::string> make_reference_number(std::string_view digits);
// ISO 11649: "RF", two check digits, up to 21 letters or digits.
bool is_rf_reference(std::string_view text);
// The same around a Finnish reference number, whose own last digit must be right too.
bool is_finnish_rf_reference(std::string_view text);
std::string rf_reference_of(std::string_view reference_number); // promises a good Finnish reference number

// Statistics Finland's codes are text, not numbers: three digits of a municipality, two of an area. Form
// only; which exist on a day is told by core/reference.
bool is_municipality_code(std::string_view text);
bool is_area_code(std::string_view text);

// CPV 2008 (Regulation 213/2008) "79611000-0": form only. The Regulation gives no rule for the check digit,
// and weights 3 7 1 3 7 1 3 7 modulo 10 fail for 533 of its 9 458 codes, so only the list itself can tell a
// wrong digit.
bool is_cpv(std::string_view text);

} // namespace kori
