#include "procurement/system/system_actions.hpp"

#include "core/access/access_actions.hpp"
#include "core/journal/journal.hpp"
#include "procurement/limit/limit.hpp"
#include "procurement/system/system_total.hpp"

namespace kori::systems
{
namespace
{

Refusal refused(Fault fault, std::string_view rule)
{
    return refuse_by(system_sentences(), fault, rule, {});
}

Result<Programme> own(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = programmes::find(tx, id);
    if (!programme || !actor.speaks_for(programme->authority))
        return absent();
    if (programme->channel != Channel::dps)
        return refused(Fault::conflict, "system.not_a_system");
    return *programme;
}

bool is_being_written(const Programme& programme)
{
    return programme.state == programme_state::draft || programme.state == programme_state::in_dialogue;
}

Result<Programme> own_draft(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = own(tx, actor, id);
    if (programme && !is_being_written(*programme))
        return refused(Fault::conflict, "system.not_a_draft");
    return programme;
}

// What a new notice may be told of: published and not over.
Result<Programme> own_published(Transaction& tx, const Actor& actor, ProgrammeId id)
{
    auto programme = own(tx, actor, id);
    if (!programme)
        return programme;
    if (is_being_written(*programme))
        return refused(Fault::conflict, "system.not_published");
    if (!takes_requests(programme->state))
        return refuse(Fault::conflict, "programme.over", "This programme has come to its end.");
    return programme;
}

void note(Transaction& tx, const Ambient& ambient, const Actor& actor, std::string kind,
          const Programme& programme, Facts facts, std::string reason = {})
{
    facts.emplace_back("revision", programme.revision);
    journal::append(tx, ambient, access::doer_of(actor),
                    {std::move(kind),
                     programme.id.text(),
                     std::move(facts),
                     programme.published_at ? journal::Audience::everyone : journal::Audience::organisation,
                     {programme.authority.text()},
                     std::move(reason),
                     {}});
}

void raise_revision(Transaction& tx, const Ambient& ambient, Programme& programme)
{
    programme.revision += 1;
    programmes::save(tx, programme, ambient.now);
}

Refusal faulty(std::vector<FieldError> faults)
{
    return refused(Fault::invalid, "system.not_complete").in(std::move(faults));
}

Category category_of(const CategoryWish& wish, CategoryId id, ProgrammeId programme, std::int64_t number,
                     Instant added_at)
{
    return {id,
            programme,
            number,
            wish.name,
            wish.description,
            wish.cpv,
            wish.more_cpv,
            wish.form,
            wish.announced_value,
            wish.requirements,
            added_at};
}

Category next_category(const Ambient& ambient, ProgrammeId programme, const std::vector<Category>& others,
                       const CategoryWish& wish)
{
    return category_of(wish, ambient.next<CategoryTag>(), programme,
                       static_cast<std::int64_t>(others.size()) + 1, ambient.now);
}

Facts facts_of(const Category& category)
{
    Facts facts{{"category", category.id.text()}, {"number", category.number}, {"cpv", category.cpv}};
    if (category.announced_value)
        facts.emplace_back("announced_cents", category.announced_value->in_cents());
    return facts;
}

SystemChange change_of(const Ambient& ambient, const Actor& actor, const Programme& programme,
                       std::string_view kind, const std::string& reason)
{
    return {programme.id, std::string{kind}, reason, ambient.now, actor.journal_name()};
}

SystemTerms published_terms(Transaction& tx, const Programme& programme)
{
    auto terms = find_terms(tx, programme.id);
    PROMISE(terms.has_value());
    return std::move(*terms);
}

} // namespace

Result<Programme> write_terms(Transaction& tx, const Ambient& ambient, const Actor& actor,
                              const SystemTerms& terms)
{
    auto programme = own_draft(tx, actor, terms.programme);
    if (!programme)
        return programme;

    save(tx, terms, ambient.now);
    raise_revision(tx, ambient, *programme);

    Facts facts;
    if (terms.announced_value)
        facts.emplace_back("announced_cents", terms.announced_value->in_cents());
    note(tx, ambient, actor, "system.terms_written", *programme, std::move(facts));
    return programme;
}

Result<Category> add_category(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                              const CategoryWish& wish)
{
    auto programme = own_draft(tx, actor, id);
    if (!programme)
        return programme.refusal();

    const auto category = next_category(ambient, id, categories_of(tx, id), wish);
    if (auto faults = faults_of_category(category, ambient.today(), ambient.law); !faults.empty())
        return faulty(std::move(faults));

    insert(tx, category);
    raise_revision(tx, ambient, *programme);

    note(tx, ambient, actor, "system.category_written", *programme, facts_of(category));
    return category;
}

Result<Category> change_category(Transaction& tx, const Ambient& ambient, const Actor& actor, CategoryId id,
                                 const CategoryWish& wish)
{
    const auto known = find_category(tx, id);
    if (!known)
        return absent();
    auto programme = own_draft(tx, actor, known->programme);
    if (!programme)
        return programme.refusal();

    const auto changed = category_of(wish, id, known->programme, known->number, known->added_at);
    if (auto faults = faults_of_category(changed, ambient.today(), ambient.law); !faults.empty())
        return faulty(std::move(faults));

    save(tx, changed);
    raise_revision(tx, ambient, *programme);

    note(tx, ambient, actor, "system.category_written", *programme, facts_of(changed));
    return changed;
}

Result<Programme> drop_category(Transaction& tx, const Ambient& ambient, const Actor& actor, CategoryId id)
{
    const auto known = find_category(tx, id);
    if (!known)
        return absent();
    auto programme = own_draft(tx, actor, known->programme);
    if (!programme)
        return programme;

    remove(tx, *known);
    raise_revision(tx, ambient, *programme);

    note(tx, ambient, actor, "system.category_dropped", *programme, facts_of(*known));
    return programme;
}

Result<Category> announce_category(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                   ProgrammeId id, const CategoryWish& wish, const std::string& reason)
{
    auto programme = own_published(tx, actor, id);
    if (!programme)
        return programme.refusal();
    const auto terms = published_terms(tx, *programme);
    auto categories = categories_of(tx, id);

    const auto category = next_category(ambient, id, categories, wish);
    auto faults = faults_of_category(category, ambient.today(), ambient.law);
    if (faults.empty())
    {
        categories.push_back(category);
        faults = value_faults({terms, categories, programme->regime, programme->ends_on}, ambient.today(),
                              ambient.law);
    }
    if (!faults.empty())
        return faulty(std::move(faults));

    insert(tx, category);
    auto change = change_of(ambient, actor, *programme, system_change_kind::category, reason);
    change.category = category.id;
    change = record(tx, std::move(change));
    raise_revision(tx, ambient, *programme);

    auto facts = facts_of(category);
    facts.emplace_back("change", change.number);
    note(tx, ambient, actor, "system.category_announced", *programme, std::move(facts), reason);
    return category;
}

Result<SystemChange> change_value(Transaction& tx, const Ambient& ambient, const Actor& actor, ProgrammeId id,
                                  Money value, const std::string& reason)
{
    auto programme = own_published(tx, actor, id);
    if (!programme)
        return programme.refusal();
    auto terms = published_terms(tx, *programme);
    const auto categories = categories_of(tx, id);

    const auto former = terms.announced_value;
    if (former == value)
        return refused(Fault::conflict, "system.value_unchanged");
    Money committed;
    for (const auto& row : values_of_programme(tx, id))
        committed += row.value;
    if (committed > value)
        return refuse_by(system_sentences(), Fault::conflict, "system.value_below_contracts",
                         {{"total_cents", committed.in_cents()}, {"value_cents", value.in_cents()}});
    terms.announced_value = value;
    if (auto faults = value_faults({terms, categories, programme->regime, programme->ends_on},
                                   ambient.today(), ambient.law);
        !faults.empty())
        return faulty(std::move(faults));

    save(tx, terms, ambient.now);
    auto change = change_of(ambient, actor, *programme, system_change_kind::value, reason);
    change.former_announced_value = former;
    change.announced_value = value;
    change = record(tx, std::move(change));
    raise_revision(tx, ambient, *programme);
    access::finish_tasks(tx, task_near, id.text(), ambient.now); // the next contract warns anew

    note(tx, ambient, actor, "system.value_changed", *programme,
         {{"former_cents", former->in_cents()},
          {"announced_cents", value.in_cents()},
          {"change", change.number}},
         reason);
    return change;
}

std::vector<FieldError> faults_of_channel(Transaction& tx, const Ambient& ambient, const Programme& programme)
{
    if (programme.channel != Channel::dps)
        return {};
    const auto terms = find_terms(tx, programme.id);
    if (!terms)
        return {field_error(system_sentences(), "/system", "system.terms_missing", {})};
    const auto categories = categories_of(tx, programme.id);
    return faults_of_system({*terms, categories, programme.regime, programme.ends_on}, ambient.now,
                            ambient.law);
}

Instant window_end(Transaction& tx, const Programme& programme)
{
    const auto terms = published_terms(tx, programme);
    PROMISE(terms.requests_until.has_value());
    return *terms.requests_until;
}

void tell_duration(Transaction& tx, const Ambient& ambient, const Actor& actor, const Programme& programme,
                   CivilDate formerly, const std::string& reason)
{
    if (programme.channel != Channel::dps)
        return;
    auto change = change_of(ambient, actor, programme, system_change_kind::duration, reason);
    change.former_ends_on = formerly;
    change.ends_on = programme.ends_on;
    record(tx, std::move(change));
}

void end_with_programme(Transaction& tx, const Ambient& ambient, const Actor& actor,
                        const Programme& programme)
{
    if (programme.channel != Channel::dps)
        return;
    access::finish_tasks(tx, task_near, programme.id.text(), ambient.now);
    if (binding_of(LimitStage::result_notice, Channel::dps, programme.regime) != Binding::by_law)
        return;
    const auto end = end_of(
        {programme.channel, programme.regime, LimitStage::result_notice, ambient.received_at}, ambient.law);
    PROMISE(end);
    save(tx, SystemResultDue{programme.id, programme.authority, programme.state, ambient.received_at,
                             end->end_on});
    access::give_task(tx, ambient, programme.authority, role::procurement_officer, task_result_notice,
                      programme.id.text(), end->moment);
    note(tx, ambient, actor, "system.result_notice_due", programme, {{"due_on", to_text(end->end_on)}});
}

} // namespace kori::systems
