#include "procurement/competition/tender_store.hpp"

#include "core/base/promise.hpp"

namespace kori::tenders
{
namespace
{

const std::string columns =
    "id, competition_id, tenderer_id, tenderer_group, state, digest, received_us, entry_id, replaces_id,"
    " withdrawn_us, ground, reason, revision";

std::string joined(const std::vector<OrganisationId>& group)
{
    std::vector<std::string> texts;
    for (const auto& member : group)
        texts.push_back(member.text());
    return joined_codes(texts);
}

std::vector<OrganisationId> group_in(std::string_view text)
{
    std::vector<OrganisationId> group;
    for (const auto& part : split_codes(text))
    {
        const auto id = OrganisationId::parse(part);
        PROMISE(id.has_value());
        group.push_back(*id);
    }
    return group;
}

Tender tender_in(const Row& row)
{
    return {row.id<TenderTag>(0),
            row.id<CompetitionTag>(1),
            row.id<OrganisationTag>(2),
            group_in(row.text(3)),
            row.text(4),
            row.text(5),
            row.optional_instant(6),
            row.optional_id<EntryTag>(7),
            row.optional_id<TenderTag>(8),
            row.optional_instant(9),
            row.text(10),
            row.text(11),
            row.integer(12)};
}

std::vector<Tender> tenders_in(const Rows& rows)
{
    std::vector<Tender> result;
    for (const auto& row : rows)
        result.push_back(tender_in(row));
    return result;
}

} // namespace

TenderId random_id(Randomness& random)
{
    IdBytes bytes{};
    random.fill(bytes);
    return TenderId{bytes};
}

void insert(Transaction& tx, const Tender& tender, Instant now)
{
    tx.change("/* tenders.insert */ INSERT INTO tender (id, competition_id, tenderer_id, tenderer_group,"
              " state, digest, received_us, entry_id, replaces_id, withdrawn_us, ground, reason, revision,"
              " created_us, changed_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              tender.id, tender.competition, tender.tenderer, joined(tender.group), tender.state,
              tender.digest, tender.received_at, tender.entry, tender.replaces, tender.withdrawn_at,
              tender.ground, tender.reason, tender.revision, now, now);
}

void save(Transaction& tx, const Tender& tender, Instant now)
{
    // Competition and tenderer are not among them: they never change.
    const auto touched = tx.change(
        "/* tenders.save */ UPDATE tender SET tenderer_group = ?, state = ?, digest = ?, received_us = ?,"
        " entry_id = ?, replaces_id = ?, withdrawn_us = ?, ground = ?, reason = ?, revision = ?,"
        " changed_us = ? WHERE id = ?",
        joined(tender.group), tender.state, tender.digest, tender.received_at, tender.entry, tender.replaces,
        tender.withdrawn_at, tender.ground, tender.reason, tender.revision, now, tender.id);
    PROMISE(touched == 1);
}

std::optional<Tender> find(Transaction& tx, TenderId id)
{
    static const std::string sql = "/* tenders.find */ SELECT " + columns + " FROM tender WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{tender_in(*row)} : std::nullopt;
}

std::vector<Tender> of_competition(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* tenders.of_competition */ /* bounded: those invited, some tenders each */ SELECT " + columns +
        " FROM tender WHERE competition_id = ? ORDER BY id";
    return tenders_in(tx.query(sql, competition));
}

std::vector<Tender> of_tenderer(Transaction& tx, CompetitionId competition, OrganisationId tenderer)
{
    static const std::string sql =
        "/* tenders.of_tenderer */ /* bounded: drafts of one are limited */ SELECT " + columns +
        " FROM tender WHERE competition_id = ? AND tenderer_id = ? ORDER BY id";
    return tenders_in(tx.query(sql, competition, tenderer));
}

std::vector<Tender> after(Transaction& tx, OrganisationId tenderer, std::string_view after_id,
                          std::int64_t limit)
{
    static const std::string sql = "/* tenders.after */ SELECT " + columns +
                                   " FROM tender WHERE tenderer_id = ? AND id > ? ORDER BY id LIMIT ?";
    return tenders_in(tx.query(sql, tenderer, after_id, limit));
}

void save_part(Transaction& tx, const TenderPart& part)
{
    tx.change("/* tenders.save_part */ INSERT INTO tender_part (tender_id, name, sealed_bytes, digest,"
              " sealed_by_bidder) VALUES (?, ?, ?, ?, ?) ON CONFLICT (tender_id, name) DO UPDATE SET"
              " sealed_bytes = excluded.sealed_bytes, digest = excluded.digest,"
              " sealed_by_bidder = excluded.sealed_by_bidder",
              part.tender, part.name, part.bytes, part.digest, yes_no(part.sealed_by_bidder));
}

void drop_part(Transaction& tx, TenderId tender, std::string_view name)
{
    tx.change("/* tenders.drop_pieces */ DELETE FROM tender_piece WHERE tender_id = ? AND part = ?", tender,
              name);
    tx.change("/* tenders.drop_part */ DELETE FROM tender_part WHERE tender_id = ? AND name = ?", tender,
              name);
}

std::vector<TenderPart> parts_of(Transaction& tx, TenderId tender)
{
    std::vector<TenderPart> result;
    for (const auto& row :
         tx.query("/* tenders.parts_of */ SELECT tender_id, name, sealed_bytes, digest, sealed_by_bidder"
                  " FROM tender_part WHERE tender_id = ? ORDER BY name LIMIT 100",
                  tender))
        result.push_back({row.id<TenderTag>(0), row.text(1), row.integer(2), row.text(3), row.yes(4)});
    return result;
}

void insert_piece(Transaction& tx, TenderId tender, std::string_view part, std::int64_t number,
                  const Blob& bytes)
{
    PROMISE(!bytes.bytes.empty() && bytes.bytes.size() <= piece_bytes_max);
    tx.change("/* tenders.insert_piece */ INSERT INTO tender_piece (tender_id, part, number, sealed)"
              " VALUES (?, ?, ?, ?)",
              tender, part, number, bytes);
}

std::int64_t pieces_of(Transaction& tx, TenderId tender, std::string_view part)
{
    const auto row =
        tx.query_one("/* tenders.pieces_of */ SELECT COUNT(number) FROM tender_piece WHERE tender_id = ?"
                     " AND part = ?",
                     tender, part);
    return row ? row->integer(0) : 0;
}

std::string first_piece(Transaction& tx, TenderId tender, std::string_view part)
{
    const auto row = tx.query_one("/* tenders.first_piece */ SELECT sealed FROM tender_piece"
                                  " WHERE tender_id = ? AND part = ? AND number = 0",
                                  tender, part);
    return row ? row->bytes(0) : "";
}

std::string sealed_part(Transaction& tx, TenderId tender, std::string_view part)
{
    std::string file;
    for (const auto& row : tx.query(
             "/* tenders.sealed_part */ /* bounded: a tender's size is */ SELECT sealed FROM tender_piece"
             " WHERE tender_id = ? AND part = ? ORDER BY number",
             tender, part))
        file += row.bytes(0);
    return file;
}

} // namespace kori::tenders
