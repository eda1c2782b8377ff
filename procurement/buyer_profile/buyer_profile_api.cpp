#include "procurement/buyer_profile/buyer_profile_api.hpp"

#include "core/json/reader.hpp"
#include "procurement/buyer_profile/buyer_profile_actions.hpp"

namespace kori::buyer_profiles
{
namespace
{

using namespace http;

constexpr Permission manage{"notice.profile"};
constexpr Permission see{"notice.see"};
constexpr Permission manage_own{"notice.own_profile"};

// The body and the stored text have one form, so the checked body is read like a stored one.
template <class Read, class Write>
Handler writing(Read read, Write write)
{
    return [read, write](Call& call) -> Result<Reply>
    {
        const auto known = newest(call.tx, *call.actor.organisation);
        if (const auto fresh = call.expect_revision(known ? known->number : 0); !fresh)
            return fresh.refusal();
        const auto number = write(call.tx, call.ambient, call.actor, read(json::write_canonical(call.body)));
        if (!number)
            return number.refusal();
        return Reply::view(json::read_stored(newest(call.tx, *call.actor.organisation)->text), *number);
    };
}

Result<Reply> get_own(Call& call)
{
    const auto stored = newest(call.tx, *call.actor.organisation);
    if (!stored)
        return absent();
    return Reply::view(json::read_stored(stored->text), stored->number);
}

std::vector<Member> address_members()
{
    return {
        required("street", text(0, 400, "Street and number; may be empty", "Tulliportinkatu 31")),
        required("postal_code", text(1, 20, "Post code", "70100")),
        required("city", text(1, 400, "Post town", "Kuopio")),
        required("nuts", text(5, 5, "NUTS level 3", "FI1D2")),
        required("email", text(0, 400, "A functional address, never a person's", "kirjaamo@kuopio.example")),
        required("phone", text(0, 40, "Telephone", "+358 171234567"))};
}

Shape review_shape()
{
    auto members = address_members();
    members.push_back(required("business_id", pattern("business_id", "Business ID", "3006157-6")));
    members.push_back(required("name", text(1, 400, "Name", "Markkinaoikeus")));
    return object("ReviewBody", "To whom an appeal goes", std::move(members));
}

Shape buyer_shape()
{
    auto members = address_members();
    members.push_back(required("legal_type", text(1, 20, "eForms buyer-legal-type, BT-11", "la")));
    members.push_back(required("activity", text(1, 20, "eForms authority-activity, BT-10", "gen-pub")));
    members.push_back(required(
        "languages", list(code({"fi", "sv"}, "Language"), 1, 2, "Of the notices, the main one first")));
    members.push_back(required("requests_uri", pattern("url", "Where requests to join are sent, BT-18",
                                                       "https://kori.example/api/v1/programmes")));
    members.push_back(required("review_body", review_shape()));
    members.push_back(required(
        "open_data",
        object(
            "OpenDataProfile", "How open data are published (OCDS)",
            {required("prefix", text(1, 40, "Prefix of every ocid", "ocds-213czf")),
             required("base_uri", pattern("url", "Where they are found", "https://kori.example/ocds")),
             required("license_uri",
                      pattern("url", "Licence", "https://creativecommons.org/licenses/by/4.0/")),
             required("policy_uri", pattern("url", "Publication policy", "https://kori.example/policy")),
             required("smallest_cell", integer(0, 100, "Numbers of people below this are left out", 5))})));
    return object("BuyerNoticeProfile", "What notices tell of the buyer", std::move(members));
}

Shape winner_shape()
{
    auto members = address_members();
    members.push_back(
        required("size", code({"micro", "small", "medium", "large"}, "Size of the enterprise")));
    return object("WinnerNoticeProfile", "What a result notice tells of a winner", std::move(members));
}

} // namespace

Routes buyer_profile_routes()
{
    const auto buyer = shared(buyer_shape());
    const auto winner = shared(winner_shape());
    const auto row = [](Method method, std::string path, Permission permission,
                        std::shared_ptr<const Shape> shape, Handler handler, std::string summary)
    {
        const bool writes = method == Method::put;
        Route route{method,
                    std::move(path),
                    permission,
                    writes ? Access::writes : Access::reads,
                    writes ? shape : nullptr,
                    shape,
                    std::move(handler),
                    std::move(summary)};
        return writes ? std::move(route).allowing_match() : std::move(route);
    };
    Routes all = {
        row(Method::put, "/api/v1/authority/notice-profile", manage, buyer, writing(read_buyer, write_buyer),
            "Say what notices tell of the authority"),
        row(Method::get, "/api/v1/authority/notice-profile", see, buyer, get_own,
            "What notices tell of the authority"),
        row(Method::put, "/api/v1/provider/notice-profile", manage_own, winner,
            writing(read_winner, write_winner), "Say what a result notice tells of you as a winner"),
        row(Method::get, "/api/v1/provider/notice-profile", manage_own, winner, get_own,
            "What a result notice tells of you as a winner"),
    };
    for (auto& route : notice_routes())
        all.push_back(std::move(route));
    return all;
}

} // namespace kori::buyer_profiles
