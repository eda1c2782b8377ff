#include "marketplace/choice/agreement_store.hpp"

#include "core/base/promise.hpp"
#include "core/json/reader.hpp"

namespace kori::choices
{
namespace
{

constexpr std::string_view assessment_columns =
    "id, organisation_id, customer_id, state, target_groups, needs, coach_id, revision";

NeedAssessment assessment_in(const Row& row)
{
    return {row.id<NeedAssessmentTag>(0),
            row.id<OrganisationTag>(1),
            row.id<CustomerTag>(2),
            row.text(3),
            json::read_stored(row.text(4)).texts(),
            json::read_stored(row.text(5)).texts(),
            row.id<MembershipTag>(6),
            row.integer(7)};
}

constexpr std::string_view agreement_columns =
    "id, organisation_id, customer_id, basket_id, basket_version_id, state,"
    " coach_id, override_reason, revision, override_by, told_how";

BasketAgreement agreement_in(const Row& row)
{
    return {row.id<BasketAgreementTag>(0),
            row.id<OrganisationTag>(1),
            row.id<CustomerTag>(2),
            row.id<BasketTag>(3),
            row.id<BasketVersionTag>(4),
            row.text(5),
            row.id<MembershipTag>(6),
            row.text(7),
            row.integer(8),
            row.optional_id<MembershipTag>(9),
            row.text(10)};
}

} // namespace

void insert(Transaction& tx, const NeedAssessment& assessment, Instant now)
{
    tx.change("/* choices.insert_assessment */ INSERT INTO need_assessment (id, organisation_id, "
              "customer_id, state,"
              " target_groups, needs, coach_id, revision, opened_us) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              assessment.id, assessment.authority, assessment.customer, assessment.state,
              json::write(json::array_of(assessment.target_groups)),
              json::write(json::array_of(assessment.needs)), assessment.coach, assessment.revision, now);
}

void save(Transaction& tx, const NeedAssessment& assessment)
{
    const auto touched =
        tx.change("/* choices.save_assessment */ UPDATE need_assessment SET state = ?,"
                  " target_groups = ?, needs = ?, revision = ? WHERE id = ? AND revision = ?",
                  assessment.state, json::write(json::array_of(assessment.target_groups)),
                  json::write(json::array_of(assessment.needs)), assessment.revision, assessment.id,
                  assessment.revision - 1);
    PROMISE(touched == 1);
}

std::optional<NeedAssessment> find_assessment(Transaction& tx, NeedAssessmentId id)
{
    static const std::string sql = "/* choices.find_assessment */ SELECT " + std::string{assessment_columns} +
                                   " FROM need_assessment WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{assessment_in(*row)} : std::nullopt;
}

std::vector<NeedAssessment> assessments_of(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* choices.assessments_of */ SELECT " + std::string{assessment_columns} +
                                   " FROM need_assessment WHERE customer_id = ? ORDER BY id LIMIT 1000";
    std::vector<NeedAssessment> result;
    for (const auto& row : tx.query(sql, customer))
        result.push_back(assessment_in(row));
    return result;
}

void insert(Transaction& tx, const BasketAgreement& agreement, Instant now)
{
    tx.change(
        "/* choices.insert_agreement */ INSERT INTO basket_agreement (id, organisation_id, customer_id, "
        "basket_id,"
        " basket_version_id, state, coach_id, override_by, override_reason, told_how, revision, proposed_us)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        agreement.id, agreement.authority, agreement.customer, agreement.basket, agreement.basket_version,
        agreement.state, agreement.coach, agreement.override_by, agreement.override_reason,
        agreement.told_how, agreement.revision, now);
}

void save(Transaction& tx, const BasketAgreement& agreement)
{
    const auto touched = tx.change(
        "/* choices.save_agreement */ UPDATE basket_agreement SET state = ?, told_how = ?,"
        " revision = ? WHERE id = ? AND revision = ?",
        agreement.state, agreement.told_how, agreement.revision, agreement.id, agreement.revision - 1);
    PROMISE(touched == 1);
}

std::optional<BasketAgreement> find_agreement(Transaction& tx, BasketAgreementId id)
{
    static const std::string sql = "/* choices.find_agreement */ SELECT " + std::string{agreement_columns} +
                                   " FROM basket_agreement WHERE id = ?";
    const auto row = tx.query_one(sql, id);
    return row ? std::optional{agreement_in(*row)} : std::nullopt;
}

std::vector<BasketAgreement> agreements_of(Transaction& tx, CustomerId customer)
{
    static const std::string sql = "/* choices.agreements_of */ SELECT " + std::string{agreement_columns} +
                                   " FROM basket_agreement WHERE customer_id = ? ORDER BY id LIMIT 1000";
    std::vector<BasketAgreement> result;
    for (const auto& row : tx.query(sql, customer))
        result.push_back(agreement_in(row));
    return result;
}

void forget_words_about(Transaction& tx, CustomerId customer)
{
    tx.change("/* choices.forget_words_about */ UPDATE basket_agreement SET override_reason = ''"
              " WHERE customer_id = ?",
              customer);
}

void fulfil(Transaction& tx, BasketAgreementId id)
{
    auto agreement = find_agreement(tx, id);
    PROMISE(agreement.has_value());
    const auto next = basket_agreement_states().move(agreement->state, "fulfil");
    PROMISE(next);
    agreement->state = *next;
    ++agreement->revision;
    save(tx, *agreement);
}

} // namespace kori::choices
