#include "procurement/system/system.hpp"

#include "procurement/limit/limit.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace kori
{
namespace
{

constexpr RuleSentence sentences[] = {
    {"system.terms_missing", "The system does not say yet what it buys, how and until when.", ""},
    {"system.not_a_system", "Only a dynamic purchasing system has terms and categories.", ""},
    {"system.not_a_draft", "What is published changes by a new notice only.", ""},
    {"system.not_published", "A draft is written; only what is published changes by a new notice.", ""},
    {"system.not_complete", "The change does not fit what the system announces.", ""},
    {"system.value_below_contracts", "Contracts of {total_cents} cents are made; {value_cents} is less.", ""},
    {"system.value_unchanged", "The system announces that value already.", ""},
    {"system.text_missing", "This text is missing in {language}.", ""},
    {"system.nuts", "A region is FI and three letters or digits of the NUTS list.", ""},
    {"system.documents_missing", "The address of the documents is missing.", ""},
    {"system.value_missing", "The notice tells the value of all contracts that are planned.", ""},
    {"system.no_category", "A system has at least one category.", ""},
    {"system.categories_above_announced",
     "The categories come to {total_cents} cents; the system announces {limit_cents}.", ""},
    {"system.regime_too_lax",
     "The announced value {value_cents} falls into the regime {needed}; the programme stands in {regime}.",
     ""},
    {"system.window_missing", "The notice tells until when the first requests are taken.", ""},
    {"system.window_too_short",
     "The window for first requests lasts at least to the end of {earliest} ({limit}).", ""},
    {"system.window_after_end", "The window for first requests ends before the system does.", ""},
    {"system.requirement_code", "{code} is no code: small letters, digits and underscores.", ""},
    {"system.closed", "The system is closed for a time: nothing is bought in it.", ""},
    {"system.not_open_yet", "Nothing is bought before the window for first requests is over.", ""},
    {"system.over", "The system has come to its end: nothing is bought in it.", ""},
};

class Faults
{
public:
    void add(std::string pointer, std::string_view rule, Facts values = {})
    {
        found.push_back(field_error(sentences, std::move(pointer), rule, std::move(values)));
    }
    void text(const std::string& pointer, const LocalText& words)
    {
        if (words.fi.empty())
            add(pointer + "/fi", "system.text_missing", {{"language", "fi"}});
        if (words.sv.empty())
            add(pointer + "/sv", "system.text_missing", {{"language", "sv"}});
    }

    std::vector<FieldError> found;
};

// Form only: which regions exist is told when the notice is made.
bool is_nuts(std::string_view text)
{
    return text.size() == 5 && text.starts_with("FI") &&
           std::all_of(text.begin() + 2, text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool is_code(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// What decides together which object is the main one.
using Group = std::pair<PurchaseForm, bool>; // is it a special service?

Group group_of(const Category& category, CivilDate day, const LawBook& law)
{
    return {category.form, class_of_cpv(category.cpv, day, law) != ThresholdClass::general};
}

// T01: the law's length at the EU level, the described one elsewhere.
void add_window_faults(Faults& faults, const AnnouncedSystem& system, Instant notice_sent, const LawBook& law)
{
    const auto& terms = system.terms;
    std::optional<LimitLength> described;
    if (terms.described_request_days)
        described = LimitLength{static_cast<int>(*terms.described_request_days), LimitUnit::days};
    const auto end =
        end_of({Channel::dps, system.regime, LimitStage::initial_requests, notice_sent, described}, law);
    if (!end)
        faults.found.push_back({"/system/described_request_days", end.refusal().rule, end.refusal().sentence,
                                end.refusal().values});
    if (!terms.requests_until)
        return faults.add("/system/requests_until", "system.window_missing");
    if (end && !is_kept(*end, *terms.requests_until))
        faults.add(
            "/system/requests_until", "system.window_too_short",
            {{"earliest", to_text(end->end_on)}, {"limit", limit_of(LimitStage::initial_requests).id}});
    if (system.ends_on && *terms.requests_until >= start_of_day(*system.ends_on))
        faults.add("/system/requests_until", "system.window_after_end");
}

} // namespace

Regime regime_of_system(Money value, std::span<const Category> categories, CivilDate day, const LawBook& law)
{
    PROMISE(!categories.empty());
    std::map<Group, Money> totals;
    bool is_open = false;
    for (const auto& category : categories)
    {
        totals[group_of(category, day, law)] += category.announced_value.value_or(Money{});
        is_open = is_open || !category.announced_value;
    }
    const auto most = std::max_element(totals.begin(), totals.end(), [](const auto& one, const auto& other)
                                       { return one.second < other.second; })
                          ->second;
    std::optional<Regime> strictest;
    for (const auto& category : categories)
    {
        if (!is_open && totals.at(group_of(category, day, law)) != most)
            continue;
        const auto found =
            regime_of_value(value, class_of_cpv(category.cpv, day, law), category.form, day, law).regime;
        if (!strictest || is_stricter(found, *strictest))
            strictest = found;
    }
    return *strictest;
}

std::vector<FieldError> value_faults(const AnnouncedSystem& system, CivilDate day, const LawBook& law)
{
    Faults faults;
    const auto& announced = system.terms.announced_value;
    if (!announced || announced->is_zero())
    {
        faults.add("/system/announced_value_cents", "system.value_missing");
        return faults.found;
    }
    Money total;
    for (const auto& category : system.categories)
        total += category.announced_value.value_or(Money{});
    if (total > *announced)
        faults.add("/system/announced_value_cents", "system.categories_above_announced",
                   {{"total_cents", total.in_cents()}, {"limit_cents", announced->in_cents()}});
    if (system.categories.empty())
        return faults.found;
    const auto needed = regime_of_system(*announced, system.categories, day, law);
    if (is_stricter(needed, system.regime))
        faults.add("/regime", "system.regime_too_lax",
                   {{"value_cents", announced->in_cents()},
                    {"needed", code_of(needed)},
                    {"regime", code_of(system.regime)}});
    return faults.found;
}

std::vector<FieldError> faults_of_system(const AnnouncedSystem& system, Instant notice_sent,
                                         const LawBook& law)
{
    Faults faults;
    const auto& terms = system.terms;
    faults.text("/system/description", terms.description);
    if (system.regime != Regime::eu_level) // there the law describes the procedure (§100, §109)
        faults.text("/system/procedure", terms.procedure);
    if (!is_nuts(terms.nuts))
        faults.add("/system/nuts", "system.nuts");
    if (terms.documents_uri.empty())
        faults.add("/system/documents_uri", "system.documents_missing");
    if (system.categories.empty())
        faults.add("/system/categories", "system.no_category");
    for (auto& fault : value_faults(system, finnish_date(notice_sent), law))
        faults.found.push_back(std::move(fault));
    add_window_faults(faults, system, notice_sent, law);
    return faults.found;
}

std::vector<FieldError> faults_of_category(const Category& category, CivilDate day, const LawBook& law)
{
    Faults faults;
    const auto check = [&](const std::string& pointer, const std::string& code)
    {
        if (const auto good = check_cpv(code, day, law); !good)
            faults.found.push_back(
                {pointer, good.refusal().rule, good.refusal().sentence, good.refusal().values});
    };
    check("/cpv", category.cpv);
    for (std::size_t i = 0; i < category.more_cpv.size(); ++i)
        check("/more_cpv/" + std::to_string(i), category.more_cpv[i]);
    for (std::size_t i = 0; i < category.requirements.size(); ++i)
        if (!is_code(category.requirements[i]))
            faults.add("/requirements/" + std::to_string(i), "system.requirement_code",
                       {{"code", category.requirements[i]}});
    return faults.found;
}

Result<Done> check_may_buy(std::string_view state)
{
    using namespace programme_state;
    if (state == open)
        return Done{};
    const auto rule = state == closed_temp ? "system.closed"
                      : state == draft || state == in_dialogue || state == published_initial
                          ? "system.not_open_yet"
                          : "system.over";
    return refuse_by(sentences, Fault::conflict, rule, {});
}

RuleSentences system_sentences()
{
    return sentences;
}

} // namespace kori
