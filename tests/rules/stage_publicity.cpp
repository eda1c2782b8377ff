// What publicity's routes are about: a request for information, a mark that nobody has decided.
#include "tests/rules/stage.hpp"

#include <stdexcept>

namespace kori::test
{
namespace
{

std::string made(World& world, const std::string& path, const json::Value& body, const std::string& token)
{
    const auto answer = world.post(path, body, token);
    if (answer.status != 201)
        throw std::runtime_error{"the stage: POST " + path + ": " + answer.raw.body};
    return answer.body.at("id").text();
}

} // namespace

void furnish_publicity(World& world, Side& side)
{
    const auto& manager = side.tokens.at("manager");
    side.things["information.request"] = made(
        world, "/api/v1/information-requests",
        json::Object{}.add("matter", side.thing("programme")).add("wanted", "Hyväksymispäätökset"), manager);
    side.things["secret.marked"] = made(world, "/api/v1/trade-secret-claims",
                                        json::Object{}
                                            .add("document", side.thing("request.submitted"))
                                            .add("part", "request")
                                            .add("passage", "Sivu 4")
                                            .add("content", "method")
                                            .add("ground", "Itse kehitetty menetelmä"),
                                        manager);
}

} // namespace kori::test
