// The form that terms have in requests and answers; what a publication needs beyond it is told by
// basket_check.
#include "procurement/basket/basket_document.hpp"

namespace kori::baskets
{
namespace
{

using namespace http;

// Bounds keep every sum of a basket inside 64 bits of cents and a document inside one request; all ASSUMED.
constexpr std::int64_t parts_max = 50;
constexpr std::int64_t codes_max = 310; // more than there are municipalities
constexpr std::int64_t quantity_max = 100'000;
constexpr std::int64_t days_max = 3'660;
const Money ceiling_max = Money::euros(1'000'000);
const Money cap_max = Money::euros(1'000'000'000);

Shape local(std::int64_t max, const char* about, const char* fi, const char* sv)
{
    return draft_local_text(max, about, fi, sv);
}

Shape code_text(const char* about, const char* example)
{
    return text(0, 60, about, example);
}

Shape codes(const char* about, const char* example)
{
    return list(text(1, 60, "Code", example), 0, codes_max, about);
}

template <class Enum, std::size_t count>
std::vector<std::string> codes_of(const Enum (&values)[count])
{
    std::vector<std::string> result;
    for (const auto value : values)
        result.emplace_back(code_of(value));
    return result;
}

Shape eligibility_shape()
{
    using enum EligibilityKind;
    constexpr EligibilityKind kinds[] = {target_group, age_band,          municipality, need,
                                         language,     unemployment_band, declared};
    return object(
        "EligibilityRule", "Who the basket is for; checked with the customer, never derived",
        {optional("code", code_text("The basket's own name for it", "group")),
         required("kind", code(codes_of(kinds), "What is looked at")),
         optional("text", local(1'000, "What a coach reads", "Pitkään työttömänä", "Länge arbetslös")),
         optional("codes", codes("Any of these", "long_term_unemployed"))});
}

Shape condition_shape()
{
    using enum ConditionKind;
    constexpr ConditionKind kinds[] = {covers_municipalities, offers_languages, offers_delivery_modes,
                                       capacity_at_least,     price_at_most,    legal_form_among,
                                       staff_qualification,   evidence_present, accessibility_declared,
                                       starts_within_days,    duration_within,  statement_declared};
    constexpr Match matches[] = {Match::all_of, Match::any_of};
    return object(
        "BoundaryCondition", "A condition that an offer meets or does not meet; never a score",
        {optional("code", code_text("The basket's own name for it", "places")),
         required("kind", code(codes_of(kinds), "What is tested")),
         optional("text",
                  local(1'000, "What a provider reads", "Vähintään viisi paikkaa", "Minst fem platser")),
         optional("codes", codes("What is asked for", "fi")),
         optional("match", code(codes_of(matches), "All of the codes or any of them")),
         optional("at_least", integer(0, quantity_max, "Lower limit; persons or days", 5)),
         optional("at_most", integer(0, quantity_max, "Upper limit; days", 30)),
         optional("amount_cents", money(Money{}, ceiling_max, "Cents without VAT", Money::euros(300)))});
}

Shape component_shape()
{
    std::vector<std::string> kinds;
    for (const auto& row : component_kinds())
        kinds.emplace_back(row.code);
    const auto cap = [](const char* about) { return integer(0, quantity_max, about, 6); };
    const auto cap_cents = [](const char* about)
    { return money(Money{}, cap_max, about, Money::euros(1'200)); };
    return object(
        "PriceComponent", "What is paid for, at most how much and how often; without VAT",
        {optional("code", code_text("The basket's own name for it", "start")),
         required("kind", code(kinds, "Kind")), optional("name", local(200, "Name", "Aloitus", "Start")),
         optional("unit", code_text("One of the kind's units", "person")),
         optional("ceiling_cents",
                  money(Money{}, ceiling_max, "Most that one unit may cost", Money::euros(300))),
         optional("caps", object("ComponentCaps", "Caps; absent: none",
                                 {optional("quantity_per_person", cap("Units of one person over all orders")),
                                  optional("quantity_per_order", cap("Units of one order")),
                                  optional("money_per_person_cents",
                                           cap_cents("Cents of one person over all orders")),
                                  optional("money_per_order_cents", cap_cents("Cents of one order"))})),
         optional("outcome",
                  text(0, 60, "Of the basket's outcome set; only where a result is paid", "OPEN_JOB")),
         optional("stated_reason", text(0, 1'000, "Why time is paid and not a result", "Ohjaus vie aikaa")),
         optional("expected_quantity", integer(0, quantity_max, "Units of an ordinary order", 1))});
}

Shape outcome_shape()
{
    using enum Verifier;
    constexpr Verifier verifiers[] = {customer, coach,    authority,   issuer,
                                      school,   employer, measurement, provider};
    return object(
        "BasketOutcome", "A result that counts, and who may confirm it",
        {optional("code",
                  text(0, 60, "Of the catalogue; RETAIN_n and NO_RETURN_n with their months", "OPEN_JOB")),
         optional("definition", local(1'000, "Definition", "Työ avoimilla työmarkkinoilla",
                                      "Arbete på den öppna arbetsmarknaden")),
         optional("verifiers", list(code(codes_of(verifiers), "Who confirms; never the claimant"), 0, 8,
                                    "Who may confirm it here")),
         optional("min_hours_per_week", integer(0, 168, "Of a job", 18)),
         optional("min_days", integer(0, days_max, "Of a job", 14)),
         optional("days_after_end", integer(0, days_max, "Counts so many days after the last day", 30))});
}

Shape ground_shape()
{
    return object("LegalGround", "Why a legal form may be shut out",
                  {required("code", text(1, 60, "Of the law book", "reserved_contract")),
                   optional("statute", text(0, 200, "Statute and paragraph", "1397/2016 §24")),
                   required("valid_from", date("First day", "2026-01-01")),
                   optional("valid_to", date("First day that no longer counts", "2027-01-01")),
                   optional("reason", local(1'000, "Why", "Varattu hankinta", "Reserverat kontrakt"))});
}

std::vector<Member> whom_and_where()
{
    return {
        optional("name", local(200, "What the customer reads", "Oma polku töihin", "Egen väg till arbete")),
        optional("aim", local(4'000, "Aim", "Löytää työ", "Att hitta ett arbete")),
        optional("benefit",
                 local(4'000, "What the customer gets out of it", "Oma valmentaja", "En egen tränare")),
        optional("service_types", codes("Of the area's own list", "job_coaching")),
        optional("target_groups", codes("Of the area's own list", "long_term_unemployed")),
        optional("needs", codes("Of the area's own list", "job_search")),
        optional("municipalities",
                 list(pattern("municipality_code", "Three digits, as text", "297"), 0, codes_max,
                      "Where; organised by this authority on the day of publication")),
        optional("delivery_modes", codes("How", "on_site")),
        optional("languages",
                 list(pattern("language_tag", "BCP 47", "fi"), 0, 60, "Finnish and Swedish are among them")),
        optional("cpv", text(0, 10, "CPV code; none where nothing is bought", "79611000-0")),
        optional("duration", object("DurationLimits", "Days of one order; absent: no limit",
                                    {optional("min_days", integer(0, days_max, "Shortest", 30)),
                                     optional("max_days", integer(0, days_max, "Longest", 180))})),
        optional("eligible_legal_forms", list(code({"association", "foundation", "company", "cooperative",
                                                    "public_body", "parish", "person", "group"},
                                                   "Legal form"),
                                              0, 8, "Empty: every legal form")),
        optional("legal_form_ground", ground_shape()),
        optional("minimum_alternatives",
                 integer(0, 100, "Offers that a customer must be able to compare", 2)),
        optional("is_niche", boolean("May have one provider; its counts stay unpublished", false)),
        optional("niche_reason",
                 text(0, 2'000, "Why it may have one provider", "Ainoa viittomakielinen palvelu")),
        optional("capacity_cap", integer(0, quantity_max, "Persons inside at the same time", 100)),
        optional("budget_cap_cents", money(Money{}, cap_max, "Over all orders", Money::euros(100'000))),
        optional("person_cap_cents",
                 money(Money{}, cap_max, "Of one person over all orders", Money::euros(3'000))),
        optional("review_on", date("When the basket is looked at again", "2026-09-01")),
        optional("sunset_on", date("First day without it", "2027-03-01")),
        optional("is_pilot", boolean("A trial", false)),
        optional("duty_to_those_who_need_more",
                 local(4'000, "What providers owe to those who need more support", "Tuki jatkuu",
                       "Stödet fortsätter")),
        optional("reveals_health",
                 boolean("Taking part tells something of health: consent precedes the order", false)),
    };
}

} // namespace

Shape terms_shape(std::string name)
{
    auto members = whom_and_where();
    const auto add = [&](std::string member, Shape shape)
    { members.push_back(optional(std::move(member), std::move(shape))); };
    add("eligibility_rules", list(eligibility_shape(), 0, parts_max, "Who the basket is for"));
    add("boundary_conditions", list(condition_shape(), 0, parts_max, "What an offer must meet"));
    add("is_civic", boolean("A civil-society service without a price", false));
    add("price_components", list(component_shape(), 0, parts_max, "The price model"));
    add("outcome_share_band",
        object("OutcomeShareBand", "Share of the expected price that is paid for outcomes",
               {required("at_least_basis_points", integer(0, 10'000, "10 000 is all of it", 2'000)),
                required("at_most_basis_points", integer(0, 10'000, "10 000 is all of it", 5'000))}));
    add("price_rise_dates",
        list(date("Offers may raise prices on it", "2026-12-01"), 0, parts_max, "Announced days"));
    add("outcomes", list(outcome_shape(), 0, parts_max, "The outcome set"));
    add("metric_set", text(0, 60, "Of the area's own list", "basic"));
    add("award_criteria",
        list(object("AwardCriterion", "Refused where everyone who meets the conditions is accepted",
                    {required("code", text(1, 60, "Code", "quality")),
                     required("weight_basis_points", integer(0, 10'000, "Weight", 4'000))}),
             0, parts_max, "Weights of a competition"));
    return object(std::move(name),
                  "What a basket asks for, for whom, on which conditions and at what price at most",
                  std::move(members));
}

} // namespace kori::baskets
