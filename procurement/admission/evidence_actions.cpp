// What is shown for a request: evidence that the provider declares, and extracts that the authority looks at.
#include "core/base/law_book.hpp"
#include "procurement/admission/admission_steps.hpp"

namespace kori::admissions
{
namespace
{

Refusal request_over()
{
    return refuse(Fault::conflict, "acceptance.request_over", "This request is over; start a new one.");
}

} // namespace

Result<DeclaredEvidence> declare_evidence(Transaction& tx, const Ambient& ambient, const Actor& actor,
                                          AdmissionId id, const EvidenceOnFile& evidence,
                                          const std::string& statement)
{
    const auto admission = own_request(tx, actor, id);
    if (!admission)
        return admission.refusal();

    if (leaves_room(admission->state))
        return request_over();
    if (is_sealed(tx, *admission, ambient.now))
        return refuse(
            Fault::conflict, "admission.sealed_for_you_too",
            "The request is closed until the initial window is over; withdraw it to send another one.");
    // The content of an extract is nobody's to keep: the authority looks at it and notes that it did (T28).
    if (evidence.code.find("criminal") != std::string::npos)
        return bad_field("/code", "acceptance.never_stored",
                         "An extract from the criminal record is shown, never stored; "
                         "the authority notes the check.");
    if (evidence.validity.is_empty())
        return bad_field("/valid_to", "acceptance.empty_validity", "The end must be after the beginning.");

    const DeclaredEvidence declared{ambient.next<EvidenceTag>(),
                                    id,
                                    admission->provider,
                                    admission->authority,
                                    evidence,
                                    statement,
                                    ambient.now};
    insert(tx, declared);

    Facts facts{{"evidence", declared.id.text()},
                {"code", evidence.code},
                {"valid_from", to_text(evidence.validity.from)}};
    if (evidence.validity.to)
        facts.emplace_back("valid_to", to_text(*evidence.validity.to));
    note(tx, ambient, actor, named(*admission, "evidence_declared"), *admission, std::move(facts));
    return declared;
}

Result<AdmissionCheck> note_check(Transaction& tx, const Ambient& ambient, const Actor& actor, AdmissionId id,
                                  CivilDate extract_on, const std::string& result)
{
    const auto admission = request_for_member(tx, ambient, actor, id);
    if (!admission)
        return admission.refusal();

    const auto today = finnish_date(ambient.received_at);
    const auto months = ambient.law.integer("T28.months", today);
    if (leaves_room(admission->state))
        return request_over();
    if (extract_on > today)
        return bad_field("/extract_on", "acceptance.extract_in_future",
                         "The extract is of a day that has not come.");
    if (plus_months(extract_on, static_cast<int>(months)) < today)
        return bad_field("/extract_on", "acceptance.extract_too_old",
                         "The extract is at most {months} months old.", {{"months", months}});

    const AdmissionCheck check{ambient.next<AdmissionCheckTag>(),
                               id,
                               "criminal_record",
                               extract_on,
                               result,
                               *actor.membership,
                               ambient.now};
    insert(tx, check);

    // The result is told to those who need it (§88(4)): not to the journal.
    note(tx, ambient, actor, named(*admission, "check_noted"), *admission,
         {{"check", check.id.text()}, {"kind", check.kind}, {"extract_on", to_text(extract_on)}});
    return check;
}

} // namespace kori::admissions
