// Members of one's own organisation, its functional contacts and its open tasks.
#include "core/access/access_actions.hpp"
#include "core/crypto/keyring.hpp"
#include "core/desk/access_views.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"

namespace kori::desk
{
namespace
{

using namespace http;

constexpr Permission manage_members{"access.manage_members"};
constexpr Permission see_members{"access.see_members"};
// Who a membership is: for those who answer for the organisation and for whom they answer to (906/2019 §17).
constexpr Permission see_names{"access.see_member_names"};

json::Object seen(const Call& call, const Membership& membership)
{
    auto view = view_of(membership);
    if (!call.has_duty(see_names))
        return view;
    const auto user = access::find_user(call.tx, call.environment.keys, membership.user);
    PROMISE(user.has_value());
    return view.add("name", user->name);
}

std::vector<std::string> roles_in(const json::Value& body)
{
    return body.at("roles").texts();
}

Validity validity_in(const json::Value& body)
{
    return {body.at("valid_from").date(), body.optional_date("valid_to")};
}

std::optional<MembershipId> deputy_in(const json::Value& body)
{
    const auto text = body.optional_text("deputy");
    return text ? MembershipId::parse(*text) : std::nullopt;
}

Result<Reply> post_member(Call& call)
{
    const auto& password = std::any_cast<const FirstPassword&>(call.prepared);
    const auto added = access::add_member(
        call.tx, call.ambient, call.environment.keys, call.actor,
        {*call.actor.organisation, call.body.at("email").text(), call.body.at("person_name").text(),
         *parse_language(call.body.at("language").text()), roles_in(call.body), validity_in(call.body),
         deputy_in(call.body), password.hash});
    if (!added)
        return added.refusal();
    auto view = view_of(added->membership);
    if (added->is_new_user)
        view.add("initial_password", password.text);
    return Reply::created(view, added->membership.revision, "/api/v1/members/" + added->membership.id.text());
}

Result<Reply> list_members(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    auto members = access::memberships_of(call.tx, *call.actor.organisation, page->after[0], page->limit + 1);
    auto cursor =
        cut_page(call, *page, members, [](const Membership& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& member : members)
        items.emplace_back(seen(call, member));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

// ?as_of= a day, ?as_known_at= a moment: what was valid then, according to what was recorded then.
Result<Reply> get_member(Call& call)
{
    const auto id = call.id<MembershipTag>("member");
    if (!id)
        return id.refusal();
    const auto current = access::find_membership(call.tx, *id);
    if (!current || !call.actor.speaks_for(current->organisation))
        return absent();
    const auto as_of = call.query_text("as_of");
    const auto as_known_at = call.query_text("as_known_at");
    if (!as_of && !as_known_at)
        return Reply::view(seen(call, *current), current->revision);
    const auto then =
        access::find_membership(call.tx, *id, as_of ? *parse_date(*as_of) : call.ambient.today(),
                                as_known_at ? *parse_instant(*as_known_at) : call.ambient.now);
    if (!then)
        return absent();
    return Reply::ok(seen(call, *then));
}

Result<Reply> patch_member(Call& call)
{
    const auto id = call.id<MembershipTag>("member");
    if (!id)
        return id.refusal();
    const auto current = access::find_membership(call.tx, *id);
    if (!current || !call.actor.speaks_for(current->organisation))
        return absent();
    if (const auto fresh = call.expect_revision(current->revision); !fresh)
        return fresh.refusal();
    const auto changed = access::change_member(call.tx, call.ambient, call.actor,
                                               {*id, roles_in(call.body), validity_in(call.body),
                                                deputy_in(call.body), call.body.at("reason").text()});
    if (!changed)
        return changed.refusal();
    return Reply::view(view_of(*changed), changed->revision);
}

Result<Reply> post_member_end(Call& call)
{
    const auto id = call.id<MembershipTag>("member");
    if (!id)
        return id.refusal();
    const auto ended =
        access::end_membership(call.tx, call.ambient, call.actor, *id, call.body.at("reason").text());
    if (!ended)
        return ended.refusal();
    return Reply::view(view_of(*ended), ended->revision);
}

Result<Reply> list_tasks(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    const auto member = access::find_membership(call.tx, *call.actor.membership);
    PROMISE(member.has_value());
    auto tasks = access::open_tasks(call.tx, *member, page->after[0], page->limit + 1);
    auto cursor = cut_page(call, *page, tasks, [](const Task& last) { return std::vector{last.id.text()}; });
    json::Array items;
    for (const auto& task : tasks)
        items.emplace_back(json::Object{}
                               .add("id", task.id)
                               .add("kind", task.kind)
                               .add("about", task.about)
                               .add("role", task.role)
                               .add("is_mine", task.membership && task.membership == call.actor.membership)
                               .add_if("due_at", task.due_at));
    return Reply::page(json::Object{}.add("items", items), std::move(cursor));
}

Shape change_shape()
{
    return object("MemberChange", "What the membership says from now on",
                  {required("roles", list(text(1, 50, "Role", "coach"), 1, 20, "All roles of the member")),
                   required("valid_from", date("First day", "2026-01-01")),
                   optional("valid_to", date("First day that no longer counts", "2027-01-01")),
                   optional("deputy", id_of<MembershipTag>("Takes over when it ends")),
                   required("reason", text(1, 500, "Why", "Uusi tehtävä"))});
}

Shape member_shape()
{
    return object("NewMember", "A person and what it may do",
                  {required("email", pattern("email", "To sign in with", "matti@kunta.example")),
                   required("person_name", text(1, 200, "Name", "Matti Malli")),
                   required("language", language_code()),
                   required("roles", list(text(1, 50, "Role", "coach"), 1, 20, "Roles")),
                   required("valid_from", date("First day", "2026-01-01")),
                   optional("valid_to", date("First day that no longer counts", "2027-01-01")),
                   optional("deputy", id_of<MembershipTag>("Takes over when it ends"))});
}

Shape tasks_shape()
{
    return object(
        "TaskPage", "Open tasks",
        {required("items", list(object("Task", "Something to do",
                                       {required("id", id_of<TaskTag>("Task")),
                                        required("kind", text(1, 100, "What", "order.acknowledge")),
                                        required("about", any_id("Which object")),
                                        required("role", text(1, 50, "Whose", "manager")),
                                        required("is_mine", boolean("Named for you", true)),
                                        optional("due_at", instant("Until when", "2026-03-04T21:59:59Z"))}),
                                0, 200, "Page"))});
}

} // namespace

Routes member_routes()
{
    const auto member = shared(member_view_shape());
    const auto reason =
        shared(object("Reason", "Why", {required("reason", text(1, 500, "Why", "Siirtyi muualle"))}));
    const auto members = shared(
        object("MemberPage", "Members", {required("items", list(member_view_shape(), 0, 200, "Page"))}));
    return {
        Route{Method::get, "/api/v1/members", see_members, Access::reads, nullptr, members, list_members,
              "Members of your organisation"}
            .paged(),
        Route{Method::post, "/api/v1/members", manage_members, Access::writes, shared(member_shape()), member,
              post_member, "Add a member"}
            .keyed()
            .creating()
            .preparing(make_first_password),
        Route{Method::get, "/api/v1/members/{member}", see_members, Access::reads, nullptr, member,
              get_member, "One member, also as of a day and as known at a moment"}
            .asking({{"as_of", date("Valid on that day", "2026-03-02")},
                     {"as_known_at", instant("By what was recorded then", "2026-03-02T10:15:00Z")}}),
        Route{Method::patch, "/api/v1/members/{member}", manage_members, Access::writes,
              shared(change_shape()), member, patch_member, "Change roles, validity or deputy"}
            .guarded(),
        Route{Method::post, "/api/v1/members/{member}/end", manage_members, Access::writes, reason, member,
              post_member_end, "End a membership; its open work passes on"}
            .keyed(),
        Route{Method::get, "/api/v1/tasks", any_member, Access::reads, nullptr, shared(tasks_shape()),
              list_tasks, "Open tasks of yours and of your roles"}
            .paged(),
    };
}

} // namespace kori::desk
