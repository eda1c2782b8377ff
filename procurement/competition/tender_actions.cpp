#include "procurement/competition/tender_actions.hpp"

#include "core/access/access_actions.hpp"
#include "core/crypto/crypto.hpp"
#include "core/work/outbox.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/tender_form.hpp"

#include <algorithm>

namespace kori::tenders
{
namespace
{

using competitions::field;
using competitions::refused;

// What is submitted is what the bidder saw: every part, by its digest, and none that lacks.
std::vector<FieldError> submission_faults(const Submission& wish, const std::vector<TenderPart>& parts,
                                          const Competition& competition)
{
    std::vector<FieldError> errors;
    std::vector<std::string> named;
    for (std::size_t i = 0; i < wish.parts.size(); ++i)
    {
        const auto& mine = wish.parts[i];
        const auto here = "/parts/" + std::to_string(i);
        const auto part = std::find_if(parts.begin(), parts.end(),
                                       [&](const TenderPart& one) { return one.name == mine.part; });
        if (part == parts.end() || holds(named, mine.part))
            errors.push_back(field(here + "/name", "tender.part_unknown"));
        else if (part->digest.empty())
            errors.push_back(field(here + "/name", "tender.part_not_whole", {{"part", mine.part}}));
        else if (part->digest != mine.digest)
            errors.push_back(field(here + "/digest", "tender.part_other_digest", {{"part", mine.part}}));
        named.push_back(mine.part);
    }
    const auto demand = [&](const std::string& name, std::string_view rule)
    {
        if (!holds(named, name))
            errors.push_back(field("/parts", rule, {{"part", name}}));
    };
    for (const auto& part : parts)
        demand(part.name, "tender.part_not_named");
    std::vector<std::string> obligatory{std::string{form_part}};
    for (const auto& part : competition.parts)
        if (part.is_obligatory)
            obligatory.push_back(part.name);
    for (const auto& name : obligatory)
        if (std::none_of(parts.begin(), parts.end(), [&](const TenderPart& one) { return one.name == name; }))
            demand(name, "tender.part_missing");
    return errors;
}

// The earlier tender that gives way to a new one, in the same transaction.
Result<Done> give_way(Transaction& tx, const Ambient& ambient, const Actor& actor,
                      const Competition& competition, TenderId id, const Tender& newer)
{
    auto old = own_tender(tx, actor, id);
    if (!old || old->competition != newer.competition || old->id == newer.id)
        return refused(Fault::invalid, "tender.nothing_to_replace")
            .in({field("/replaces", "tender.nothing_to_replace")});
    auto next = perform_tender_act("replace", ActsAs::tenderer, facts_of(tx, ambient, *old, competition));
    if (!next)
        return next.refusal();
    old->state = *next;
    old->revision += 1;
    save(tx, *old, ambient.now);
    note(tx, ambient, actor, "tender.replaced", *old, {{"by", newer.id.text()}});
    return Done{};
}

} // namespace

std::string digest_of(const std::vector<TenderPart>& parts)
{
    std::vector<std::pair<std::string, std::string>> lines;
    for (const auto& part : parts)
        lines.emplace_back(part.name, part.digest);
    std::sort(lines.begin(), lines.end());
    std::string text = "KORI-TENDER-DIGEST-1\n";
    for (const auto& [name, digest] : lines)
        text += name + " " + digest + "\n";
    return to_hex(crypto::sha256(text));
}

Result<Tender> own_tender(Transaction& tx, const Actor& actor, TenderId id)
{
    auto tender = find(tx, id);
    if (!tender || !actor.speaks_for(tender->tenderer))
        return absent();
    return std::move(*tender);
}

Competition competition_of(Transaction& tx, const Tender& tender)
{
    auto competition = competitions::find(tx, tender.competition);
    PROMISE(competition && competition->closes_at);
    return std::move(*competition);
}

TenderFacts facts_of(Transaction& tx, const Ambient& ambient, const Tender& tender,
                     const Competition& competition)
{
    TenderFacts facts;
    facts.state = tender.state;
    facts.competition_state = competition.state;
    facts.received_at = ambient.received_at;
    facts.closes_at = *competition.closes_at;
    facts.is_invited = competitions::is_invited(tx, competition.id, tender.tenderer);
    return facts;
}

EntryId note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
             const Tender& tender, Facts facts)
{
    facts.emplace_back("competition", tender.competition.text());
    facts.emplace_back("revision", tender.revision);
    return journal::append(tx, ambient, access::doer_of(actor),
                           {std::move(kind),
                            tender.id.text(),
                            std::move(facts),
                            journal::Audience::organisation,
                            {tender.tenderer.text()},
                            {},
                            {}});
}

Result<Tender> submit(Transaction& tx, const Ambient& ambient, const Actor& actor, const Submission& wish)
{
    auto tender = own_tender(tx, actor, wish.tender);
    if (!tender)
        return tender.refusal();
    const auto competition = competition_of(tx, *tender);
    const auto parts = parts_of(tx, tender->id);

    if (auto listed = tender_states().move(tender->state, "submit"); !listed)
        return listed.refusal();
    if (auto faults = submission_faults(wish, parts, competition); !faults.empty())
        return refused(Fault::invalid, "tender.not_complete").in(std::move(faults));
    const bool is_late = ambient.received_at > *competition.closes_at;
    // A late one replaces nothing: what came in time stands.
    if (wish.replaces && !is_late)
        if (auto gone = give_way(tx, ambient, actor, competition, *wish.replaces, *tender); !gone)
            return gone.refusal();
    auto facts = facts_of(tx, ambient, *tender, competition);
    const auto own = of_tenderer(tx, competition.id, tender->tenderer);
    facts.has_other_submitted = std::any_of(own.begin(), own.end(), [](const Tender& other)
                                            { return other.state == tender_state::submitted; });
    auto next = perform_tender_act(is_late ? "arrive_late" : "submit", ActsAs::tenderer, facts);
    if (!next)
        return next.refusal();

    tender->state = *next;
    tender->digest = digest_of(parts);
    tender->received_at = ambient.received_at;
    tender->replaces = is_late ? std::nullopt : wish.replaces;
    tender->revision += 1;
    Facts told{{"digest", tender->digest},
               {"parts", static_cast<std::int64_t>(parts.size())},
               {"received_at", to_text(ambient.received_at)},
               {"closes_at", to_text(*competition.closes_at)}};
    if (tender->replaces)
        told.emplace_back("replaces", tender->replaces->text());
    tender->entry = note(tx, ambient, actor, is_late ? "tender.arrived_late" : "tender.submitted", *tender,
                         std::move(told));
    save(tx, *tender, ambient.now);
    work::send(tx, ambient, is_late ? "tender.arrived_late" : "tender.received", Language::fi,
               tender->tenderer.text(), {{"tender", tender->id.text()}});
    return *tender;
}

Result<Tender> withdraw(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id)
{
    auto tender = own_tender(tx, actor, id);
    if (!tender)
        return tender.refusal();
    const auto competition = competition_of(tx, *tender);

    auto next = perform_tender_act("withdraw", ActsAs::tenderer, facts_of(tx, ambient, *tender, competition));
    if (!next)
        return next.refusal();

    tender->state = *next;
    tender->withdrawn_at = ambient.received_at;
    tender->revision += 1;
    save(tx, *tender, ambient.now);

    note(tx, ambient, actor, "tender.withdrawn", *tender, {{"received_at", to_text(ambient.received_at)}});
    return *tender;
}

void lapse_drafts(Transaction& tx, const Ambient& ambient, const Competition& competition)
{
    for (auto& tender : of_competition(tx, competition.id))
    {
        if (tender.state != tender_state::saved)
            continue;
        auto next = perform_tender_act("lapse", ActsAs::clock, facts_of(tx, ambient, tender, competition));
        if (!next)
            continue; // the deadline has moved meanwhile
        tender.state = *next;
        tender.revision += 1;
        save(tx, tender, ambient.now);
        note(tx, ambient, the_clock(), "tender.lapsed", tender, {});
    }
}

} // namespace kori::tenders
