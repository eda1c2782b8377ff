#include "procurement/system/system_api.hpp"

#include "core/http/environment.hpp"
#include "procurement/system/system_actions.hpp"
#include "procurement/system/system_total.hpp"
#include "procurement/system/system_views.hpp"

namespace kori::systems
{
namespace
{

using namespace http;

constexpr Permission manage{"programme.manage"};
constexpr Permission publishing{"programme.publish"};
constexpr Permission see_total{"system.see_total"};

// A draft is its authority's own; what is no system looks absent.
Result<Programme> visible(Call& call, ProgrammeId id)
{
    auto programme = programmes::find(call.tx, id);
    if (!programme || programme->channel != Channel::dps ||
        (!programme->published_at && !call.actor.speaks_for(programme->authority)))
        return absent();
    return *programme;
}

Result<Programme> visible(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    return id ? visible(call, *id) : Result<Programme>{id.refusal()};
}

// The caller's own programme, whatever its channel; honours If-Match.
Result<Programme> own(Call& call, ProgrammeId id)
{
    auto programme = programmes::find(call.tx, id);
    if (!programme || !call.actor.speaks_for(programme->authority))
        return absent();
    if (const auto fresh = call.expect_revision(programme->revision); !fresh)
        return fresh.refusal();
    return *programme;
}

Result<Programme> own(Call& call)
{
    const auto id = call.id<ProgrammeTag>("programme");
    return id ? own(call, *id) : Result<Programme>{id.refusal()};
}

// A category of the caller's own programme.
Result<Category> own_category(Call& call)
{
    const auto id = call.id<CategoryTag>("category");
    if (!id)
        return id.refusal();
    auto category = find_category(call.tx, *id);
    if (!category)
        return absent();
    if (const auto programme = own(call, category->programme); !programme)
        return programme.refusal();
    return std::move(*category);
}

Result<Reply> shown(Call& call, const Programme& programme)
{
    const auto terms = find_terms(call.tx, programme.id);
    if (!terms)
        return absent();
    return Reply::view(view_of(programme, *terms, categories_of(call.tx, programme.id),
                               result_due_of(call.tx, programme.id)),
                       programme.revision);
}

Result<Reply> shown(Call& call, const Category& category, bool is_new)
{
    const auto programme = programmes::find(call.tx, category.programme);
    PROMISE(programme.has_value());
    return is_new ? Reply::created(view_of(category), programme->revision,
                                   "/api/v1/categories/" + category.id.text())
                  : Reply::view(view_of(category), programme->revision);
}

std::optional<Money> optional_money(const json::Value& body, std::string_view name)
{
    const auto cents = body.optional_integer(name);
    return cents ? std::optional{Money::cents(*cents)} : std::nullopt;
}

std::vector<std::string> optional_texts(const json::Value& body, std::string_view name)
{
    const auto* found = body.find(name);
    return found == nullptr ? std::vector<std::string>{} : found->texts();
}

SystemTerms terms_in(const json::Value& body, ProgrammeId programme)
{
    SystemTerms terms{.programme = programme,
                      .description = body.at("description").local_text(),
                      .procedure = body.at("procedure").local_text(),
                      .announced_value = optional_money(body, "announced_value_cents"),
                      .nuts = body.at("nuts").text(),
                      .documents_uri = body.at("documents_uri").text()};
    terms.others_may_use = body.flag("others_may_use");
    terms.requests_until = body.optional_instant("requests_until");
    terms.before_use_days = body.optional_integer("before_use_days");
    terms.described_request_days = body.optional_integer("described_request_days");
    terms.described_tender_days = body.optional_integer("described_tender_days");
    terms.two_persons = body.flag("two_persons");
    return terms;
}

CategoryWish category_in(const json::Value& body)
{
    return {body.at("name").local_text(),
            body.at("description").local_text(),
            body.at("cpv").text(),
            optional_texts(body, "more_cpv"),
            body.at("form").text() == "concession" ? PurchaseForm::concession : PurchaseForm::contract,
            optional_money(body, "announced_value_cents"),
            optional_texts(body, "requirements")};
}

Result<Reply> get_system(Call& call)
{
    const auto programme = visible(call);
    return programme ? shown(call, *programme) : Result<Reply>{programme.refusal()};
}

Result<Reply> put_system(Call& call)
{
    const auto programme = own(call);
    if (!programme)
        return programme.refusal();
    const auto written = write_terms(call.tx, call.ambient, call.actor, terms_in(call.body, programme->id));
    return written ? shown(call, *written) : Result<Reply>{written.refusal()};
}

Result<Reply> get_category(Call& call)
{
    const auto id = call.id<CategoryTag>("category");
    if (!id)
        return id.refusal();
    const auto category = find_category(call.tx, *id);
    if (!category)
        return absent();
    if (const auto programme = visible(call, category->programme); !programme)
        return programme.refusal();
    return shown(call, *category, false);
}

Result<Reply> post_category(Call& call)
{
    const auto programme = own(call);
    if (!programme)
        return programme.refusal();
    const auto added = add_category(call.tx, call.ambient, call.actor, programme->id, category_in(call.body));
    return added ? shown(call, *added, true) : Result<Reply>{added.refusal()};
}

Result<Reply> put_category(Call& call)
{
    const auto category = own_category(call);
    if (!category)
        return category.refusal();
    const auto changed =
        change_category(call.tx, call.ambient, call.actor, category->id, category_in(call.body));
    return changed ? shown(call, *changed, false) : Result<Reply>{changed.refusal()};
}

Result<Reply> post_category_drop(Call& call)
{
    const auto category = own_category(call);
    if (!category)
        return category.refusal();
    const auto dropped = drop_category(call.tx, call.ambient, call.actor, category->id);
    return dropped ? Result<Reply>{Reply::nothing()} : Result<Reply>{dropped.refusal()};
}

Result<Reply> post_announced_category(Call& call)
{
    const auto programme = own(call);
    if (!programme)
        return programme.refusal();
    const auto added =
        announce_category(call.tx, call.ambient, call.actor, programme->id,
                          category_in(call.body.at("category")), call.body.at("reason").text());
    return added ? shown(call, *added, true) : Result<Reply>{added.refusal()};
}

Result<Reply> post_value(Call& call)
{
    const auto programme = own(call);
    if (!programme)
        return programme.refusal();
    const auto change =
        change_value(call.tx, call.ambient, call.actor, programme->id,
                     call.body.at("announced_value_cents").money(), call.body.at("reason").text());
    return change ? Result<Reply>{Reply::ok(view_of(*change))} : Result<Reply>{change.refusal()};
}

Result<Reply> get_changes(Call& call)
{
    const auto programme = visible(call);
    if (!programme)
        return programme.refusal();
    json::Array items;
    for (const auto& change : changes_of(call.tx, programme->id))
        items.emplace_back(view_of(change));
    return Reply::ok(json::Object{}.add("items", std::move(items)));
}

Result<Reply> get_total(Call& call)
{
    const auto programme = visible(call);
    if (!programme)
        return programme.refusal();
    // A draft announces nothing that contracts could come to.
    if (!call.actor.speaks_for(programme->authority) || !programme->published_at)
        return absent();
    return Reply::ok(view_of(total_now(call.tx, call.ambient, *programme)));
}

} // namespace

Routes system_routes()
{
    const auto system = shared(system_shape());
    const auto category = shared(category_shape());
    const auto category_wish =
        shared(object("SystemCategoryWish", "A category of a draft", category_members()));
    const auto reason = text(1, 2'000, "Why; public", "Tarve on kasvanut");
    const auto announced_category = shared(object(
        "AnnouncedCategory", "A category that a published system gets by a new notice",
        {required("category", object("SystemCategoryWish", "A category of a draft", category_members())),
         required("reason", reason)}));
    const auto value =
        shared(object("AnnouncedValue", "The value from now on, told by a new notice",
                      {required("announced_value_cents", announced_shape()), required("reason", reason)}));
    const auto changes = shared(object("SystemChanges", "All that was told anew",
                                       {required("items", list(change_shape(), 0, 100'000, "By number"))}));
    const std::string one = "/api/v1/programmes/{programme}";
    const std::string part = "/api/v1/categories/{category}";
    return {
        Route{Method::get, one + "/system", everybody, Access::reads, nullptr, system, get_system,
              "What a dynamic purchasing system announces, with its categories"},
        Route{Method::put, one + "/system", manage, Access::writes, shared(terms_shape()), system, put_system,
              "Write what the draft of a system announces"}
            .guarded(),
        Route{Method::post, one + "/categories", manage, Access::writes, category_wish, category,
              post_category, "Add a category to the draft of a system"}
            .keyed()
            .allowing_match()
            .creating(),
        Route{Method::get, part, everybody, Access::reads, nullptr, category, get_category, "One category"},
        Route{Method::put, part, manage, Access::writes, category_wish, category, put_category,
              "Write a draft's category anew"}
            .guarded(),
        Route{Method::post, part + "/drop", manage, Access::writes, nullptr, nullptr, post_category_drop,
              "Take a category out of a draft; those after it move up"}
            .keyed()
            .allowing_match()
            .answering(204),
        Route{Method::post, one + "/announced-categories", publishing, Access::writes, announced_category,
              category, post_announced_category,
              "Add a category to a published system, by a new notice (§50(1))"}
            .keyed()
            .allowing_match()
            .creating(),
        Route{Method::post, one + "/announced-value", publishing, Access::writes, value,
              shared(change_shape()), post_value,
              "Announce another value of a published system, by a new notice"}
            .keyed()
            .allowing_match(),
        Route{Method::get, one + "/system/changes", everybody, Access::reads, nullptr, changes, get_changes,
              "What was announced anew, with its reasons"},
        Route{Method::get, one + "/total", see_total, Access::reads, nullptr, shared(total_shape()),
              get_total, "What the system's contracts have come to, with the contracts that add up"},
    };
}

} // namespace kori::systems
