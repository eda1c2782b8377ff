#include "procurement/notice/ocds_parts.hpp"

#include <algorithm>
#include <set>

namespace kori::ocds
{

using json::Array;
using json::Object;
using json::Value;

namespace
{

std::string tender_id(const std::string& ocid)
{
    return ocid + "-tender";
}

Object techniques(const notice::System& system, const char* status)
{
    return Object{}
        .add("hasDynamicPurchasingSystem", true)
        .add("dynamicPurchasingSystem",
             Object{}.add("type", system.others_may_use ? "open" : "closed").add("status", status));
}

// Lots and items of the categories that were added at that moment; empty: at set-up.
void add_categories(Object& tender, const notice::NoticeFacts& facts, std::optional<Instant> added_at)
{
    Array lots;
    Array items;
    for (const auto& category : facts.system.categories)
    {
        if (category.added_at != added_at)
            continue;
        Object announced = lot(facts, category);
        if (category.announced_value)
            announced.add("value", amount(*category.announced_value));
        lots.emplace_back(std::move(announced));
        items.emplace_back(item(facts, category));
    }
    if (lots.empty())
        return;
    tender.add("lots", std::move(lots)).add("items", std::move(items));
}

Object set_up(const notice::NoticeFacts& facts, const std::string& ocid)
{
    const auto& system = facts.system;
    Object tender;
    tender.add("id", tender_id(ocid));
    add_text(tender, "title", system.title, facts);
    add_text(tender, "description", system.description, facts);
    tender.add("status", "active").add("procuringEntity", reference(facts.buyer.organisation));
    if (system.announced_value)
        tender.add("value", amount(*system.announced_value));
    tender.add("procurementMethod", "selective")
        .add("procurementMethodDetails", "Rajoitettu menettely, dynaaminen hankintajärjestelmä")
        .add("mainProcurementCategory", "services")
        .add("submissionMethod", Array{"electronicSubmission"})
        .add("tenderPeriod",
             period(system.published_at, end_of_day(system.ends))) // open for its whole life, §49
        .add("contractPeriod", period(system.starts, system.ends));
    add_categories(tender, facts, std::nullopt);
    tender.add("techniques", techniques(system, "active"));
    return opened(facts, ocid, "tender", "tender", system.published_at,
                  {party(facts.review_body, {"reviewBody"})})
        .add("tender", std::move(tender));
}

Object changed(const notice::NoticeFacts& facts, const std::string& ocid, std::size_t number)
{
    const auto& system = facts.system;
    const auto& change = system.changes[number - 1];
    const auto ends = ends_as_known(system, change.at);
    Object tender;
    tender.add("id", tender_id(ocid));
    if (change.ends)
        tender.add("tenderPeriod", period(system.published_at, end_of_day(ends)))
            .add("contractPeriod", period(system.starts, ends));
    add_categories(tender, facts, change.at);
    tender.add("amendments", Array{amendment(facts, std::to_string(number), change.at, change.description)});
    return opened(facts, ocid, "tenderUpdate-" + std::to_string(number), "tenderUpdate", change.at, {})
        .add("tender", std::move(tender));
}

Object ended(const notice::NoticeFacts& facts, const std::string& ocid)
{
    const auto& end = *facts.system.end;
    return opened(facts, ocid, "end", "tenderUpdate", end.at, {})
        .add("tender", Object{}
                           .add("id", tender_id(ocid))
                           .add("status", "complete")
                           .add("techniques", techniques(facts.system, "terminated"))
                           .add("amendments", Array{amendment(facts, "end", end.at, end.reason)}));
}

// Releases of one competition; each is told when its moment has come.
class Told
{
public:
    Told(const notice::NoticeFacts& facts, const notice::Competition& one, const Publication& publication,
         Instant until)
        : facts_{facts}, one_{one}, publication_{publication}, ocid_{ocid_of(publication, one.id)},
          until_{until}
    {
    }

    Array run()
    {
        invitation();
        for (std::size_t i = 0; i < one_.deadline_changes.size(); ++i)
            deadline(i + 1);
        if (one_.cancelled_at && !one_.decision)
            cancellation();
        if (one_.decision && one_.opening)
            decision();
        std::stable_sort(releases_.begin(), releases_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        Array sorted;
        for (auto& [at, release] : releases_)
            if (at <= until_)
                sorted.emplace_back(std::move(release));
        return sorted;
    }

private:
    void tell(Instant at, Object release) { releases_.emplace_back(at, std::move(release)); }

    Object tender() const { return Object{}.add("id", tender_id(ocid_)); }

    void invitation()
    {
        const auto& system = facts_.system;
        const auto& category =
            *std::find_if(system.categories.begin(), system.categories.end(),
                          [this](const notice::Category& found) { return found.id == one_.category; });
        const auto framework = ocid_of(publication_, system.id);
        Object related; // the standard knows no second language here
        related.add("id", "1")
            .add("relationship", Array{"framework"})
            .add("title", system.title.in(facts_.languages.front()))
            .add("scheme", "ocid")
            .add("identifier", framework)
            .add("uri", publication_.base_uri + "/records/" + framework);

        Object asked = tender();
        add_text(asked, "title", one_.title, facts_);
        asked.add("status", "active").add("procuringEntity", reference(facts_.buyer.organisation));
        if (one_.estimated_value)
            asked.add("value", amount(*one_.estimated_value));
        asked.add("procurementMethod", "selective")
            .add("mainProcurementCategory", "services")
            .add("submissionMethod", Array{"electronicSubmission"})
            .add("tenderPeriod", period(one_.invited_at, one_.tenders_until))
            .add("contractPeriod", period(one_.service_from, one_.service_until))
            .add("techniques", Object{}.add("hasDynamicPurchasingSystem", true));
        Object service = item(facts_, category);
        if (one_.customers && *one_.customers >= publication_.smallest_cell)
            service.add("quantity", *one_.customers).add("unit", Object{}.add("name", "asiakas"));
        asked.add("lots", Array{lot(facts_, category)}).add("items", Array{std::move(service)});
        tell(one_.invited_at, opened(facts_, ocid_, "tender", "tender", one_.invited_at, {})
                                  .add("relatedProcesses", Array{std::move(related)})
                                  .add("tender", std::move(asked)));
    }

    void deadline(std::size_t number)
    {
        const auto& change = one_.deadline_changes[number - 1];
        tell(change.at,
             opened(facts_, ocid_, "tenderUpdate-" + std::to_string(number), "tenderUpdate", change.at, {})
                 .add("tender", tender().add("tenderPeriod", period(one_.invited_at, change.tenders_until))));
    }

    void cancellation()
    {
        tell(*one_.cancelled_at,
             opened(facts_, ocid_, "tenderCancellation", "tenderCancellation", *one_.cancelled_at, {})
                 .add("tender", tender().add("status", "cancelled")));
    }

    void decision()
    {
        const auto& made = *one_.decision;
        Array parties;
        std::set<std::string> named;
        Array awards;
        for (const auto& award : made.awards)
        {
            Array suppliers;
            for (const auto& winner : award.winners)
            {
                suppliers.emplace_back(reference(winner));
                if (named.insert(winner.business_id).second)
                    parties.emplace_back(party(winner, {"tenderer", "supplier"}));
            }
            awards.emplace_back(Object{}
                                    .add("id", award.id)
                                    .add("status", "active")
                                    .add("date", to_helsinki_text(made.at))
                                    .add("value", amount(award.value))
                                    .add("suppliers", std::move(suppliers))
                                    .add("relatedLots", Array{notice::lot_of(facts_.system, one_.category)}));
            if (award.contract)
                contract(award);
        }
        const bool nobody = awards.empty();
        if (nobody)
            awards.emplace_back(Object{}
                                    .add("id", one_.id + "-none")
                                    .add("status", "unsuccessful")
                                    .add("date", to_helsinki_text(made.at)));
        const auto count = [](const char* measure, std::int64_t value)
        { return Object{}.add("id", measure).add("measure", measure).add("value", value); };
        tell(made.at,
             opened(facts_, ocid_, "award", "award", made.at, std::move(parties))
                 .add("tender", tender().add("status", nobody ? "unsuccessful" : "complete"))
                 .add("bids", Object{}.add("statistics", Array{count("bids", one_.opening->tenders),
                                                               count("validBids", one_.opening->admissible)}))
                 .add("awards", std::move(awards)));
    }

    void contract(const notice::Award& award)
    {
        const auto& made = *award.contract;
        const auto tell_of = [&](const std::string& what, const char* tag, Instant at, Object more)
        {
            Object contract;
            contract.add("id", made.id).add("awardID", award.id);
            for (const auto& [name, value] : more.members())
                contract.add(name, value);
            tell(at, opened(facts_, ocid_, what + "-" + made.id, tag, at, {})
                         .add("contracts", Array{std::move(contract)}));
        };
        tell_of("contract", "contract", made.recorded_at,
                Object{}
                    .add("status", "active")
                    .add("period", period(made.from, made.until))
                    .add("value", amount(made.value))
                    .add("dateSigned", to_helsinki_text(start_of_day(made.signed_on))));
        CivilDate until = made.until;
        for (std::size_t i = 0; i < made.changes.size(); ++i)
        {
            const auto& change = made.changes[i];
            Object more;
            if (change.value)
                more.add("value", amount(*change.value));
            until = change.until.value_or(until);
            more.add("period", period(made.from, until));
            more.add("amendments", Array{amendment(facts_, std::to_string(i + 1), change.at, change.reason)});
            tell_of("contractAmendment-" + std::to_string(i + 1), "contractAmendment", change.at,
                    std::move(more));
        }
        if (made.end)
            tell_of("contractTermination", "contractTermination", made.end->at,
                    Object{}.add("status", "terminated"));
    }

    const notice::NoticeFacts& facts_;
    const notice::Competition& one_;
    const Publication& publication_;
    std::string ocid_;
    Instant until_;
    std::vector<std::pair<Instant, Object>> releases_;
};

} // namespace

std::string ocid_of(const Publication& publication, const std::string& own_id)
{
    return publication.prefix + "-" + own_id;
}

Array system_releases(const notice::NoticeFacts& facts, const Publication& publication, Instant until)
{
    const auto& system = facts.system;
    const auto ocid = ocid_of(publication, system.id);
    Array releases;
    if (system.published_at <= until)
        releases.emplace_back(set_up(facts, ocid));
    for (std::size_t i = 0; i < system.changes.size(); ++i)
        if (system.changes[i].at <= until)
            releases.emplace_back(changed(facts, ocid, i + 1));
    if (system.end && system.end->at <= until)
        releases.emplace_back(ended(facts, ocid));
    return releases;
}

Array competition_releases(const notice::NoticeFacts& facts, const notice::Competition& competition,
                           const Publication& publication, Instant until)
{
    return Told{facts, competition, publication, until}.run();
}

} // namespace kori::ocds
