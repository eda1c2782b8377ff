#include "procurement/basket/boundary_condition.hpp"

#include <algorithm>

namespace kori
{

namespace
{

using K = ConditionKind;

enum class Shape
{
    code_list,
    one_code,
    one_code_and_amount,
    lower_limit,
    upper_limit,
    both_limits,
};

struct KindRow
{
    ConditionKind kind;
    std::string_view code;
    std::string_view rule;
    Shape shape;
};
constexpr KindRow kinds[] = {
    {K::covers_municipalities, "covers_municipalities", "condition.covers_municipalities", Shape::code_list},
    {K::offers_languages, "offers_languages", "condition.offers_languages", Shape::code_list},
    {K::offers_delivery_modes, "offers_delivery_modes", "condition.offers_delivery_modes", Shape::code_list},
    {K::capacity_at_least, "capacity_at_least", "condition.capacity_at_least", Shape::lower_limit},
    {K::price_at_most, "price_at_most", "condition.price_at_most", Shape::one_code_and_amount},
    {K::legal_form_among, "legal_form_among", "condition.legal_form_among", Shape::code_list},
    {K::staff_qualification, "staff_qualification", "condition.staff_qualification", Shape::code_list},
    {K::evidence_present, "evidence_present", "condition.evidence_present", Shape::code_list},
    {K::accessibility_declared, "accessibility_declared", "condition.accessibility_declared",
     Shape::code_list},
    {K::starts_within_days, "starts_within_days", "condition.starts_within_days", Shape::upper_limit},
    {K::duration_within, "duration_within", "condition.duration_within", Shape::both_limits},
    {K::statement_declared, "statement_declared", "condition.statement_declared", Shape::one_code},
};

constexpr RuleSentence sentences[] = {
    {"condition.covers_municipalities", "The offer does not cover these municipalities: {missing}.",
     "The offer covers the municipalities asked for."},
    {"condition.offers_languages", "The offer lacks these languages: {missing}.",
     "The offer has the languages asked for."},
    {"condition.offers_delivery_modes", "The offer lacks these ways of delivery: {missing}.",
     "The offer has the ways of delivery asked for."},
    {"condition.capacity_at_least", "The capacity is {found}, at least {wanted} is asked for.",
     "The capacity is {found}, at least {wanted} is asked for."},
    {"condition.price_at_most",
     "The price of {component} is {found_cents} cents, at most {wanted_cents} is allowed.",
     "The price of {component} is {found_cents} cents, at most {wanted_cents} is allowed."},
    {"condition.price_missing", "There is no price for {component}.", ""},
    {"condition.legal_form_among", "The legal form {found} is not among {wanted}.",
     "The legal form {found} is among {wanted}."},
    {"condition.staff_qualification", "These qualifications are not declared: {missing}.",
     "The staff qualifications asked for are declared."},
    {"condition.evidence_present", "Valid evidence is missing on {day}: {missing}.",
     "The evidence asked for is valid on {day}."},
    {"condition.accessibility_declared", "These points of accessibility are not declared: {missing}.",
     "The accessibility asked for is declared."},
    {"condition.starts_within_days", "A start is possible within {found} days, at most {wanted} is allowed.",
     "A start is possible within {found} days, at most {wanted} is allowed."},
    {"condition.start_rhythm_missing",
     "The offer does not say within how many days one can start; at most {wanted}.", ""},
    {"condition.duration_within",
     "The duration of {found_min} to {found_max} days is outside {wanted_min} to {wanted_max}.",
     "The duration of {found_min} to {found_max} days is within {wanted_min} to {wanted_max}."},
    {"condition.duration_missing",
     "The offer does not say how long it lasts; {wanted_min} to {wanted_max} days.", ""},
    {"condition.statement_declared", "The statement {statement} is not answered with yes.",
     "The statement {statement} is answered with yes."},
    {"condition.code_missing", "The condition needs a code of its own.", ""},
    {"condition.text_missing", "The condition needs its text in {language}.", ""},
    {"condition.codes_missing", "The condition lists nothing to look for.", ""},
    {"condition.one_code_expected", "The condition needs exactly one code.", ""},
    {"condition.code_doubled", "The condition lists {code} more than once.", ""},
    {"condition.limit_missing", "The condition needs its limit.", ""},
    {"condition.limit_negative", "A limit is not negative.", ""},
    {"condition.limits_crossed", "The lower limit {at_least} is above the upper limit {at_most}.", ""},
};

const KindRow& row_of(ConditionKind kind)
{
    for (const auto& row : kinds)
        if (row.kind == kind)
            return row;
    promise_broken("every condition kind has a row", __FILE__, __LINE__);
}

RuleResult result(std::string_view rule, bool passed, Facts values)
{
    return rule_result(sentences, rule, passed, std::move(values));
}

RuleResult check_list(const BoundaryCondition& condition, const std::vector<std::string>& present,
                      Facts more = {})
{
    const auto missing = missing_from(present, condition.codes);
    const bool passed =
        condition.match == Match::all_of ? missing.empty() : missing.size() < condition.codes.size();
    Facts values{{"condition", condition.code},
                 {"wanted", joined(condition.codes)},
                 {"match", code_of(condition.match)},
                 {"missing", joined(missing)}};
    values.insert(values.end(), more.begin(), more.end());
    return result(row_of(condition.kind).rule, passed, std::move(values));
}

RuleResult check_price(const BoundaryCondition& condition, const OfferFacts& facts)
{
    const std::string component = condition.codes.empty() ? "" : condition.codes.front();
    const auto price = facts.prices.find(component);
    if (price == facts.prices.end())
        return result("condition.price_missing", false,
                      {{"condition", condition.code}, {"component", component}});
    const auto limit = condition.amount.value_or(Money{});
    return result("condition.price_at_most", price->second <= limit,
                  {{"condition", condition.code},
                   {"component", component},
                   {"found_cents", price->second.in_cents()},
                   {"wanted_cents", limit.in_cents()}});
}

RuleResult check_start(const BoundaryCondition& condition, const OfferFacts& facts)
{
    const auto limit = condition.at_most.value_or(0);
    if (!facts.start_within_days)
        return result("condition.start_rhythm_missing", false,
                      {{"condition", condition.code}, {"wanted", limit}});
    return result("condition.starts_within_days", *facts.start_within_days <= limit,
                  {{"condition", condition.code}, {"found", *facts.start_within_days}, {"wanted", limit}});
}

RuleResult check_duration(const BoundaryCondition& condition, const OfferFacts& facts)
{
    const auto low = condition.at_least.value_or(0);
    const auto high = condition.at_most.value_or(0);
    if (!facts.duration_min_days || !facts.duration_max_days)
        return result("condition.duration_missing", false,
                      {{"condition", condition.code}, {"wanted_min", low}, {"wanted_max", high}});
    return result("condition.duration_within",
                  *facts.duration_min_days >= low && *facts.duration_max_days <= high,
                  {{"condition", condition.code},
                   {"found_min", *facts.duration_min_days},
                   {"found_max", *facts.duration_max_days},
                   {"wanted_min", low},
                   {"wanted_max", high}});
}

RuleResult check_statement(const BoundaryCondition& condition, const OfferFacts& facts)
{
    const std::string statement = condition.codes.empty() ? "" : condition.codes.front();
    const auto answer = facts.statements.find(statement);
    return result("condition.statement_declared", answer != facts.statements.end() && answer->second,
                  {{"condition", condition.code}, {"statement", statement}});
}

RuleResult check_evidence(const BoundaryCondition& condition, const OfferFacts& facts)
{
    std::vector<std::string> valid;
    for (const auto& evidence : facts.evidence)
        if (evidence.validity.contains(facts.on))
            valid.push_back(evidence.code);
    return check_list(condition, valid, {{"day", to_text(facts.on)}});
}

void add_limit_faults(const BoundaryCondition& condition, Shape shape, const std::string& pointer,
                      std::vector<FieldError>& faults)
{
    const auto require = [&](const std::optional<std::int64_t>& limit, const char* field)
    {
        if (!limit)
            faults.push_back(field_error(sentences, pointer + field, "condition.limit_missing", {}));
        else if (*limit < 0)
            faults.push_back(field_error(sentences, pointer + field, "condition.limit_negative", {}));
    };
    if (shape == Shape::lower_limit || shape == Shape::both_limits)
        require(condition.at_least, "/at_least");
    if (shape == Shape::upper_limit || shape == Shape::both_limits)
        require(condition.at_most, "/at_most");
    if (shape == Shape::both_limits && condition.at_least && condition.at_most &&
        *condition.at_least > *condition.at_most)
        faults.push_back(field_error(sentences, pointer + "/at_most", "condition.limits_crossed",
                                     {{"at_least", *condition.at_least}, {"at_most", *condition.at_most}}));
}

} // namespace

std::string_view code_of(ConditionKind kind)
{
    return row_of(kind).code;
}

std::optional<ConditionKind> parse_condition_kind(std::string_view code)
{
    for (const auto& row : kinds)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

std::string_view code_of(Match match)
{
    return match == Match::all_of ? "all_of" : "any_of";
}

std::optional<Match> parse_match(std::string_view code)
{
    if (code == "all_of")
        return Match::all_of;
    if (code == "any_of")
        return Match::any_of;
    return std::nullopt;
}

std::vector<FieldError> faults_of(const BoundaryCondition& condition, const std::string& pointer)
{
    std::vector<FieldError> faults;
    const auto add = [&](const char* field, std::string_view rule, Facts values)
    { faults.push_back(field_error(sentences, pointer + field, rule, std::move(values))); };
    if (condition.code.empty())
        add("/code", "condition.code_missing", {});
    if (condition.text.fi.empty())
        add("/text/fi", "condition.text_missing", {{"language", "fi"}});
    if (condition.text.sv.empty())
        add("/text/sv", "condition.text_missing", {{"language", "sv"}});

    const auto shape = row_of(condition.kind).shape;
    const bool needs_one = shape == Shape::one_code || shape == Shape::one_code_and_amount;
    if (shape == Shape::code_list && condition.codes.empty())
        add("/codes", "condition.codes_missing", {});
    if (needs_one && condition.codes.size() != 1)
        add("/codes", "condition.one_code_expected", {});
    for (const auto& code : doubled(condition.codes))
        add("/codes", "condition.code_doubled", {{"code", code}});
    if (shape == Shape::one_code_and_amount && !condition.amount)
        add("/amount_cents", "condition.limit_missing", {});
    if (shape == Shape::one_code_and_amount && condition.amount && condition.amount->is_negative())
        add("/amount_cents", "condition.limit_negative", {});
    add_limit_faults(condition, shape, pointer, faults);
    return faults;
}

RuleResult check_condition(const BoundaryCondition& condition, const OfferFacts& facts)
{
    switch (condition.kind)
    {
    case K::covers_municipalities:
        return check_list(condition, facts.municipalities);
    case K::offers_languages:
        return check_list(condition, facts.languages);
    case K::offers_delivery_modes:
        return check_list(condition, facts.delivery_modes);
    case K::capacity_at_least:
        return result("condition.capacity_at_least", facts.capacity >= condition.at_least.value_or(0),
                      {{"condition", condition.code},
                       {"found", facts.capacity},
                       {"wanted", condition.at_least.value_or(0)}});
    case K::price_at_most:
        return check_price(condition, facts);
    case K::legal_form_among:
        return result("condition.legal_form_among", holds(condition.codes, facts.legal_form),
                      {{"condition", condition.code},
                       {"found", facts.legal_form},
                       {"wanted", joined(condition.codes)}});
    case K::staff_qualification:
        return check_list(condition, facts.qualifications);
    case K::evidence_present:
        return check_evidence(condition, facts);
    case K::accessibility_declared:
        return check_list(condition, facts.accessibility);
    case K::starts_within_days:
        return check_start(condition, facts);
    case K::duration_within:
        return check_duration(condition, facts);
    case K::statement_declared:
        return check_statement(condition, facts);
    }
    promise_broken("every condition kind is checked", __FILE__, __LINE__);
}

RuleSentences condition_sentences()
{
    return sentences;
}

} // namespace kori
