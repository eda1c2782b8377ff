#include "procurement/basket/outcome_catalogue.hpp"

#include <algorithm>
#include <charconv>

namespace kori
{

namespace
{

using V = Verifier;
using E = EvidenceKind;

struct VerifierRow
{
    Verifier verifier;
    std::string_view code;
};
constexpr VerifierRow verifier_rows[] = {
    {V::customer, "customer"},       {V::coach, "coach"},       {V::authority, "authority"},
    {V::issuer, "issuer"},           {V::school, "school"},     {V::employer, "employer"},
    {V::measurement, "measurement"}, {V::provider, "provider"},
};

struct EvidenceRow
{
    EvidenceKind kind;
    std::string_view code;
};
constexpr EvidenceRow evidence_rows[] = {
    {E::date, "date"},
    {E::date_and_report, "date_and_report"},
    {E::step, "step"},
    {E::measurements, "measurements"},
    {E::reference, "reference"},
    {E::study, "study"},
    {E::certificate, "certificate"},
    {E::job, "job"},
    {E::checked_date, "checked_date"},
    {E::kind, "kind"},
};

constexpr V by_customer[] = {V::customer};
constexpr V by_customer_or_coach[] = {V::customer, V::coach};
constexpr V by_coach[] = {V::coach};
constexpr V by_measurement[] = {V::measurement};
constexpr V by_authority[] = {V::authority};
constexpr V by_authority_or_school[] = {V::authority, V::school};
constexpr V by_issuer[] = {V::issuer};
constexpr V by_authority_or_customer[] = {V::authority, V::customer};
constexpr V by_employer[] = {V::employer};

constexpr std::string_view here = "domain.md 9.1";
constexpr OutcomeKind rows[] = {
    // The provider reports the first meeting, but only the customer's confirmation counts.
    {"STARTED", false, E::date, by_customer_or_coach, "First meeting held",
     "domain.md 9.1; ASSUMED: a coach may confirm for a customer who cannot"},
    {"PLAN_DONE", false, E::date, by_customer, "Service plan agreed with the customer", here},
    {"ASSESSMENT_DONE", false, E::date_and_report, by_coach, "Work ability or skills assessment delivered",
     here},
    {"STEP", false, E::step, by_customer_or_coach, "Agreed interim step", here},
    {"PARTICIPATION_UP", false, E::measurements, by_measurement,
     "Agreed change in a participation instrument", here},
    {"FUNCTION_UP", false, E::measurements, by_measurement, "Agreed change in Abilitator areas", here},
    {"TRIAL", false, E::reference, by_authority, "Work trial agreed and started", here},
    {"TRAINING_START", false, E::study, by_authority_or_school, "Short training started", here},
    {"DEGREE_START", false, E::study, by_authority_or_school, "Education leading to a degree started", here},
    {"COMPETENCE", false, E::certificate, by_issuer, "Certified competence from work (opinnollistaminen)",
     here},
    {"SUBSIDISED_JOB", false, E::job, by_authority, "Wage-subsidised employment", here},
    {"APPRENTICESHIP", false, E::job, by_authority, "Apprenticeship", here},
    {"OPEN_JOB", false, E::job, by_authority_or_customer, "Employment without subsidy", here},
    {"ENTREPRENEUR", false, E::date, by_authority, "Entrepreneurship as the main activity", here},
    {"TRANSITION", false, E::job, by_authority, "From a subsidised to an open job", here},
    {"RETAIN", true, E::checked_date, by_authority, "Still employed n months after", here},
    {"NO_RETURN", true, E::checked_date, by_authority, "Not unemployed n months after a subsidised job ended",
     here},
    {"OTHER_SOLUTION", false, E::kind, by_coach, "Pension, rehabilitation or other fitting solution", here},
    {"JOB_LEAD", false, E::reference, by_employer, "The provider brought a usable vacancy", here},
};

} // namespace

std::string_view code_of(Verifier verifier)
{
    for (const auto& row : verifier_rows)
        if (row.verifier == verifier)
            return row.code;
    return "";
}

std::optional<Verifier> parse_verifier(std::string_view code)
{
    for (const auto& row : verifier_rows)
        if (row.code == code)
            return row.verifier;
    return std::nullopt;
}

std::string_view code_of(EvidenceKind kind)
{
    for (const auto& row : evidence_rows)
        if (row.kind == kind)
            return row.code;
    return "";
}

std::span<const OutcomeKind> outcome_catalogue()
{
    return rows;
}

std::optional<OutcomeCode> parse_outcome(std::string_view code)
{
    for (const auto& row : rows)
    {
        if (!row.has_months)
        {
            if (row.code == code)
                return OutcomeCode{&row, 0};
            continue;
        }
        if (!code.starts_with(row.code) || code.size() <= row.code.size() + 1 || code[row.code.size()] != '_')
            continue;
        const auto digits = code.substr(row.code.size() + 1);
        int months = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), months);
        const bool is_plain =
            error == std::errc{} && end == digits.data() + digits.size() && digits[0] != '0';
        if (is_plain && months >= 1 && months <= 60)
            return OutcomeCode{&row, months};
    }
    return std::nullopt;
}

bool may_verify(const OutcomeKind& kind, Verifier verifier)
{
    return std::find(kind.verifiers.begin(), kind.verifiers.end(), verifier) != kind.verifiers.end();
}

} // namespace kori
