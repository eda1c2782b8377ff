#include "procurement/notice/notice_check.hpp"

#include "core/base/identifiers.hpp"
#include "procurement/notice/xml.hpp"

#include <algorithm>
#include <span>

namespace kori::notice
{

namespace
{

constexpr RuleSentence sentences[] = {
    {"notice.missing", "This field of the notice is missing.", ""},
    {"notice.bad_identifier", "This identifier does not have the right form.", ""},
    {"notice.bad_code", "The code {code} is not in the list {list}.", ""},
    {"notice.too_long", "Please write at most {max} characters.", ""},
    {"notice.unprintable", "The text holds characters that no notice can carry.", ""},
    {"notice.amount_not_positive", "The amount must be more than zero.", ""},
    {"notice.out_of_order", "This moment cannot be before the one that it follows.", ""},
    {"notice.unknown_category", "The system has no category {category}.", ""},
    {"notice.doubled", "The identifier {id} stands more than once.", ""},
    {"notice.incomplete", "The notice cannot be made from these facts.", ""},
    {"notice.no_form", "There is no notice for this channel and regime.", ""},
    {"notice.already_written", "Another notice stands under this name.", ""},
    {"notice.nothing_to_tell", "There is nothing to tell in this notice.", ""},
    {"notice.not_decided", "The competition {competition} is not decided and contracted.", ""},
    {"notice.no_such_change", "The system has no change of this number.", ""},
};

// Code lists of the eForms SDK 1.13, as its rules BR-BT-00010, -00011, -00140, -00144, -00165 and -00539
// spell them.
constexpr std::string_view legal_types[] = {"body-pl",     "body-pl-cga", "body-pl-la", "body-pl-ra",
                                            "cga",         "grp-p-aut",   "la",         "org-sub",
                                            "org-sub-cga", "org-sub-la",  "org-sub-ra", "ra"};
constexpr std::string_view activities[] = {"defence", "econ-aff", "education", "env-pro", "gen-pub",
                                           "hc-am",   "health",   "pub-os",    "rcr",     "soc-pro"};
constexpr std::string_view change_reasons[] = {"cancel",  "cancel-intent", "cor-buy",     "cor-esen",
                                               "cor-pub", "info-release",  "susp-review", "update-add"};
constexpr std::string_view no_award_codes[] = {"all-rej",   "chan-need",   "ins-fund", "no-rece",
                                               "no-signed", "one-admis",   "other",    "rev-body",
                                               "rev-buyer", "tch-pr-error"};
constexpr std::string_view criteria[] = {"cost", "price", "quality"};
constexpr std::string_view sizes[] = {"large", "medium", "micro", "small"};

// ASSUMED: lengths of the SDK's fields, in code points, as remembered
constexpr std::size_t title_max = 400;
constexpr std::size_t description_max = 6'000;

class Check
{
public:
    explicit Check(const NoticeFacts& facts) : facts_{facts} {}

    std::vector<FieldError> run()
    {
        if (facts_.languages.empty())
            fault("/languages", "notice.missing");
        for (const auto language : facts_.languages)
            if (language == Language::en)
                fault("/languages", "notice.bad_code", {{"code", "en"}, {"list", "fi, sv"}});
        organisation("/buyer/organisation", facts_.buyer.organisation, true);
        code("/buyer/legal_type", facts_.buyer.legal_type, legal_types, "buyer-legal-type");
        code("/buyer/activity", facts_.buyer.activity, activities, "authority-activity");
        organisation("/review_body", facts_.review_body, true);
        translated("/appeal_period", facts_.appeal_period, description_max);
        system();
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < facts_.competitions.size(); ++i)
        {
            ids.push_back(facts_.competitions[i].id);
            competition("/competitions/" + std::to_string(i), facts_.competitions[i]);
        }
        once("/competitions", ids);
        return std::move(errors_);
    }

private:
    void fault(const std::string& pointer, std::string_view rule, Facts values = {})
    {
        errors_.push_back(field_error(sentences, pointer, rule, std::move(values)));
    }

    void text(const std::string& pointer, const std::string& value, std::size_t max)
    {
        if (value.empty())
            fault(pointer, "notice.missing");
        else if (!xml::is_carried(value))
            fault(pointer, "notice.unprintable");
        else if (code_points(value) > max)
            fault(pointer, "notice.too_long", {{"max", static_cast<std::int64_t>(max)}});
    }

    // In every language of the notice; the rules of the SDK demand the same.
    void translated(const std::string& pointer, const LocalText& value, std::size_t max)
    {
        for (const auto language : facts_.languages)
            text(pointer + "/" + std::string{code_of(language)},
                 language == Language::sv ? value.sv : value.fi, max);
    }

    void code(const std::string& pointer, const std::string& value, std::span<const std::string_view> list,
              std::string_view name)
    {
        if (value.empty())
            fault(pointer, "notice.missing");
        else if (std::find(list.begin(), list.end(), value) == list.end())
            fault(pointer, "notice.bad_code", {{"code", value}, {"list", name}});
    }

    // Form only: which codes exist is told by the SDK's own rules.
    void nuts(const std::string& pointer, const std::string& value)
    {
        const bool good = value.size() == 5 && value.starts_with("FI") &&
                          std::all_of(value.begin() + 2, value.end(), [](char c)
                                      { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
        if (value.empty())
            fault(pointer, "notice.missing");
        else if (!good)
            fault(pointer, "notice.bad_code", {{"code", value}, {"list", "nuts"}});
    }

    void cpv(const std::string& pointer, const std::string& value)
    {
        if (value.empty())
            fault(pointer, "notice.missing");
        else if (!is_cpv(value))
            fault(pointer, "notice.bad_code", {{"code", value}, {"list", "cpv"}});
    }

    void amount(const std::string& pointer, const std::optional<Money>& value)
    {
        if (value && *value <= Money{})
            fault(pointer, "notice.amount_not_positive");
    }

    template <class T>
    void order(const std::string& pointer, const T& before, const T& after)
    {
        if (after < before)
            fault(pointer, "notice.out_of_order");
    }

    void once(const std::string& pointer, const std::vector<std::string>& ids)
    {
        for (const auto& id : doubled(ids))
            fault(pointer, "notice.doubled", {{"id", id}});
    }

    void organisation(const std::string& at, const Organisation& one, bool is_reached)
    {
        text(at + "/name", one.name, title_max);
        if (!is_business_id(one.business_id))
            fault(at + "/business_id", one.business_id.empty() ? "notice.missing" : "notice.bad_identifier");
        text(at + "/city", one.city, title_max);
        text(at + "/postal_code", one.postal_code, 20);
        nuts(at + "/nuts", one.nuts);
        if (!is_reached)
        {
            code(at + "/size", one.size, sizes, "economic-operator-size");
            return;
        }
        text(at + "/email", one.email, title_max);
        text(at + "/phone", one.phone, 40);
    }

    void system()
    {
        const auto& one = facts_.system;
        text("/system/id", one.id, 60);
        translated("/system/title", one.title, title_max);
        translated("/system/description", one.description, description_max);
        if (one.regime == Regime::annex_e)
            translated("/system/procedure", one.procedure, description_max);
        amount("/system/announced_value", one.announced_value);
        nuts("/system/nuts", one.nuts);
        text("/system/documents_uri", one.documents_uri, title_max);
        text("/system/requests_uri", one.requests_uri, title_max);
        if (one.request_languages.empty())
            fault("/system/request_languages", "notice.missing");
        order("/system/first_requests_until", one.published_at, one.first_requests_until);
        order("/system/ends", one.starts, one.ends);
        if (one.categories.empty())
            fault("/system/categories", "notice.missing");
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < one.categories.size(); ++i)
        {
            ids.push_back(one.categories[i].id);
            category("/system/categories/" + std::to_string(i), one.categories[i]);
        }
        once("/system/categories", ids);
        auto last = one.published_at;
        for (std::size_t i = 0; i < one.changes.size(); ++i)
        {
            const auto at = "/system/changes/" + std::to_string(i);
            order(at + "/at", last, one.changes[i].at);
            last = one.changes[i].at;
            code(at + "/reason_code", one.changes[i].reason_code, change_reasons,
                 "change-corr-justification");
            translated(at + "/description", one.changes[i].description, description_max);
        }
        if (one.end)
        {
            order("/system/end/at", last, one.end->at);
            translated("/system/end/reason", one.end->reason, description_max);
        }
    }

    void category(const std::string& at, const Category& one)
    {
        text(at + "/id", one.id, 60);
        translated(at + "/name", one.name, title_max);
        translated(at + "/description", one.description, description_max);
        cpv(at + "/cpv", one.cpv);
        for (std::size_t i = 0; i < one.more_cpv.size(); ++i)
            cpv(at + "/more_cpv/" + std::to_string(i), one.more_cpv[i]);
        amount(at + "/announced_value", one.announced_value);
        translated(at + "/weighting", one.weighting, description_max);
        if (one.criteria.empty())
            fault(at + "/criteria", "notice.missing");
        for (std::size_t i = 0; i < one.criteria.size(); ++i)
        {
            const auto place = at + "/criteria/" + std::to_string(i);
            code(place + "/type", one.criteria[i].type, criteria, "award-criterion-type");
            translated(place + "/description", one.criteria[i].description, description_max);
        }
    }

    void competition(const std::string& at, const Competition& one)
    {
        text(at + "/id", one.id, 60);
        translated(at + "/title", one.title, title_max);
        const auto& categories = facts_.system.categories;
        if (std::none_of(categories.begin(), categories.end(),
                         [&one](const Category& category) { return category.id == one.category; }))
            fault(at + "/category", "notice.unknown_category", {{"category", one.category}});
        amount(at + "/estimated_value", one.estimated_value);
        order(at + "/service_until", one.service_from, one.service_until);
        order(at + "/tenders_until", one.invited_at, one.tenders_until);
        auto deadline = one.tenders_until;
        for (const auto& change : one.deadline_changes)
            deadline = change.tenders_until;
        if (one.opening)
        {
            order(at + "/opening/at", deadline, one.opening->at);
            order(at + "/opening/tenders", one.opening->admissible, one.opening->tenders);
        }
        if (one.cancelled_at)
            order(at + "/cancelled_at", one.invited_at, *one.cancelled_at);
        if (one.decision)
            decision(at + "/decision", one);
    }

    // A decision without an opening would tell of tenders that nobody has read (§64).
    void decision(const std::string& at, const Competition& competition)
    {
        const auto& one = *competition.decision;
        if (!competition.opening)
            fault(at + "/at", "notice.out_of_order");
        else
            order(at + "/at", competition.opening->at, one.at);
        if (one.awards.empty())
            code(at + "/no_award_code", one.no_award_code, no_award_codes, "non-award-justification");
        std::vector<std::string> ids;
        for (std::size_t i = 0; i < one.awards.size(); ++i)
        {
            ids.push_back(one.awards[i].id);
            award(at + "/awards/" + std::to_string(i), one.awards[i], one.at);
        }
        once(at + "/awards", ids);
    }

    void award(const std::string& at, const Award& one, Instant decided)
    {
        text(at + "/id", one.id, 60);
        text(at + "/tender_reference", one.tender_reference, title_max);
        amount(at + "/value", one.value);
        if (one.winners.empty())
            fault(at + "/winners", "notice.missing");
        for (std::size_t i = 0; i < one.winners.size(); ++i)
            organisation(at + "/winners/" + std::to_string(i), one.winners[i], false);
        if (!one.contract)
            return;
        text(at + "/contract/id", one.contract->id, 60);
        text(at + "/contract/reference", one.contract->reference, title_max);
        amount(at + "/contract/value", one.contract->value);
        order(at + "/contract/until", one.contract->from, one.contract->until);
        order(at + "/contract/signed_on", finnish_date(decided), one.contract->signed_on);
        auto last = one.contract->recorded_at;
        order(at + "/contract/recorded_at", decided, last);
        for (std::size_t i = 0; i < one.contract->changes.size(); ++i)
        {
            const auto& change = one.contract->changes[i];
            const auto place = at + "/contract/changes/" + std::to_string(i);
            order(place + "/at", last, change.at);
            last = change.at;
            amount(place + "/value", change.value);
            translated(place + "/reason", change.reason, description_max);
        }
        if (one.contract->end)
            order(at + "/contract/end/at", last, one.contract->end->at);
    }

    const NoticeFacts& facts_;
    std::vector<FieldError> errors_;
};

} // namespace

std::vector<FieldError> faults(const NoticeFacts& facts)
{
    return Check{facts}.run();
}

Result<Done> check(const NoticeFacts& facts)
{
    const auto regime = facts.system.regime;
    if (facts.system.channel != Channel::dps || regime == Regime::below_threshold ||
        regime == Regime::not_a_public_contract)
        return refuse_by(sentences, Fault::conflict, "notice.no_form", {});
    auto fields = faults(facts);
    if (!fields.empty())
        return refuse_by(sentences, Fault::invalid, "notice.incomplete", {}).in(std::move(fields));
    return Done{};
}

RuleSentences notice_sentences()
{
    return sentences;
}

} // namespace kori::notice
