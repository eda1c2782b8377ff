// The provider's side of joining a DPS: begun in a category, declared, confirmed, submitted.
#include "procurement/admission/joining_steps.hpp"

namespace kori::admissions
{
namespace
{

Refusal programme_over()
{
    return refuse(Fault::conflict, "admission.programme_over", "This system takes no requests.");
}

// The journal of a declaration is its provider's alone: which version, never what it says.
void note_declaration(Transaction& tx, const Ambient& ambient, const Actor& actor,
                      const SelfDeclaration& declaration)
{
    journal::append(tx, ambient, access::doer_of(actor),
                    {"declaration.recorded",
                     declaration.id.text(),
                     {{"number", declaration.number}},
                     journal::Audience::organisation,
                     {declaration.provider.text()},
                     {},
                     {}});
}

std::vector<FieldError> what_lacks(Transaction& tx, const Ambient& ambient, const Admission& admission,
                                   const Category& category)
{
    std::vector<FieldError> faults;
    const auto statement = statement_of(tx, admission.id);
    if (!statement)
        faults.push_back({"/confirmation",
                          "admission.not_confirmed",
                          "Confirm for this request that your self-declaration holds.",
                          {}});
    const auto declaration =
        statement ? find_declaration(tx, statement->declaration) : newest_declaration(tx, admission.provider);
    PROMISE(!statement || declaration);
    const auto missing =
        missing_answers(declaration ? declaration->content : DeclarationContent{},
                        statement ? statement->answers : std::vector<RequirementAnswer>{},
                        category.requirements, finnish_date(ambient.received_at), ambient.law);
    faults.insert(faults.end(), missing.begin(), missing.end());
    return faults;
}

} // namespace

Result<Admission> start_joining(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                const Programme& programme, const std::optional<CategoryId>& category_id)
{
    PROMISE(actor.is_provider()); // start_request has looked
    if (!category_id)
        return bad_field("?category", "admission.category_missing",
                         "A request to join a dynamic purchasing system is for one category: name it.");
    const auto category = systems::find_category(tx, *category_id);
    if (!category || category->programme != programme.id)
        return bad_field("?category", "admission.no_such_category", "This system has no such category.");
    const auto earlier = find_in(tx, *category_id, *actor.organisation);

    if (!takes_requests(programme.state))
        return programme_over();
    if (earlier && !leaves_room(earlier->state))
        return refuse(Fault::conflict, "admission.request_already",
                      "You have a request or an admission in this category already.");

    const Admission admission{ambient.next<AdmissionTag>(),
                              programme.id,
                              programme.authority,
                              *actor.organisation,
                              programme.channel,
                              std::string{admission_states().initial},
                              std::nullopt,
                              std::nullopt,
                              1,
                              std::nullopt,
                              std::nullopt,
                              category_id};
    insert(tx, admission, ambient.now);

    note(tx, ambient, actor, "admission.request_started", admission, {{"category", category_id->text()}});
    return admission;
}

Result<SelfDeclaration> record_declaration(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                           const DeclarationContent& content)
{
    if (!actor.is_provider() || !actor.membership)
        return refuse(Fault::forbidden, "declaration.not_a_provider", "Only a provider declares of itself.");

    const auto earlier = newest_declaration(tx, *actor.organisation);

    if (auto faults = declaration_faults(content, finnish_date(ambient.received_at), ambient.law);
        !faults.empty())
        return refuse(Fault::invalid, "declaration.not_clear",
                      "The declaration cannot be understood like this.")
            .in(std::move(faults));
    const SelfDeclaration declaration{ambient.next<SelfDeclarationTag>(),
                                      *actor.organisation,
                                      earlier ? earlier->number + 1 : 1,
                                      content,
                                      *actor.membership,
                                      ambient.now};

    insert(tx, declaration);

    note_declaration(tx, ambient, actor, declaration);
    return declaration;
}

Result<Admission> confirm_declaration(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                      AdmissionId id, const std::vector<RequirementAnswer>& answers)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto category = category_of(tx, *admission);
    const auto declaration = newest_declaration(tx, admission->provider);
    const auto earlier = statement_of(tx, id);

    using namespace admission_state;
    if (admission->state != draft && admission->state != clarification && admission->state != admitted &&
        admission->state != renewal_asked && admission->state != suspended)
        return refuse(Fault::conflict, "admission.not_to_confirm_now",
                      "A confirmation belongs to a draft, or to what you were asked to complete or renew.");
    if (!declaration)
        return refuse(Fault::conflict, "admission.nothing_to_confirm", "Write your self-declaration first.");
    if (auto faults = answer_faults(answers, category.requirements); !faults.empty())
        return refuse(Fault::invalid, "declaration.not_clear",
                      "The declaration cannot be understood like this.")
            .in(std::move(faults));
    // What was complete stays so: after the submission nothing is left open again.
    if (admission->state != draft)
        if (auto missing = missing_answers(declaration->content, answers, category.requirements,
                                           finnish_date(ambient.received_at), ambient.law);
            !missing.empty())
            return refuse(Fault::invalid, "admission.incomplete", "The request is not complete.")
                .in(std::move(missing));

    insert(tx, JoiningStatement{id, earlier ? earlier->number + 1 : 1, declaration->id, answers,
                                *actor.membership, ambient.now});
    admission->revision += 1;
    save(tx, *admission, ambient.now);

    note(tx, ambient, actor, "admission.confirmed", *admission,
         {{"declaration", declaration->id.text()}, {"number", declaration->number}});
    return *admission;
}

Result<Admission> submit_joining(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id)
{
    auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();
    if (auto right = check_channel(*admission, Channel::dps); !right)
        return right.refusal();

    const auto programme = programme_of(tx, *admission);
    const auto category = category_of(tx, *admission);
    const auto terms = systems::find_terms(tx, programme.id);

    if (const auto listed = admission_states().move(admission->state, "submit"); !listed)
        return listed.refusal();
    if (!takes_requests(programme.state))
        return programme_over();
    if (auto faults = what_lacks(tx, ambient, *admission, category); !faults.empty())
        return refuse(Fault::invalid, "admission.incomplete", "The request is not complete.")
            .in(std::move(faults));
    // A request that arrives at the window's very end is opened on arrival like every later one.
    const bool is_in_window = terms && terms->requests_until && ambient.received_at < *terms->requests_until;
    const bool waits = !is_in_window && programme.state == programme_state::closed_temp;
    const auto received_on = finnish_date(ambient.received_at);

    admission->submitted_at = ambient.received_at;
    if (!is_in_window && !waits)
        start_joining_clock(tx, ambient, actor, *admission, programme, ClockStart::receipt, received_on);
    if (auto moved = move(tx, ambient, *admission, "submit"); !moved)
        return moved.refusal();
    if (is_in_window)
        wait_for_window(tx, ambient, *admission, *terms->requests_until);
    if (waits)
    {
        if (auto moved = move(tx, ambient, *admission, "wait_for_reopening"); !moved)
            return moved.refusal();
        wait_for_reopening(tx, ambient, *admission, received_on);
    }

    note(tx, ambient, actor, "admission.submitted", *admission,
         {{"received_at", to_text(ambient.received_at)},
          {"category", category.id.text()},
          {"sealed", is_in_window ? "yes" : "no"},
          {"waits_for_reopening", waits ? "yes" : "no"}});
    tell(tx, ambient, "request_received", admission->provider, *admission);
    return *admission;
}

} // namespace kori::admissions
