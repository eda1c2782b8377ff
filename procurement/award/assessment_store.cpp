#include "procurement/award/assessment_store.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori::assessments
{
namespace
{

const std::string part_columns = "tender_id, name, bytes, digest, fault";
const std::string completion_columns =
    "id, competition_id, tender_id, fault, question, asked_us, answer_by_us, asked_by, answer, answered_us";
const std::string low_price_columns =
    "tender_id, competition_id, question, asked_us, answer_by_us, asked_by, answer, answered_us";

std::string joined(const std::vector<MembershipId>& members)
{
    std::vector<std::string> texts;
    for (const auto& member : members)
        texts.push_back(member.text());
    return joined_codes(texts);
}

std::vector<MembershipId> members_in(std::string_view text)
{
    std::vector<MembershipId> members;
    for (const auto& part : split_codes(text))
    {
        const auto id = MembershipId::parse(part);
        PROMISE(id.has_value());
        members.push_back(*id);
    }
    return members;
}

OpenedPart part_in(const Row& row, std::string content)
{
    return {row.id<TenderTag>(0), row.text(1), row.integer(2), row.text(3), row.text(4), std::move(content)};
}

CompletionRequest completion_in(const Row& row)
{
    return {row.id<CompletionTag>(0),
            row.id<CompetitionTag>(1),
            row.id<TenderTag>(2),
            row.text(3),
            row.text(4),
            row.instant(5),
            row.instant(6),
            row.id<MembershipTag>(7),
            row.optional_text(8),
            row.optional_instant(9)};
}

LowPriceQuestion low_price_in(const Row& row)
{
    return {row.id<TenderTag>(0), row.id<CompetitionTag>(1), row.text(2),          row.instant(3),
            row.instant(4),       row.id<MembershipTag>(5),  row.optional_text(6), row.optional_instant(7)};
}

} // namespace

bool insert(Transaction& tx, const Opening& opening)
{
    return tx.change("/* assessments.insert_opening */ INSERT INTO opening (competition_id, opened_us,"
                     " openers, tenders, record, lot_secret, lot_number) VALUES (?, ?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT DO NOTHING",
                     opening.competition, opening.opened_at, joined(opening.openers), opening.tenders,
                     opening.record, opening.lot_secret, opening.lot_number) == 1;
}

std::optional<Opening> find_opening(Transaction& tx, CompetitionId competition)
{
    const auto row =
        tx.query_one("/* assessments.find_opening */ SELECT competition_id, opened_us, openers, tenders,"
                     " record, lot_secret, lot_number FROM opening WHERE competition_id = ?",
                     competition);
    if (!row)
        return std::nullopt;
    return Opening{row->id<CompetitionTag>(0),
                   row->instant(1),
                   members_in(row->text(2)),
                   row->integer(3),
                   row->text(4),
                   row->text(5),
                   row->text(6)};
}

void insert(Transaction& tx, const OpenedPart& part)
{
    tx.change("/* assessments.insert_part */ INSERT INTO opened_part (tender_id, name, bytes, digest, fault,"
              " content) VALUES (?, ?, ?, ?, ?, ?)",
              part.tender, part.name, part.bytes, part.digest, part.fault, Blob{part.content});
}

std::vector<OpenedPart> parts_of(Transaction& tx, TenderId tender)
{
    static const std::string sql = "/* assessments.parts_of */ SELECT " + part_columns +
                                   " FROM opened_part WHERE tender_id = ? ORDER BY name LIMIT 100";
    std::vector<OpenedPart> all;
    for (const auto& row : tx.query(sql, tender))
        all.push_back(part_in(row, {}));
    return all;
}

std::optional<OpenedPart> find_part(Transaction& tx, TenderId tender, std::string_view name)
{
    static const std::string sql = "/* assessments.find_part */ SELECT " + part_columns +
                                   ", content FROM opened_part WHERE tender_id = ? AND name = ?";
    const auto row = tx.query_one(sql, tender, name);
    return row ? std::optional{part_in(*row, row->bytes(5))} : std::nullopt;
}

bool insert(Transaction& tx, const CompletionRequest& request)
{
    return tx.change("/* assessments.insert_completion */ INSERT INTO completion (id, competition_id,"
                     " tender_id, fault, question, asked_us, answer_by_us, asked_by)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                     request.id, request.competition, request.tender, request.fault, request.question,
                     request.asked_at, request.answer_by, request.asked_by) == 1;
}

std::optional<CompletionRequest> find_completion(Transaction& tx, CompletionId id)
{
    static const std::string sql =
        "/* assessments.find_completion */ SELECT " + completion_columns + " FROM completion WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{completion_in(*row)} : std::nullopt;
}

std::vector<CompletionRequest> completions_of(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* assessments.completions_of */ /* bounded: faults of one competition's tenders */ SELECT " +
        completion_columns + " FROM completion WHERE competition_id = ? ORDER BY fault, tender_id";
    std::vector<CompletionRequest> all;
    for (const auto& row : tx.query(sql, competition))
        all.push_back(completion_in(row));
    return all;
}

void answer_completion(Transaction& tx, CompletionId id, std::string_view answer, Instant at)
{
    const auto touched = tx.change("/* assessments.answer_completion */ UPDATE completion SET answer = ?,"
                                   " answered_us = ? WHERE id = ? AND answer IS NULL",
                                   answer, at, id);
    PROMISE(touched == 1);
}

bool insert(Transaction& tx, const LowPriceQuestion& question)
{
    return tx.change("/* assessments.insert_low_price */ INSERT INTO low_price (tender_id, competition_id,"
                     " question, asked_us, answer_by_us, asked_by) VALUES (?, ?, ?, ?, ?, ?)"
                     " ON CONFLICT DO NOTHING",
                     question.tender, question.competition, question.question, question.asked_at,
                     question.answer_by, question.asked_by) == 1;
}

std::optional<LowPriceQuestion> find_low_price(Transaction& tx, TenderId tender)
{
    static const std::string sql = "/* assessments.find_low_price */ SELECT " + low_price_columns +
                                   " FROM low_price WHERE tender_id = ?";
    const auto row = tx.query_one(sql, tender);
    return row ? std::optional{low_price_in(*row)} : std::nullopt;
}

std::vector<LowPriceQuestion> low_prices_of(Transaction& tx, CompetitionId competition)
{
    static const std::string sql =
        "/* assessments.low_prices_of */ /* bounded: one competition's tenders */ SELECT " +
        low_price_columns + " FROM low_price WHERE competition_id = ? ORDER BY tender_id";
    std::vector<LowPriceQuestion> all;
    for (const auto& row : tx.query(sql, competition))
        all.push_back(low_price_in(row));
    return all;
}

void answer_low_price(Transaction& tx, TenderId tender, std::string_view answer, Instant at)
{
    const auto touched = tx.change("/* assessments.answer_low_price */ UPDATE low_price SET answer = ?,"
                                   " answered_us = ? WHERE tender_id = ? AND answer IS NULL",
                                   answer, at, tender);
    PROMISE(touched == 1);
}

void insert(Transaction& tx, const ConflictDeclaration& declaration)
{
    tx.change("/* assessments.insert_declaration */ INSERT INTO conflict_declaration (id, competition_id,"
              " user_id, membership_id, has_conflict, words, declared_us) VALUES (?, ?, ?, ?, ?, ?, ?)",
              declaration.id, declaration.competition, declaration.user, declaration.membership,
              yes_no(declaration.has_conflict), declaration.words, declaration.declared_at);
}

std::vector<ConflictDeclaration> declarations_of(Transaction& tx, CompetitionId competition)
{
    std::vector<ConflictDeclaration> all;
    for (const auto& row :
         tx.query("/* assessments.declarations_of */ /* bounded: those who act in one competition */ SELECT"
                  " id, competition_id, user_id, membership_id, has_conflict, words, declared_us"
                  " FROM conflict_declaration WHERE competition_id = ? ORDER BY declared_us, id",
                  competition))
        all.push_back({row.id<DeclarationTag>(0), row.id<CompetitionTag>(1), row.id<UserTag>(2),
                       row.id<MembershipTag>(3), row.yes(4), row.text(5), row.instant(6)});
    return all;
}

void name_evaluators(Transaction& tx, CompetitionId competition, const std::vector<Evaluator>& evaluators,
                     Instant now)
{
    for (const auto& known : evaluators_of(tx, competition))
        if (std::none_of(evaluators.begin(), evaluators.end(),
                         [&](const Evaluator& one) { return one.user == known.user; }))
            tx.change("/* assessments.end_evaluator */ UPDATE evaluator SET ended_us = ?"
                      " WHERE competition_id = ? AND user_id = ?",
                      now, competition, known.user);
    for (const auto& one : evaluators)
        tx.change("/* assessments.name_evaluator */ INSERT INTO evaluator (competition_id, user_id,"
                  " membership_id, named_us) VALUES (?, ?, ?, ?) ON CONFLICT (competition_id, user_id)"
                  " DO UPDATE SET membership_id = excluded.membership_id, ended_us = NULL",
                  competition, one.user, one.membership, one.named_at);
}

std::vector<Evaluator> evaluators_of(Transaction& tx, CompetitionId competition)
{
    std::vector<Evaluator> all;
    for (const auto& row :
         tx.query("/* assessments.evaluators_of */ SELECT competition_id, user_id, membership_id, named_us"
                  " FROM evaluator WHERE competition_id = ? AND ended_us IS NULL ORDER BY user_id LIMIT 100",
                  competition))
        all.push_back(
            {row.id<CompetitionTag>(0), row.id<UserTag>(1), row.id<MembershipTag>(2), row.instant(3)});
    return all;
}

void save_own_points(Transaction& tx, TenderId tender, std::string_view criterion, const OwnPoints& points,
                     Instant now)
{
    tx.change("/* assessments.save_own_points */ INSERT INTO own_points (tender_id, criterion, user_id,"
              " points, reason, given_us) VALUES (?, ?, ?, ?, ?, ?)"
              " ON CONFLICT (tender_id, criterion, user_id) DO UPDATE SET points = excluded.points,"
              " reason = excluded.reason, given_us = excluded.given_us",
              tender, criterion, points.evaluator, points.points, points.reason, now);
}

void save_agreed_points(Transaction& tx, TenderId tender, const QualityPoints& agreed, MembershipId by,
                        Instant now)
{
    PROMISE(agreed.agreed.has_value());
    tx.change("/* assessments.save_agreed_points */ INSERT INTO agreed_points (tender_id, criterion, points,"
              " reason, agreed_us, agreed_by) VALUES (?, ?, ?, ?, ?, ?)"
              " ON CONFLICT (tender_id, criterion) DO UPDATE SET points = excluded.points,"
              " reason = excluded.reason, agreed_us = excluded.agreed_us, agreed_by = excluded.agreed_by",
              tender, agreed.criterion, *agreed.agreed, agreed.agreed_reason, now, by);
}

std::vector<QualityPoints> points_of(Transaction& tx, TenderId tender, const AwardCriteria& criteria,
                                     const std::vector<Evaluator>& evaluators)
{
    std::vector<QualityPoints> all;
    for (const auto& criterion : criteria.criteria)
        if (criterion.kind == CriterionKind::quality)
            all.push_back({criterion.code, {}, std::nullopt, {}});
    const auto of = [&](const std::string& code)
    {
        return std::find_if(all.begin(), all.end(),
                            [&](const QualityPoints& one) { return one.criterion == code; });
    };
    for (const auto& row :
         tx.query("/* assessments.own_points_of */ /* bounded: evaluators times criteria */ SELECT criterion,"
                  " user_id, points, reason FROM own_points WHERE tender_id = ? ORDER BY criterion, user_id",
                  tender))
    {
        const OwnPoints own{row.id<UserTag>(1), row.integer(2), row.text(3)};
        const bool counts = std::any_of(evaluators.begin(), evaluators.end(),
                                        [&](const Evaluator& one) { return one.user == own.evaluator; });
        if (const auto at = of(row.text(0)); at != all.end() && counts)
            at->own.push_back(own);
    }
    for (const auto& row :
         tx.query("/* assessments.agreed_points_of */ /* bounded: one each criterion */ SELECT criterion,"
                  " points, reason FROM agreed_points WHERE tender_id = ? ORDER BY criterion",
                  tender))
        if (const auto at = of(row.text(0)); at != all.end())
        {
            at->agreed = row.integer(1);
            at->agreed_reason = row.text(2);
        }
    return all;
}

} // namespace kori::assessments
