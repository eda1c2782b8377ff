// The parts that contract notices and result notices of eForms share. Element names are those of UBL 2.3 and
// of the SDK; the order of elements is that of its schemas.
#pragma once

#include "procurement/notice/eforms.hpp"
#include "procurement/notice/xml.hpp"

namespace kori::eforms
{

using notice::NoticeFacts;
using xml::Element;

// A code with the name of its list; an identifier with that of its scheme.
Element code(std::string name, std::string_view list, std::string value);
Element identifier(std::string_view scheme, std::string value);
// One element for each language of the notice, with its three-letter code.
std::vector<Element> translated(const NoticeFacts& facts, const std::string& name, const LocalText& text);
Element amount(std::string name, Money value);
// "2026-04-01+03:00" and "08:00:00+03:00"; a day has the offset of its first moment.
std::string date_text(CivilDate day);
std::string date_text(Instant at);
std::string time_text(Instant at);

// Which organisations the notice names: the buyer is ORG-0001, the review body ORG-0002, winners follow in
// the order in which they are first named.
class Organisations
{
public:
    explicit Organisations(const NoticeFacts& facts);
    std::string id_of(const notice::Organisation& winner); // adds it when it is new
    Element element() const;                               // efac:Organizations

private:
    const NoticeFacts& facts_;
    std::vector<notice::Organisation> named_;
};
inline constexpr const char* buyer_id = "ORG-0001";
inline constexpr const char* review_body_id = "ORG-0002";

// The head of a notice up to the buyer: languages, ids, subtype.
struct Head
{
    std::string root;      // "ContractNotice"
    std::string subtype;   // "16"
    std::string form;      // code list of the notice type: "competition", "result"
    std::string type;      // "cn-standard"
    std::string notice_id; // BT-701
    Instant issued_at;     // BT-05
    const Settings& settings;
};
// `extension` becomes the content of efext:EformsExtension.
Element head(const NoticeFacts& facts, const Head& head, Element extension);

// cac:ProcurementProject of the procedure and of a lot.
Element project(const NoticeFacts& facts);
Element project(const NoticeFacts& facts, const notice::Category& category, CivilDate ends);
// cac:AppealTerms: T19, T20 in words, and the Market Court.
Element appeal_terms(const NoticeFacts& facts);
// cac:AwardingTerms: the kinds of criteria of a category with their words, without weights.
Element awarding_terms(const NoticeFacts& facts, const notice::Category& category);
// BT-115, known at the EU level only.
// ASSUMED: services of this kind are not covered by the GPA
std::vector<Element> coverage(const NoticeFacts& facts);
// What Hilma adds to a national notice (rule FI-M-FI-0001); a result notice tells less of it.
// ASSUMED: code and indicators of a national notice as in Hilma's own sample
Element national_project(bool is_competition);
Element national_extension(std::vector<Element> content);
// The techniques of a lot: a dynamic purchasing system, no framework agreement, no auction.
std::vector<Element> techniques(const NoticeFacts& facts);

std::string contract_subtype(Regime regime); // promises that the regime has a notice
std::string result_subtype(Regime regime);
// BT-701 of the notice of that change of the system; 0 is the set-up.
std::string contract_notice_id(const NoticeFacts& facts, std::size_t change);
std::string procedure_id(const NoticeFacts& facts); // BT-04

} // namespace kori::eforms
