#include "procurement/party/party_api.hpp"

#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "procurement/party/party_actions.hpp"

namespace kori::parties
{
namespace
{

using namespace http;

constexpr Permission manage_area{"area.manage"};

Shape entity_kind()
{
    return code({"employment_authority", "wellbeing_county"}, "Which kind of contracting entity");
}

Shape municipality_code()
{
    return pattern("municipality_code", "Three digits, as text", "297");
}

Shape code_text()
{
    return text(1, 60, "The area's own code", "long_term_unemployed");
}

std::vector<Member> with_dates(std::vector<Member> members)
{
    members.push_back(required("valid_from", date("First day", "2026-01-01")));
    members.push_back(optional("valid_to", date("First day that no longer counts", "2027-01-01")));
    return members;
}

Validity validity_in(const json::Value& body)
{
    return {body.at("valid_from").date(), body.optional_date("valid_to")};
}

json::Object& add_dates(json::Object& view, const Validity& validity)
{
    return view.add("valid_from", validity.from).add_if("valid_to", validity.to);
}

json::Object view_of(const ContractingEntity& entity)
{
    return json::Object{}
        .add("organisation", entity.organisation)
        .add("kind", code_of(entity.kind))
        .add("area_code", entity.area_code)
        .add("revision", entity.revision);
}

json::Object view_of(const MemberMunicipality& membership)
{
    json::Object view;
    view.add("id", membership.id)
        .add("organisation", membership.organisation)
        .add("municipality", membership.municipality_code);
    return add_dates(view, membership.validity);
}

json::Object view_of(const AreaCode& code)
{
    json::Object view;
    view.add("id", code.id).add("list", code.list).add("code", code.code).add("name", code.name);
    return add_dates(view, code.validity);
}

template <class T>
Reply listed(const std::vector<T>& things)
{
    json::Array items;
    for (const auto& thing : things)
        items.emplace_back(view_of(thing));
    return Reply::ok(json::Object{}.add("items", items));
}

Result<Reply> put_entity(Call& call)
{
    const auto known = call.actor.organisation ? find(call.tx, *call.actor.organisation) : std::nullopt;
    if (const auto fresh = call.expect_revision(known ? known->revision : 0); !fresh)
        return fresh.refusal();
    const auto entity =
        set_entity(call.tx, call.ambient, call.actor, *parse_entity_kind(call.body.at("kind").text()),
                   call.body.at("area_code").text(), call.environment.areas);
    if (!entity)
        return entity.refusal();
    return Reply::view(view_of(*entity), entity->revision);
}

Result<Reply> get_entity(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    const auto entity = find(call.tx, *id);
    if (!entity)
        return absent();
    return Reply::view(view_of(*entity), entity->revision);
}

Result<Reply> post_municipality(Call& call)
{
    const auto joined =
        join_municipality(call.tx, call.ambient, call.actor, call.body.at("municipality").text(),
                          validity_in(call.body), call.environment.areas);
    if (!joined)
        return joined.refusal();
    return Reply::created(view_of(*joined), 1,
                          "/api/v1/authorities/" + joined->organisation.text() + "/municipalities");
}

Result<Reply> post_municipality_end(Call& call)
{
    const auto id = call.id<AreaRecordTag>("record");
    if (!id)
        return id.refusal();
    const auto left = leave_municipality(call.tx, call.ambient, call.actor, *id, call.body.at("to").date(),
                                         call.body.at("reason").text());
    if (!left)
        return left.refusal();
    return Reply::ok(view_of(*left));
}

Result<Reply> get_municipalities(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    if (!find(call.tx, *id))
        return absent();
    return listed(municipalities_of(call.tx, *id));
}

// Who organises services for a municipality on a day: today, in the past, or as entered beforehand.
Result<Reply> get_organiser(Call& call)
{
    const auto day = call.query_text("on");
    const auto kind = call.query_text("kind");
    const auto organiser = organiser_of(call.tx, call.path.find("municipality")->second,
                                        kind ? *parse_entity_kind(*kind) : EntityKind::employment_authority,
                                        day ? *parse_date(*day) : call.ambient.today());
    if (!organiser)
        return absent();
    return Reply::ok(json::Object{}.add("organisation", *organiser));
}

Result<Reply> post_code(Call& call)
{
    const auto& body = call.body;
    const auto code = add_code(call.tx, call.ambient, call.actor, body.at("list").text(),
                               body.at("code").text(), body.at("name").local_text(), validity_in(body));
    if (!code)
        return code.refusal();
    return Reply::created(view_of(*code), 1,
                          "/api/v1/authorities/" + code->organisation.text() + "/codes?list=" + code->list);
}

Result<Reply> get_codes(Call& call)
{
    const auto id = call.id<OrganisationTag>("organisation");
    if (!id)
        return id.refusal();
    if (!find(call.tx, *id))
        return absent();
    std::vector<AreaCode> codes;
    const auto wanted = call.query_text("list");
    for (const auto& list : area_lists())
        if (!wanted || *wanted == list)
            for (auto& code : codes_of(call.tx, *id, list))
                codes.push_back(std::move(code));
    return listed(codes);
}

Result<Reply> post_value(Call& call)
{
    const auto& body = call.body;
    const auto set = set_value(call.tx, call.ambient, call.actor, body.at("name").text(),
                               body.at("value").integer(), validity_in(body));
    return set ? Result<Reply>{Reply::nothing()} : Result<Reply>{set.refusal()};
}

Result<Reply> post_duty(Call& call)
{
    const auto& body = call.body;
    const auto set = set_duty(call.tx, call.ambient, call.actor, body.at("role").text(),
                              body.at("permission").text(), body.at("granted").boolean(), validity_in(body));
    return set ? Result<Reply>{Reply::nothing()} : Result<Reply>{set.refusal()};
}

Shape municipality_view()
{
    return object("MemberMunicipality", "A municipality whose services the entity organises on these days",
                  with_dates({required("id", id_of<AreaRecordTag>("Record")),
                              required("organisation", id_of<OrganisationTag>("Organiser")),
                              required("municipality", municipality_code())}));
}

Shape area_code_view()
{
    return object(
        "AreaCode", "One code of an area's own list",
        with_dates(
            {required("id", id_of<AreaRecordTag>("Record")),
             required("list", code(area_lists(), "Which list")), required("code", code_text()),
             required("name", local_text(200, "What it means", "Pitkäaikaistyötön", "Långtidsarbetslös"))}));
}

} // namespace

Routes party_routes()
{
    const auto entity = shared(object(
        "ContractingEntity", "Which area an authority is",
        {required("organisation", id_of<OrganisationTag>("Authority")), required("kind", entity_kind()),
         required("area_code", pattern("area_code", "Two digits, as text", "17")),
         required("revision", integer(1, 1'000'000'000, "Revision", 1))}));
    const auto entity_wish =
        shared(object("ContractingEntityWish", "Which area your authority is",
                      {required("kind", entity_kind()),
                       required("area_code", pattern("area_code", "Two digits, as text", "17"))}));
    const auto municipality_wish =
        shared(object("MemberMunicipalityWish", "From when a municipality is yours",
                      with_dates({required("municipality", municipality_code())})));
    const auto end = shared(object("MunicipalityEnd", "From when it is no longer yours",
                                   {required("to", date("First day that no longer counts", "2027-01-01")),
                                    required("reason", text(1, 500, "Why", "Siirtyy toiseen alueeseen"))}));
    const auto municipalities =
        shared(object("MemberMunicipalities", "All of them, past and coming",
                      {required("items", list(municipality_view(), 0, 1'000, "All"))}));
    const auto organiser = shared(
        object("Organiser", "Who organises", {required("organisation", id_of<OrganisationTag>("It"))}));
    const auto code_wish = shared(
        object("AreaCodeWish", "A code of your area",
               with_dates({required("list", code(area_lists(), "Which list")), required("code", code_text()),
                           required("name", local_text(200, "What it means", "Nuori", "Ung person"))})));
    const auto codes = shared(object("AreaCodes", "An area's own codes",
                                     {required("items", list(area_code_view(), 0, 10'000, "All"))}));
    const auto value =
        shared(object("AreaValue", "A clock or number that your area decides",
                      with_dates({required("name", text(1, 100, "Which", "service_level.choice_open.days")),
                                  required("value", integer(0, 1'000'000'000'000, "How much", 21))})));
    const auto duty =
        shared(object("AreaDuty", "What a role may do in your area",
                      with_dates({required("role", text(1, 50, "Role", "coach")),
                                  required("permission", text(1, 100, "Permission", "basket.manage")),
                                  required("granted", boolean("Given or taken", true))})));
    return {
        Route{Method::put, "/api/v1/authority", manage_area, Access::writes, entity_wish, entity, put_entity,
              "Say which employment area or wellbeing county your authority is"}
            .allowing_match(),
        Route{Method::get, "/api/v1/authorities/{organisation}", everybody, Access::reads, nullptr, entity,
              get_entity, "Which area an authority is"},
        Route{Method::post, "/api/v1/authority/municipalities", manage_area, Access::writes,
              municipality_wish, shared(municipality_view()), post_municipality,
              "A municipality joins, today or later"}
            .keyed()
            .creating(),
        Route{Method::post, "/api/v1/authority/municipalities/{record}/end", manage_area, Access::writes, end,
              shared(municipality_view()), post_municipality_end, "A municipality leaves, today or later"}
            .keyed(),
        Route{Method::get, "/api/v1/authorities/{organisation}/municipalities", everybody, Access::reads,
              nullptr, municipalities, get_municipalities, "Its municipalities by date"},
        Route{Method::get, "/api/v1/municipalities/{municipality}/organiser", everybody, Access::reads,
              nullptr, organiser, get_organiser, "Who organises services for a municipality on a day"}
            .asking({{"on", date("Day; today when absent", "2027-01-01")}, {"kind", entity_kind()}}),
        Route{Method::post, "/api/v1/authority/codes", manage_area, Access::writes, code_wish,
              shared(area_code_view()), post_code, "Add a target group, need, service type or metric set"}
            .keyed()
            .creating(),
        Route{Method::get, "/api/v1/authorities/{organisation}/codes", everybody, Access::reads, nullptr,
              codes, get_codes, "An area's own code lists"}
            .asking({{"list", code(area_lists(), "Only that list")}}),
        Route{Method::post, "/api/v1/authority/values", manage_area, Access::writes, value, nullptr,
              post_value, "Decide a clock or number of your area"}
            .keyed()
            .answering(204),
        Route{Method::post, "/api/v1/authority/duties", manage_area, Access::writes, duty, nullptr, post_duty,
              "Give or take a duty of a role in your area"}
            .keyed()
            .answering(204),
    };
}

} // namespace kori::parties
