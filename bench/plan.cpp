#include "bench/plan.hpp"

#include <fstream>
#include <stdexcept>

namespace kori::bench
{

void write_plan(const std::filesystem::path& file, const Plan& plan)
{
    std::ofstream out{file, std::ios::binary};
    out << (plan.is_repeatable ? "again " : "once ") << plan.shots.size() << '\n';
    for (const auto& shot : plan.shots)
        out << shot.expected << ' ' << shot.bytes.size() << '\n' << shot.bytes;
    if (!out.flush())
        throw std::runtime_error{file.string() + " cannot be written"};
}

Plan read_plan(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    Plan plan;
    std::string kind;
    std::size_t count = 0;
    in >> kind >> count;
    plan.is_repeatable = kind == "again";
    for (std::size_t i = 0; i < count; ++i)
    {
        Shot shot;
        std::size_t length = 0;
        in >> shot.expected >> length;
        in.get(); // the newline
        shot.bytes.resize(length);
        in.read(shot.bytes.data(), static_cast<std::streamsize>(length));
        plan.shots.push_back(std::move(shot));
    }
    if (!in || plan.shots.empty())
        throw std::runtime_error{file.string() + " is no list of requests"};
    return plan;
}

} // namespace kori::bench
