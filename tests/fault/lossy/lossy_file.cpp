#include "tests/fault/lossy/lossy_file.hpp"

#include <algorithm>

namespace kori::test
{

void LossyFile::apply(const Change& change, std::string& content)
{
    if (change.size)
    {
        content.resize(*change.size);
        return;
    }
    content.resize(std::max(content.size(), change.offset + change.bytes.size()));
    content.replace(change.offset, change.bytes.size(), change.bytes);
}

void LossyFile::write(std::size_t offset, std::string_view bytes)
{
    pending_.push_back({std::nullopt, offset, std::string{bytes}});
    apply(pending_.back(), now_);
}

void LossyFile::truncate(std::size_t size)
{
    pending_.push_back({size, 0, {}});
    apply(pending_.back(), now_);
}

void LossyFile::sync()
{
    for (const auto& change : pending_)
        apply(change, durable_);
    pending_.clear();
}

void LossyFile::cut(std::mt19937* random)
{
    auto left = std::move(pending_);
    pending_.clear();
    if (random != nullptr)
    {
        std::shuffle(left.begin(), left.end(), *random);
        for (const auto& change : left)
        {
            if (change.size)
            {
                if ((*random)() % 2 == 0)
                    apply(change, durable_);
                continue;
            }
            for (std::size_t at = 0; at < change.bytes.size();)
            {
                const auto end =
                    std::min(change.bytes.size(),
                             at + sector_bytes - (change.offset + at) % sector_bytes); // at sector borders
                if ((*random)() % 2 == 0)
                    apply({std::nullopt, change.offset + at, change.bytes.substr(at, end - at)}, durable_);
                at = end;
            }
        }
    }
    now_ = durable_;
}

} // namespace kori::test
