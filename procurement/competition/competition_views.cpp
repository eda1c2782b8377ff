#include "procurement/competition/competition_views.hpp"

#include "core/crypto/competition_key.hpp"
#include "procurement/competition/competition_steps.hpp"
#include "procurement/competition/criteria_document.hpp"

namespace kori::competitions
{
namespace
{

using namespace http;

constexpr std::int64_t winners_max = 1'000;
const Money value_max = Money::euros(1'000'000'000);

std::string fingerprint_of(const std::string& key_text)
{
    const auto key = crypto::read_competition_key(key_text);
    PROMISE(bool(key));
    return crypto::spoken_fingerprint(key->fingerprint());
}

json::Array openers_view(Transaction& tx, const Competition& competition)
{
    json::Array openers;
    for (const auto& opener : openers_of(tx, competition.id))
    {
        const auto registered = newest_key_of(tx, opener.user);
        openers.emplace_back(json::Object{}
                                 .add("member", opener.membership)
                                 .add("number", opener.number)
                                 .add("has_key", !opener.key_text.empty() || registered.has_value())
                                 .add("has_share", !opener.locked_share.empty()));
    }
    return openers;
}

Shape name_shape()
{
    return draft_local_text(200, "Name", "Työhönvalmennus 2026", "Arbetsträning 2026");
}
Shape description_shape()
{
    return draft_local_text(20'000, "What is bought", "Valmennus sadalle henkilölle",
                            "Träning för hundra personer");
}
Shape value_shape()
{
    return money(Money{}, value_max, "With options, without VAT (§27)", Money::euros(120'000));
}
Shape use_shape()
{
    return code({"single", "by_rank", "customer_choice"}, "How several winners are used");
}
Shape openers_needed_shape()
{
    return integer(2, 16, "How many openers are needed together", 2);
}
Shape closes_shape()
{
    return instant("Until when tenders arrive; that moment still counts", "2026-04-20T12:00:00Z");
}
Shape questions_until_shape()
{
    return instant("Until when those invited may ask; none: no questions are taken", "2026-04-08T12:00:00Z");
}
Shape accelerated_shape()
{
    return text(0, 4'000, "Why the time is short (§57); empty: it is not", "");
}

// What may be left out of a draft and of a change.
std::vector<Member> common_members()
{
    return {optional("description", description_shape()),
            optional("criteria", criteria_shape()),
            optional("parts", parts_shape()),
            optional("value_is_told", boolean("Tell those invited the estimated value", false)),
            optional("winners_most", integer(1, winners_max, "How many may win", 1)),
            optional("order_of_use", use_shape()),
            optional("accelerated_reason", accelerated_shape()),
            optional("documents_withheld", boolean("Not electronic or confidential (§69)", false)),
            optional("observes_standstill", boolean("Wait before the contract by choice (§129(2))", false)),
            optional("openers_needed", openers_needed_shape()),
            optional("openers", list(id_of<MembershipTag>("Opener"), 0, 16,
                                     "Named persons with a registered key, 3 to 16 (§64)")),
            optional("questions_until", nullable(questions_until_shape())),
            optional("closes_at", nullable(closes_shape()))};
}

} // namespace

Shape new_draft_shape()
{
    auto members = common_members();
    members.push_back(required("category", id_of<CategoryTag>("Category of the system; never changes")));
    members.push_back(required("name", name_shape()));
    members.push_back(required("estimated_value_cents", value_shape()));
    members.push_back(required("service_from", date("First day of the service", "2026-06-01")));
    members.push_back(required("service_until", date("Its last day", "2027-05-31")));
    return object("NewCompetition", "A draft; what it lacks is told when it is sent to those admitted",
                  std::move(members));
}

Shape changed_draft_shape()
{
    auto members = common_members();
    members.push_back(optional("name", name_shape()));
    members.push_back(optional("estimated_value_cents", value_shape()));
    members.push_back(optional("service_from", date("First day of the service", "2026-06-01")));
    members.push_back(optional("service_until", date("Its last day", "2027-05-31")));
    return object("CompetitionChange", "What a draft says from now on; what is left out stays",
                  std::move(members));
}

CompetitionTerms terms_in(const json::Value& body, CompetitionTerms terms)
{
    const auto& members = body.object();
    const auto if_there = [&](std::string_view name, const auto& take)
    {
        if (const auto* value = members.find(name))
            take(*value);
    };
    const auto moment = [](const json::Value& value)
    { return value.is_null() ? std::nullopt : std::optional{value.instant()}; };
    if_there("name", [&](const json::Value& value) { terms.name = value.local_text(); });
    if_there("description", [&](const json::Value& value) { terms.description = value.local_text(); });
    if_there("criteria", [&](const json::Value& value) { terms.criteria = criteria_of(value); });
    if_there("parts", [&](const json::Value& value) { terms.parts = parts_of(value); });
    if_there("estimated_value_cents",
             [&](const json::Value& value) { terms.estimated_value = value.money(); });
    if_there("value_is_told", [&](const json::Value& value) { terms.value_is_told = value.boolean(); });
    if_there("service_from", [&](const json::Value& value) { terms.service_from = value.date(); });
    if_there("service_until", [&](const json::Value& value) { terms.service_until = value.date(); });
    if_there("winners_most", [&](const json::Value& value) { terms.winners_most = value.integer(); });
    if_there("order_of_use", [&](const json::Value& value) { terms.use = value.text(); });
    if_there("accelerated_reason",
             [&](const json::Value& value) { terms.accelerated_reason = value.text(); });
    if_there("documents_withheld",
             [&](const json::Value& value) { terms.documents_withheld = value.boolean(); });
    if_there("observes_standstill",
             [&](const json::Value& value) { terms.observes_standstill = value.boolean(); });
    if_there("openers_needed", [&](const json::Value& value) { terms.openers_needed = value.integer(); });
    if_there("openers",
             [&](const json::Value& value)
             {
                 terms.openers.clear();
                 for (const auto& item : value.array())
                     terms.openers.push_back(item.id<MembershipTag>());
             });
    if_there("questions_until", [&](const json::Value& value) { terms.questions_until = moment(value); });
    if_there("closes_at", [&](const json::Value& value) { terms.closes_at = moment(value); });
    return terms;
}

Shape competition_shape()
{
    return object(
        "Competition", "A mini-competition inside a dynamic purchasing system (1397/2016 §52)",
        {required("id", id_of<CompetitionTag>("Competition")),
         required("programme", id_of<ProgrammeTag>("System")),
         required("category", id_of<CategoryTag>("Category")),
         required("authority", id_of<OrganisationTag>("Buyer")),
         required("regime", text(1, 60, "Which rules bind", "eu_level")),
         required("state", state_of(competition_states(), "Where it stands")),
         required("takes_tenders", boolean("Do tenders still count when they arrive?", true)),
         required("name", name_shape()),
         required("description", description_shape()),
         required("criteria", criteria_shape()),
         required("parts", parts_shape()),
         optional("estimated_value_cents", value_shape()),
         required("value_is_told", boolean("Told to those invited", false)),
         required("service_from", date("First day of the service", "2026-06-01")),
         required("service_until", date("Its last day", "2027-05-31")),
         required("winners_most", integer(0, winners_max, "How many may win", 1)),
         required("order_of_use", use_shape()),
         optional("accelerated_reason", accelerated_shape()),
         required("documents_withheld", boolean("Not electronic or confidential (§69)", false)),
         required("observes_standstill", boolean("Waits before the contract by choice (§129(2))", false)),
         required("openers_needed", openers_needed_shape()),
         optional("openers", list(object("Opener", "Who holds a share of the key; for the authority",
                                         {required("member", id_of<MembershipTag>("Who")),
                                          required("number", integer(1, 16, "Of the share", 1)),
                                          required("has_key", boolean("Has registered a key", true)),
                                          required("has_share", boolean("A share is locked to it", true))}),
                                  0, 16, "Named persons (§64)")),
         optional("questions_until", questions_until_shape()),
         optional("closes_at", closes_shape()),
         optional("answers_due_on", date("Last day for answers (T08)", "2026-04-14")),
         optional("extension_owed_to", date("Tenders close on it at the earliest (T09)", "2026-04-22")),
         optional("invited_at", instant("Sent to all at the same moment", "2026-03-30T08:00:00Z")),
         optional("invited", integer(0, 1'000'000, "How many were invited; for the authority", 12)),
         optional("cancelled_at", instant("Cancelled (§125)", "2026-04-02T08:00:00Z")),
         optional("key_text",
                  text(1, 4'096, "KORI-COMPETITION-KEY-1: seal to it", "KORI-COMPETITION-KEY-1\n…")),
         optional("key_fingerprint", text(1, 100, "To compare by eye", "3f9a 01c2")),
         optional("lot_commitment",
                  pattern("sha256", "SHA-256 of the secret of the lot", std::string(64, '0'))),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))});
}

json::Object view_of(const Call& call, const Competition& competition)
{
    const bool is_own = call.actor.speaks_for(competition.authority);
    json::Object view;
    view.add("id", competition.id)
        .add("programme", competition.programme)
        .add("category", competition.category)
        .add("authority", competition.authority)
        .add("regime", code_of(competition.regime))
        .add("state", competition.state)
        .add("takes_tenders", takes_tenders(competition.state) &&
                                  call.ambient.received_at <= competition.closes_at.value_or(Instant{}))
        .add("name", competition.name)
        .add("description", competition.description)
        .add("criteria", document_of(competition.criteria))
        .add("parts", document_of(competition.parts));
    if (is_own || competition.value_is_told)
        view.add("estimated_value_cents", competition.estimated_value);
    view.add("value_is_told", competition.value_is_told)
        .add("service_from", competition.service_from)
        .add("service_until", competition.service_until)
        .add("winners_most", competition.winners_most)
        .add("order_of_use", competition.use);
    if (competition.accelerated)
        view.add("accelerated_reason", competition.accelerated_reason);
    view.add("documents_withheld", competition.documents_withheld)
        .add("observes_standstill", competition.observes_standstill)
        .add("openers_needed", competition.openers_needed);
    if (is_own)
        view.add("openers", openers_view(call.tx, competition));
    view.add_if("questions_until", competition.questions_until).add_if("closes_at", competition.closes_at);
    if (competition.invited_at)
    {
        view.add_if("answers_due_on",
                    answers_due_on(*competition.closes_at, time_of(competition), call.ambient.law));
        view.add_if("extension_owed_to",
                    extension_owed(competition, questions_of(call.tx, competition.id), call.ambient.law));
        view.add("invited_at", *competition.invited_at);
        if (is_own)
            view.add("invited", static_cast<std::int64_t>(invitations_of(call.tx, competition.id).size()));
    }
    view.add_if("cancelled_at", competition.cancelled_at);
    if (!competition.key_text.empty())
        view.add("key_text", competition.key_text)
            .add("key_fingerprint", fingerprint_of(competition.key_text))
            .add("lot_commitment", competition.lot_commitment);
    return view.add("revision", competition.revision);
}

Result<Competition> visible(const Call& call)
{
    const auto id = call.id<CompetitionTag>("competition");
    if (!id)
        return id.refusal();
    auto competition = find(call.tx, *id);
    if (!competition)
        return absent();
    const bool is_invited_one =
        call.actor.is_provider() && is_invited(call.tx, *id, *call.actor.organisation);
    if (!call.actor.speaks_for(competition->authority) && !is_invited_one)
        return absent();
    return std::move(*competition);
}

Result<Reply> shown(const Call& call, const Result<Competition>& competition)
{
    if (!competition)
        return competition.refusal();
    return Reply::view(view_of(call, *competition), competition->revision);
}

Shape question_shape()
{
    return object(
        "CompetitionQuestion", "A question, as everybody reads it; who asked is nobody's to know",
        {required("id", id_of<QuestionTag>("Question")),
         required("asked_at", instant("Asked", "2026-04-01T08:00:00Z")),
         optional("question",
                  text(1, 4'000, "As it was asked: for the buyer and the asker", "Onko tulkkaus hinnassa?")),
         optional("told_question", text(1, 4'000, "As it is told to all", "Onko tulkkaus hinnassa?")),
         optional("answer", text(1, 10'000, "Answer", "On.")),
         optional("answered_at", instant("Answered", "2026-04-02T08:00:00Z"))});
}

json::Object view_of(const Call& call, const Question& question)
{
    json::Object view;
    view.add("id", question.id).add("asked_at", question.asked_at);
    if (call.actor.is_authority() || call.actor.speaks_for(question.asker))
        view.add("question", question.question);
    return view.add_if("told_question", question.told_question)
        .add_if("answer", question.answer)
        .add_if("answered_at", question.answered_at);
}

} // namespace kori::competitions
