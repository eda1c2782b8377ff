// The marketplace of the bench: the test world, and beside it many customers at once.
#pragma once

#include "bench/scenario.hpp"
#include "tests/support/chain.hpp"

#include <atomic>
#include <functional>
#include <string>
#include <vector>

namespace kori::bench
{

class Site
{
public:
    explicit Site(const Amounts& amounts);

    // A writing request whose turn has come.
    struct Ready
    {
        std::string target;
        std::string token;
        std::string body;
    };

    const std::vector<Ready>& choices() const { return choices_; }
    const std::vector<Ready>& claims() const { return claims_; }
    const std::string& catalogue() const { return catalogue_; } // the basket with many offers
    const std::string& one_offer() const { return one_offer_; }
    std::string etag_of(const std::string& target) { return world_.get(target).etag(); }
    std::string moment() const { return to_text(world_.now()); }
    const std::filesystem::path& folder() const { return world_.folder(); }

    // The key under which the world seals, as a key file says it.
    static std::string master_key();

private:
    json::Value ask(std::string_view target, const json::Value& body, std::string_view token, int expected);
    void in_parallel(int count, const std::function<void(int)>& one);
    void fill_catalogue(int offers);
    Ready shown_to_a_new_customer();
    Ready started_for_a_new_customer();

    test::World world_;
    test::Market market_;
    std::string catalogue_;
    std::string one_offer_;
    std::atomic<std::uint64_t> keys_ = 0;
    std::vector<Ready> choices_;
    std::vector<Ready> claims_;
};

} // namespace kori::bench
