#include "marketplace/choice/choice.hpp"

#include <algorithm>

namespace kori
{

namespace
{

constexpr std::string_view here = "domain.md 7.5";

namespace assessment_table
{
using namespace need_assessment_state;

constexpr std::string_view names[] = {open, done, outdated};
constexpr std::string_view finals[] = {outdated};
constexpr Transition rows[] = {
    {open, "record", open, "ASSUMED: needs are recorded in several talks"},
    {open, "complete", done, here},
    {open, "outdate", outdated, "ASSUMED: left unfinished"},
    {done, "outdate", outdated, here},
};
const StateTable table{"need_assessment", names, open, finals, rows};
} // namespace assessment_table

namespace agreement_table
{
using namespace basket_agreement_state;

constexpr std::string_view names[] = {proposed, agreed, declined, withdrawn, expired, fulfilled};
constexpr std::string_view finals[] = {declined, withdrawn, expired, fulfilled};
constexpr Transition rows[] = {
    {proposed, "agree", agreed, here},
    {proposed, "decline", declined, "ASSUMED: the customer may say no"},
    {proposed, "withdraw", withdrawn, "ASSUMED: the coach proposed the wrong basket"},
    {proposed, "expire", expired, "ASSUMED: the basket closed or the customer never answered"},
    {agreed, "withdraw", withdrawn, here},
    {agreed, "expire", expired, here},
    {agreed, "fulfil", fulfilled, "ASSUMED: its orders ended and nothing more is to be chosen"},
};
const StateTable table{"basket_agreement", names, proposed, finals, rows};
} // namespace agreement_table

namespace session_table
{
using namespace choice_session_state;

constexpr std::string_view names[] = {opened,      compared, chosen, assisted_chosen,
                                      no_suitable, expired,  revoked};
constexpr std::string_view finals[] = {chosen, assisted_chosen, no_suitable, expired, revoked};
constexpr Transition rows[] = {
    {opened, "compare", compared, here},
    {opened, "expire", expired, here},
    {opened, "revoke", revoked, "ASSUMED: a lost code is made useless"},
    {compared, "compare", compared, "ASSUMED: looking again shows the same order"},
    {compared, "choose", chosen, here},
    {compared, "choose_assisted", assisted_chosen, here},
    {compared, "find_none_suitable", no_suitable, here},
    {compared, "expire", expired, here},
    {compared, "revoke", revoked, "ASSUMED: a lost code is made useless"},
};
const StateTable table{"choice_session", names, opened, finals, rows};
} // namespace session_table

constexpr RuleSentence sentences[] = {
    {"choice.nothing_shown", "There is no offer to choose from.", ""},
    {"choice.too_few_alternatives", "Only {shown} offers can be compared, at least {needed} are needed.", ""},
    {"choice.not_shown", "The chosen offer was not among those shown.", ""},
};

struct AssistanceRow
{
    AssistanceKind kind;
    std::string_view code;
};
constexpr AssistanceRow assistance_rows[] = {
    {AssistanceKind::read_aloud, "read_aloud"},         {AssistanceKind::interpreted, "interpreted"},
    {AssistanceKind::plain_language, "plain_language"}, {AssistanceKind::used_device, "used_device"},
    {AssistanceKind::support_person, "support_person"},
};

void add_line(std::string& text, std::string_view name, std::string_view value)
{
    // Values are ids, codes and numbers; a line break in one would forge a line.
    PROMISE(value.find('\n') == std::string_view::npos);
    text += name;
    text += ' ';
    text += value;
    text += '\n';
}

} // namespace

const StateTable& need_assessment_states()
{
    return assessment_table::table;
}

const StateTable& basket_agreement_states()
{
    return agreement_table::table;
}

const StateTable& choice_session_states()
{
    return session_table::table;
}

std::string_view code_of(AssistanceKind kind)
{
    for (const auto& row : assistance_rows)
        if (row.kind == kind)
            return row.code;
    return "";
}

std::optional<AssistanceKind> parse_assistance_kind(std::string_view code)
{
    for (const auto& row : assistance_rows)
        if (row.code == code)
            return row.kind;
    return std::nullopt;
}

std::string canonical_text(const ChoiceReceipt& receipt)
{
    std::string text = "kori-choice-receipt/1\n";
    add_line(text, "receipt", receipt.id.text());
    add_line(text, "session", receipt.session.text());
    add_line(text, "agreement", receipt.agreement.text());
    add_line(text, "basket", receipt.basket.text());
    add_line(text, "basket_version", receipt.basket_version.text());
    add_line(text, "order_rule", neutral_order_version);
    add_line(text, "seed_number", std::to_string(receipt.seed_number));
    add_line(text, "seed_digest", receipt.seed_digest_hex);
    add_line(text, "alternatives_needed", std::to_string(receipt.alternatives_needed));
    add_line(text, "shown_at", to_text(receipt.shown_at));
    add_line(text, "decided_at", to_text(receipt.decided_at));
    add_line(text, "language", code_of(receipt.language));
    for (std::size_t i = 0; i < receipt.shown.size(); ++i)
    {
        const auto& shown = receipt.shown[i];
        add_line(text, "shown",
                 std::to_string(i + 1) + " " + shown.offer.text() + " " + shown.version.text() +
                     (shown.is_full ? " full" : " open"));
    }
    add_line(text, "chosen", receipt.chosen ? receipt.chosen->text() : "none");
    if (receipt.assistance)
        add_line(text, "assisted",
                 std::string{code_of(receipt.assistance->kind)} + " " + receipt.assistance->by);
    else
        add_line(text, "assisted", "no");
    return text;
}

bool replays(const ChoiceReceipt& receipt, const KeyedHash& keyed_hash)
{
    std::vector<OfferId> shown;
    for (const auto& offer : receipt.shown)
        shown.push_back(offer.offer);
    auto sorted = shown;
    std::sort(sorted.begin(), sorted.end());
    return neutral_order(sorted, keyed_hash) == shown;
}

Result<Done> check_choice(const ChoiceReceipt& receipt)
{
    // Finding none suitable is always open to the customer.
    if (!receipt.chosen)
        return Done{};
    if (receipt.shown.empty())
        return refuse_by(sentences, Fault::conflict, "choice.nothing_shown", {});
    const auto shown = static_cast<std::int64_t>(receipt.shown.size());
    if (shown < receipt.alternatives_needed)
        return refuse_by(sentences, Fault::conflict, "choice.too_few_alternatives",
                         {{"shown", shown}, {"needed", receipt.alternatives_needed}});
    const bool was_shown =
        std::any_of(receipt.shown.begin(), receipt.shown.end(),
                    [&](const ShownOffer& offer) { return offer.version == *receipt.chosen; });
    if (!was_shown)
        return refuse_by(sentences, Fault::invalid, "choice.not_shown", {});
    return Done{};
}

RuleSentences choice_sentences()
{
    return sentences;
}

} // namespace kori
