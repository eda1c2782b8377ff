#include "procurement/admission/exclusion_ground.hpp"

#include "core/base/law_book.hpp"

#include <algorithm>

namespace kori
{
namespace
{

struct NamedGround
{
    std::string_view code;
    LocalText name;
};

// In the order of the law, each in the words that a provider answers to.
const std::vector<NamedGround>& names()
{
    static const std::vector<NamedGround> rows = {
        {"bribery", {"Lahjuksen antaminen", "Givande av muta", "Giving of bribes"}},
        {"business_bribery",
         {"Lahjuksen antaminen elinkeinotoiminnassa", "Givande av muta i näringsverksamhet",
          "Giving of bribes in business"}},
        {"organised_crime",
         {"Osallistuminen järjestäytyneen rikollisryhmän toimintaan",
          "Deltagande i en organiserad kriminell sammanslutnings verksamhet",
          "Participation in organised crime"}},
        {"human_trafficking", {"Ihmiskauppa", "Människohandel", "Trafficking in human beings"}},
        {"tax_fraud", {"Veropetos", "Skattebedrägeri", "Tax fraud"}},
        {"pension_fraud",
         {"Eläkevakuutusmaksupetos", "Pensionsförsäkringsavgiftsbedrägeri", "Pension contribution fraud"}},
        {"subsidy_fraud", {"Avustuspetos", "Subventionsbedrägeri", "Subsidy fraud"}},
        {"subsidy_misuse", {"Avustuksen väärinkäyttö", "Subventionsmissbruk", "Misuse of a subsidy"}},
        {"money_laundering", {"Rahanpesu", "Penningtvätt", "Money laundering"}},
        {"terrorism", {"Terrorismirikos", "Terroristbrott", "Terrorist offence"}},
        {"work_safety_offence", {"Työturvallisuusrikos", "Arbetarskyddsbrott", "Work safety offence"}},
        {"working_time_offence", {"Työaikasuojelurikos", "Arbetstidsskyddsbrott", "Working-time offence"}},
        {"work_discrimination", {"Työsyrjintä", "Diskriminering i arbetslivet", "Discrimination at work"}},
        {"extortionate_discrimination",
         {"Kiskonnantapainen työsyrjintä", "Ockerliknande diskriminering i arbetslivet",
          "Extortionate discrimination at work"}},
        {"right_to_organise",
         {"Järjestäytymisvapauden loukkaaminen", "Kränkning av organisationsfriheten",
          "Violation of the right to organise"}},
        {"unauthorised_foreign_labour",
         {"Luvattoman ulkomaisen työvoiman käyttö", "Anlitande av utländsk arbetskraft som saknar tillstånd",
          "Use of unauthorised foreign labour"}},
        {"unpaid_taxes",
         {"Lainvoimaisesti todetut maksamattomat verot", "Obetalda skatter som fastställts slutgiltigt",
          "Unpaid taxes, finally established"}},
        {"unpaid_social_contributions",
         {"Lainvoimaisesti todetut maksamattomat sosiaaliturvamaksut",
          "Obetalda sociala avgifter som fastställts slutgiltigt",
          "Unpaid social contributions, finally established"}},
        {"bankruptcy",
         {"Konkurssi tai toiminnan lopettaminen", "Konkurs eller nedläggning av verksamheten",
          "Bankruptcy or winding up"}},
        {"restructuring",
         {"Velkajärjestely tai saneerausohjelma", "Skuldsanering eller saneringsprogram",
          "Debt arrangement or restructuring"}},
        {"pending_insolvency",
         {"Vireillä oleva konkurssi, lopettaminen tai saneeraus",
          "Anhängig konkurs, nedläggning eller sanering", "Pending bankruptcy, winding up or restructuring"}},
        {"professional_misconduct",
         {"Vakava ammatillinen virhe", "Allvarligt fel i yrkesutövningen", "Grave professional misconduct"}},
        {"unpaid_taxes_shown",
         {"Muuten osoitetut maksamattomat verot tai sosiaaliturvamaksut",
          "Obetalda skatter eller sociala avgifter som visats på annat sätt",
          "Unpaid taxes or contributions, shown otherwise"}},
        {"environmental_law",
         {"Ympäristölainsäädännön rikkominen", "Brott mot miljölagstiftningen",
          "Breach of environmental law"}},
        {"social_law",
         {"Sosiaalilainsäädännön rikkominen", "Brott mot den sociala lagstiftningen",
          "Breach of social law"}},
        {"labour_law",
         {"Työlainsäädännön rikkominen", "Brott mot arbetslagstiftningen", "Breach of labour law"}},
        {"competition_restriction",
         {"Kilpailua vääristävä sopimus", "Avtal som snedvrider konkurrensen",
          "Agreement that distorts competition"}},
        {"conflict_of_interest", {"Eturistiriita", "Intressekonflikt", "Conflict of interest"}},
        {"distorting_preparation",
         {"Kilpailua vääristävä osallistuminen valmisteluun",
          "Deltagande i beredningen som snedvrider konkurrensen",
          "Involvement in the preparation that distorts competition"}},
        {"contract_deficiencies",
         {"Merkittävät tai toistuvat puutteet aikaisemmassa sopimuksessa",
          "Betydande eller upprepade brister i ett tidigare kontrakt",
          "Significant or repeated deficiencies in an earlier contract"}},
        {"false_information",
         {"Väärien tietojen antaminen tai tietojen salaaminen",
          "Lämnande av oriktiga uppgifter eller hemlighållande av uppgifter",
          "False or withheld information"}},
        {"undue_influence",
         {"Sopimaton vaikuttaminen päätöksentekoon", "Otillbörlig påverkan på beslutsfattandet",
          "Undue influence on the decision"}},
    };
    return rows;
}

constexpr std::string_view prefix = "exclusion_ground.";
constexpr std::string_view class_suffix = ".class";

GroundClass class_of(const LawValue& value)
{
    const auto& code = std::get<std::string>(value.value);
    if (code == code_of(GroundClass::mandatory))
        return GroundClass::mandatory;
    if (code == code_of(GroundClass::discretionary))
        return GroundClass::discretionary;
    throw LawMissing{"there is no class of exclusion grounds called " + code};
}

// A ground that the law has and this table lacks would silently be asked of nobody.
void check_named(CivilDate day, const LawBook& law)
{
    for (auto at = law.all().lower_bound(prefix); at != law.all().end() && at->first.starts_with(prefix);
         ++at)
    {
        if (!at->first.ends_with(class_suffix) || law.find(at->first, day) == nullptr)
            continue;
        const auto code =
            at->first.substr(prefix.size(), at->first.size() - prefix.size() - class_suffix.size());
        const auto& rows = names();
        if (std::none_of(rows.begin(), rows.end(), [&](const NamedGround& row) { return row.code == code; }))
            throw LawMissing{"the exclusion ground " + code + " has no name"};
    }
}

} // namespace

std::string_view code_of(GroundClass ground_class)
{
    return ground_class == GroundClass::mandatory ? "mandatory" : "discretionary";
}

std::vector<ExclusionGround> exclusion_grounds(CivilDate day, const LawBook& law)
{
    check_named(day, law);
    std::vector<ExclusionGround> grounds;
    for (const auto& row : names())
    {
        const auto name = std::string{prefix} + std::string{row.code};
        const auto* value = law.find(name + std::string{class_suffix}, day);
        if (value == nullptr)
            continue; // not yet, or no longer, in force
        grounds.push_back({std::string{row.code}, row.name, class_of(*value), law.code(name + ".espd", day),
                           value->source});
    }
    return grounds;
}

std::optional<ExclusionGround> find_ground(std::string_view code, CivilDate day, const LawBook& law)
{
    for (auto& ground : exclusion_grounds(day, law))
        if (ground.code == code)
            return std::move(ground);
    return std::nullopt;
}

} // namespace kori
