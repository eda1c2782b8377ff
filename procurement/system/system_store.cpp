#include "procurement/system/system_store.hpp"

#include "core/base/promise.hpp"

namespace kori::systems
{
namespace
{

constexpr std::string_view terms_columns =
    "programme_id, description_fi, description_sv, procedure_fi, procedure_sv, announced_cents, nuts,"
    " documents_uri, others_may_use, requests_until_us, before_use_days, described_tender_days, two_persons,"
    " described_request_days";
constexpr std::string_view category_columns = "id, programme_id, number, name_fi, name_sv, name_en, "
                                              "description_fi, description_sv, cpv, more_cpv, form,"
                                              " announced_cents, requirements, added_us";

std::optional<Money> optional_money(const Row& row, std::size_t column)
{
    return row.is_null(column) ? std::nullopt : std::optional{row.money(column)};
}

std::string_view code_of(PurchaseForm form)
{
    return form == PurchaseForm::concession ? "concession" : "contract";
}

Category category_in(const Row& row)
{
    return {row.id<CategoryTag>(0),
            row.id<ProgrammeTag>(1),
            row.integer(2),
            {row.text(3), row.text(4), row.text(5)},
            {row.text(6), row.text(7), {}},
            row.text(8),
            split_codes(row.text(9)),
            row.text(10) == "concession" ? PurchaseForm::concession : PurchaseForm::contract,
            optional_money(row, 11),
            split_codes(row.text(12)),
            row.instant(13)};
}

std::vector<TotalRow> total_rows(const Rows& rows)
{
    std::vector<TotalRow> result;
    for (const auto& row : rows)
        result.push_back({row.text(0), row.text(1), row.text(2), row.yes(3), row.date(4), row.money(5)});
    return result;
}

} // namespace

void save(Transaction& tx, const SystemTerms& terms, Instant now)
{
    tx.change("/* systems.forget_terms */ DELETE FROM system_terms WHERE programme_id = ?", terms.programme);
    tx.change(
        "/* systems.save_terms */ INSERT INTO system_terms (programme_id, description_fi, description_sv,"
        " procedure_fi, procedure_sv, announced_cents, nuts, documents_uri, others_may_use,"
        " requests_until_us, before_use_days, described_tender_days, two_persons, described_request_days,"
        " recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        terms.programme, terms.description.fi, terms.description.sv, terms.procedure.fi, terms.procedure.sv,
        terms.announced_value, terms.nuts, terms.documents_uri, yes_no(terms.others_may_use),
        terms.requests_until, terms.before_use_days, terms.described_tender_days, yes_no(terms.two_persons),
        terms.described_request_days, now);
}

std::optional<SystemTerms> find_terms(Transaction& tx, ProgrammeId programme)
{
    const auto row = tx.query_one("/* systems.find_terms */ SELECT " + std::string{terms_columns} +
                                      " FROM system_terms WHERE programme_id = ?",
                                  programme);
    if (!row)
        return std::nullopt;
    return SystemTerms{row->id<ProgrammeTag>(0),
                       {row->text(1), row->text(2), {}},
                       {row->text(3), row->text(4), {}},
                       optional_money(*row, 5),
                       row->text(6),
                       row->text(7),
                       row->yes(8),
                       row->optional_instant(9),
                       row->optional_integer(10),
                       row->optional_integer(11),
                       row->yes(12),
                       row->optional_integer(13)};
}

SystemChange record(Transaction& tx, SystemChange change)
{
    const auto last = tx.query_one("/* systems.last_change */ SELECT COALESCE(MAX(number), 0) FROM "
                                   "system_change WHERE programme_id = ?",
                                   change.programme);
    change.number = last->integer(0) + 1;
    tx.change("/* systems.insert_change */ INSERT INTO system_change (programme_id, number, kind, reason,"
              " former_ends_on, ends_on, former_cents, announced_cents, category_id, changed_us, changed_by)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              change.programme, change.number, change.kind, change.reason, change.former_ends_on,
              change.ends_on, change.former_announced_value, change.announced_value, change.category,
              change.changed_at, change.changed_by);
    return change;
}

std::vector<SystemChange> changes_of(Transaction& tx, ProgrammeId programme)
{
    std::vector<SystemChange> result;
    for (const auto& row :
         tx.query("/* systems.changes_of */ /* bounded: one system */ SELECT programme_id, kind, reason,"
                  " changed_us, changed_by, number, former_ends_on, ends_on, former_cents, announced_cents,"
                  " category_id FROM system_change WHERE programme_id = ? ORDER BY number",
                  programme))
        result.push_back({row.id<ProgrammeTag>(0), row.text(1), row.text(2), row.instant(3), row.text(4),
                          row.integer(5), row.optional_date(6), row.optional_date(7), optional_money(row, 8),
                          optional_money(row, 9), row.optional_id<CategoryTag>(10)});
    return result;
}

void save(Transaction& tx, const SystemResultDue& due)
{
    tx.change("/* systems.save_result_due */ INSERT INTO system_result_due (programme_id, authority_id,"
              " cause, ended_us, due_on) VALUES (?, ?, ?, ?, ?)",
              due.programme, due.authority, due.cause, due.ended_at, due.due_on);
}

std::optional<SystemResultDue> result_due_of(Transaction& tx, ProgrammeId programme)
{
    const auto row = tx.query_one("/* systems.result_due_of */ SELECT programme_id, authority_id, cause,"
                                  " ended_us, due_on FROM system_result_due WHERE programme_id = ?",
                                  programme);
    if (!row)
        return std::nullopt;
    return SystemResultDue{row->id<ProgrammeTag>(0), row->id<OrganisationTag>(1), row->text(2),
                           row->instant(3), row->date(4)};
}

void insert(Transaction& tx, const Category& category)
{
    tx.change(
        "/* systems.insert_category */ INSERT INTO category (id, programme_id, number, name_fi, name_sv,"
        " name_en, description_fi, description_sv, cpv, more_cpv, form, announced_cents, requirements,"
        " added_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        category.id, category.programme, category.number, category.name.fi, category.name.sv,
        category.name.en, category.description.fi, category.description.sv, category.cpv,
        joined_codes(category.more_cpv), code_of(category.form), category.announced_value,
        joined_codes(category.requirements), category.added_at);
}

void save(Transaction& tx, const Category& category)
{
    const auto touched = tx.change(
        "/* systems.save_category */ UPDATE category SET number = ?, name_fi = ?, name_sv = ?, name_en = ?,"
        " description_fi = ?, description_sv = ?, cpv = ?, more_cpv = ?, form = ?, announced_cents = ?,"
        " requirements = ? WHERE id = ?",
        category.number, category.name.fi, category.name.sv, category.name.en, category.description.fi,
        category.description.sv, category.cpv, joined_codes(category.more_cpv), code_of(category.form),
        category.announced_value, joined_codes(category.requirements), category.id);
    PROMISE(touched == 1);
}

void remove(Transaction& tx, const Category& category)
{
    tx.change("/* systems.remove_category */ DELETE FROM category WHERE id = ?", category.id);
    for (auto& later : categories_of(tx, category.programme))
        if (later.number > category.number)
        {
            later.number -= 1;
            save(tx, later);
        }
}

std::optional<Category> find_category(Transaction& tx, CategoryId id)
{
    const auto row = tx.query_one("/* systems.find_category */ SELECT " + std::string{category_columns} +
                                      " FROM category WHERE id = ?",
                                  id);
    return row ? std::optional{category_in(*row)} : std::nullopt;
}

std::vector<Category> categories_of(Transaction& tx, ProgrammeId programme)
{
    static const std::string sql =
        "/* systems.categories_of */ SELECT " + std::string{category_columns} +
        " FROM category WHERE programme_id = ? ORDER BY number /* bounded: one system */";
    std::vector<Category> result;
    for (const auto& row : tx.query(sql, programme))
        result.push_back(category_in(row));
    return result;
}

void commit_value(Transaction& tx, const CommittedValue& value, Instant now)
{
    release_value(tx, value.row.about);
    tx.change(
        "/* systems.commit_value */ INSERT INTO committed_value (about, authority_id, programme_id, kind,"
        " unit, unit_is_independent, counted_on, cents, recorded_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        value.row.about, value.authority, value.programme, value.row.kind, value.row.unit,
        yes_no(value.row.unit_is_independent), value.row.on, value.row.value, now);
}

void release_value(Transaction& tx, std::string_view about)
{
    tx.change("/* systems.release_value */ DELETE FROM committed_value WHERE about = ?", about);
}

std::vector<TotalRow> values_of_programme(Transaction& tx, ProgrammeId programme)
{
    return total_rows(tx.query(
        "/* systems.values_of_programme */ /* bounded: a total needs every row */ SELECT about, kind, unit,"
        " unit_is_independent, counted_on, cents FROM committed_value"
        " WHERE programme_id = ? ORDER BY counted_on, about",
        programme));
}

std::vector<TotalRow> values_of_kind(Transaction& tx, OrganisationId authority, std::string_view kind)
{
    return total_rows(tx.query("/* systems.values_of_kind */ /* bounded: a total needs every row */ SELECT "
                               "about, kind, unit, unit_is_independent,"
                               " counted_on, cents FROM committed_value"
                               " WHERE authority_id = ? AND kind = ? AND programme_id IN"
                               " (SELECT id FROM programme WHERE channel = 'SMALL_PURCHASE')"
                               " ORDER BY counted_on, about",
                               authority, kind));
}

} // namespace kori::systems
