// A tender while it is written. Everything is sealed before it is stored: what the database, the log and the
// journal get are sealed bytes, their length and their digest.
#include "core/crypto/sealed_tender.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/tender_actions.hpp"
#include "procurement/competition/tender_form.hpp"

#include <algorithm>

namespace kori::tenders
{
namespace
{

using competitions::field;
using competitions::refused;

struct Draft
{
    Tender tender;
    Competition competition;
    crypto::CompetitionKey key;
};

// A draft of the actor's with a part that the call asks for; anything else looks absent.
Result<Draft> draft_with(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                         std::string_view part)
{
    auto tender = own_tender(tx, actor, id);
    if (!tender)
        return tender.refusal();
    auto competition = competition_of(tx, *tender);
    const auto& asked = competition.parts;
    if (part != form_part &&
        std::none_of(asked.begin(), asked.end(), [part](const AskedPart& one) { return one.name == part; }))
        return absent();
    if (auto allowed =
            perform_tender_act("edit", ActsAs::tenderer, facts_of(tx, ambient, *tender, competition));
        !allowed)
        return allowed.refusal();
    const auto key = crypto::read_competition_key(competition.key_text);
    PROMISE(bool(key));
    return Draft{std::move(*tender), std::move(competition), *key};
}

Result<Done> has_room(Transaction& tx, const Tender& tender, std::string_view part, std::int64_t bytes)
{
    for (const auto& other : parts_of(tx, tender.id))
        if (other.name != part)
            bytes += other.bytes;
    if (bytes > tender_bytes_most)
        return refused(Fault::too_large, "tender.too_large", {{"max", tender_bytes_most}});
    return Done{};
}

// The bidder's request is the unit of a row: it is below piece_bytes_max.
void insert_file(Transaction& tx, TenderId tender, std::string_view part, std::string_view file)
{
    for (std::int64_t number = 0; !file.empty(); ++number)
    {
        const auto size = std::min(file.size(), piece_bytes_max);
        insert_piece(tx, tender, part, number, Blob{std::string{file.substr(0, size)}});
        file.remove_prefix(size);
    }
}

void saved(Transaction& tx, const Ambient& ambient, const Actor& actor, Tender& tender,
           const TenderPart& part)
{
    save_part(tx, part);
    tender.revision += 1;
    save(tx, tender, ambient.now);
    note(tx, ambient, actor, "tender.part_saved", tender,
         {{"part", part.name}, {"sealed_bytes", part.bytes}, {"digest", part.digest}});
}

crypto::TenderLabel place_of(const Draft& draft, const std::string& part)
{
    return {draft.competition.id.text(), draft.tender.tenderer.text(), part};
}

} // namespace

Result<Tender> begin(Transaction& tx, const Ambient& ambient, const Actor& actor, CompetitionId id,
                     const std::vector<OrganisationId>& group)
{
    const auto competition = competitions::competition_of_invited(tx, actor, id);
    if (!competition)
        return competition.refusal();

    if (!takes_tenders(competition->state))
        return refused(Fault::conflict, "tender.competition_takes_none");
    if (ambient.received_at > competitions::drafts_lapse_at(*competition))
        return refused(Fault::too_late, "tender.deadline_passed");
    if (of_tenderer(tx, id, *actor.organisation).size() >= tenders_most)
        return refused(Fault::conflict, "tender.too_many",
                       {{"max", static_cast<std::int64_t>(tenders_most)}});
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i] == *actor.organisation || !competitions::is_invited(tx, id, group[i]))
            errors.push_back(field("/group/" + std::to_string(i), "tender.group_member_not_invited"));
    if (!errors.empty())
        return refused(Fault::invalid, "tender.group_refused").in(std::move(errors));

    Tender tender{.id = random_id(ambient.random),
                  .competition = id,
                  .tenderer = *actor.organisation,
                  .group = group,
                  .state = std::string{tender_states().initial}};
    insert(tx, tender, ambient.now);

    note(tx, ambient, actor, "tender.begun", tender, {});
    return tender;
}

Result<TenderPart> save_plain(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                              const std::string& part, std::string_view plain)
{
    auto draft = draft_with(tx, ambient, actor, id, part);
    if (!draft)
        return draft.refusal();

    if (part == form_part)
        if (const auto form = read_form(plain, draft->competition.criteria); !form)
            return form.refusal();
    const auto sealed =
        crypto::seal_tender(draft->key, draft->tender.tenderer.text(), part, plain, ambient.random);
    if (!sealed)
        return sealed.refusal();
    const auto bytes = static_cast<std::int64_t>(sealed->size());
    if (auto room = has_room(tx, draft->tender, part, bytes); !room)
        return room.refusal();

    drop_part(tx, id, part);
    insert_file(tx, id, part, *sealed);
    TenderPart made{id, part, bytes, to_hex(crypto::sha256(*sealed)), false};
    saved(tx, ambient, actor, draft->tender, made);
    return made;
}

Result<TenderPart> save_piece(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                              const std::string& part, std::int64_t number, const std::string& bytes)
{
    auto draft = draft_with(tx, ambient, actor, id, part);
    if (!draft)
        return draft.refusal();

    if (number == 0)
        drop_part(tx, id, part);
    const auto expected = pieces_of(tx, id, part);
    const auto begin = number == 0 ? bytes : first_piece(tx, id, part);
    const auto parts = parts_of(tx, id);
    const auto known =
        std::find_if(parts.begin(), parts.end(), [&](const TenderPart& one) { return one.name == part; });
    // Pieces follow each other, and nothing follows a part that is whole or that the server sealed.
    if (number != expected || (number > 0 && (known == parts.end() || !known->digest.empty())))
        return refused(Fault::conflict, "tender.piece_out_of_order", {{"expected", expected}});
    const auto header = crypto::read_tender_header(begin);
    if (!header)
        return header.refusal();
    TenderPart made{id, part, number == 0 ? 0 : known->bytes, "", true};
    made.bytes += static_cast<std::int64_t>(bytes.size());
    const auto whole = static_cast<std::int64_t>(header->file_bytes());
    const auto as_long_as_said = made.bytes <= whole ? header->file_bytes() : std::uint64_t{0};
    if (auto fits = crypto::check_tender(*header, place_of(*draft, part), draft->key, as_long_as_said); !fits)
        return fits.refusal();
    if (auto room = has_room(tx, draft->tender, part, whole); !room)
        return room.refusal();

    if (made.bytes < whole && bytes.size() < piece_bytes_least)
        return refused(Fault::invalid, "tender.piece_too_small",
                       {{"min", static_cast<std::int64_t>(piece_bytes_least)}});

    insert_piece(tx, id, part, number, Blob{bytes});
    if (made.bytes == whole)
        made.digest = to_hex(crypto::sha256(sealed_part(tx, id, part)));
    saved(tx, ambient, actor, draft->tender, made);
    return made;
}

Result<Tender> drop(Transaction& tx, const Ambient& ambient, const Actor& actor, TenderId id,
                    const std::string& part)
{
    auto draft = draft_with(tx, ambient, actor, id, part);
    if (!draft)
        return draft.refusal();

    drop_part(tx, id, part);
    draft->tender.revision += 1;
    save(tx, draft->tender, ambient.now);

    note(tx, ambient, actor, "tender.part_dropped", draft->tender, {{"part", part}});
    return draft->tender;
}

} // namespace kori::tenders
