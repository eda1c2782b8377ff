// The outcomes that a basket's outcome set chooses from (domain.md 9.1), as data: what is evidence and who
// may verify.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kori
{

// Who confirms that an outcome happened. The claimant's own organisation is on no row: it never verifies
// itself.
enum class Verifier
{
    customer,
    coach,
    authority, // a finance or procurement officer, from the authority's own data or decision
    issuer,    // of a certificate or of credits
    school,
    employer,
    measurement, // two recorded measurements of an instrument
    provider,    // the claimant; known so that it can be refused by name
};
std::string_view code_of(Verifier verifier);
std::optional<Verifier> parse_verifier(std::string_view code);

// What kind of evidence fact is kept; never a document's content, never a free text about the customer.
enum class EvidenceKind
{
    date,
    date_and_report, // the report lies with the authority
    step,            // type and date
    measurements,    // two measurement ids
    reference,       // of a contract or a vacancy
    study,           // start date and kind
    certificate,     // issuer and points
    job,             // start, end, hours a week
    checked_date,    // the day on which a status was looked at
    kind,
};
std::string_view code_of(EvidenceKind kind);

struct OutcomeKind
{
    std::string_view code; // "OPEN_JOB"; a kind with months is written with them: "RETAIN_6"
    bool has_months;       // RETAIN_n, NO_RETURN_n
    EvidenceKind evidence;
    std::span<const Verifier> verifiers;
    std::string_view meaning;
    std::string_view source;
};
std::span<const OutcomeKind> outcome_catalogue();

// "OPEN_JOB" → {OPEN_JOB, 0}; "RETAIN_6" → {RETAIN, 6}; 1 to 60 months (ASSUMED upper bound); anything else:
// nothing.
struct OutcomeCode
{
    const OutcomeKind* kind;
    int months;
};
std::optional<OutcomeCode> parse_outcome(std::string_view code);
bool may_verify(const OutcomeKind& kind, Verifier verifier);

} // namespace kori
