#include "procurement/programme/programme_store.hpp"

#include "core/base/promise.hpp"

namespace kori::programmes
{
namespace
{

const std::string columns =
    "id, organisation_id, name_fi, name_sv, name_en, channel, regime, state, answer_working_days,"
    " ends_on, revision, may_close, published_us";

Programme programme_in(const Row& row)
{
    const auto channel = parse_channel(row.text(5));
    const auto regime = parse_regime(row.text(6));
    PROMISE(channel && regime);
    return {row.id<ProgrammeTag>(0),
            row.id<OrganisationTag>(1),
            {row.text(2), row.text(3), row.text(4)},
            *channel,
            *regime,
            row.text(7),
            row.optional_integer(8),
            row.optional_date(9),
            row.integer(10),
            row.yes(11),
            row.optional_instant(12)};
}

} // namespace

void insert(Transaction& tx, const Programme& programme, Instant now)
{
    tx.change("/* programmes.insert */ INSERT INTO programme (id, organisation_id, name_fi, name_sv, "
              "name_en, channel, regime,"
              " state, answer_working_days, may_close, ends_on, published_us, revision, recorded_us)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              programme.id, programme.authority, programme.name.fi, programme.name.sv, programme.name.en,
              code_of(programme.channel), code_of(programme.regime), programme.state,
              programme.answer_working_days, yes_no(programme.may_close), programme.ends_on,
              programme.published_at, programme.revision, now);
}

void save(Transaction& tx, const Programme& programme, Instant now)
{
    // The channel is not among them: it never changes.
    const auto touched =
        tx.change("/* programmes.save */ UPDATE programme SET name_fi = ?, name_sv = ?, name_en = ?, regime "
                  "= ?, state = ?,"
                  " answer_working_days = ?, may_close = ?, ends_on = ?, published_us = ?, revision = ?, "
                  "recorded_us = ?"
                  " WHERE id = ?",
                  programme.name.fi, programme.name.sv, programme.name.en, code_of(programme.regime),
                  programme.state, programme.answer_working_days, yes_no(programme.may_close),
                  programme.ends_on, programme.published_at, programme.revision, now, programme.id);
    PROMISE(touched == 1);
}

std::optional<Programme> find(Transaction& tx, ProgrammeId id)
{
    static const std::string sql = "/* programmes.find */ SELECT " + columns + " FROM programme WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{programme_in(*row)} : std::nullopt;
}

std::vector<Programme> after(Transaction& tx, std::string_view after_id, std::int64_t limit,
                             std::optional<OrganisationId> authority, bool only_public)
{
    static const std::string all =
        "/* programmes.after */ SELECT " + columns + " FROM programme WHERE id > ? ORDER BY id LIMIT ?";
    static const std::string public_ones =
        "/* programmes.public_after */ SELECT " + columns +
        " FROM programme WHERE id > ? AND published_us IS NOT NULL ORDER BY id LIMIT ?";
    static const std::string own = "/* programmes.of_authority_after */ SELECT " + columns +
                                   " FROM programme WHERE organisation_id = ? AND id > ? ORDER BY id LIMIT ?";
    static const std::string public_own = "/* programmes.public_of_authority_after */ SELECT " + columns +
                                          " FROM programme WHERE organisation_id = ? AND id > ? AND "
                                          "published_us IS NOT NULL ORDER BY id LIMIT ?";

    std::vector<Programme> result;
    for (const auto& row : authority ? tx.query(only_public ? public_own : own, *authority, after_id, limit)
                                     : tx.query(only_public ? public_ones : all, after_id, limit))
        result.push_back(programme_in(row));
    return result;
}

} // namespace kori::programmes
