#include "procurement/publicity/matter.hpp"

#include "core/base/promise.hpp"

#include <algorithm>

namespace kori::publicity
{
namespace
{

std::string_view prefix_of(std::string_view id)
{
    return id.substr(0, id.find('_'));
}

template <class Source>
const Source* source_of(const std::vector<Source>& sources, std::string_view id)
{
    const auto found = std::find_if(sources.begin(), sources.end(),
                                    [&](const Source& one) { return one.prefix == prefix_of(id); });
    return found == sources.end() ? nullptr : &*found;
}

} // namespace

void Sources::add(MatterSource source)
{
    PROMISE(source_of(matters_, source.prefix) == nullptr);
    matters_.push_back(std::move(source));
}

void Sources::add(DocumentSource source)
{
    PROMISE(source_of(documents_, source.prefix) == nullptr);
    documents_.push_back(std::move(source));
}

std::optional<Matter> Sources::find_matter(Transaction& tx, std::string_view id) const
{
    const auto* source = source_of(matters_, id);
    return source == nullptr ? std::nullopt : source->find(tx, id);
}

bool Sources::is_party(Transaction& tx, const Matter& matter, OrganisationId organisation) const
{
    const auto* source = source_of(matters_, matter.id);
    return source != nullptr && source->is_party(tx, matter.id, organisation);
}

std::optional<MatterDocument> Sources::find_document(Transaction& tx, std::string_view id) const
{
    const auto* source = source_of(documents_, id);
    return source == nullptr ? std::nullopt : source->find(tx, id);
}

std::vector<MatterDocument> Sources::documents_of(Transaction& tx, std::string_view matter,
                                                  std::string_view after_id, std::int64_t limit) const
{
    std::vector<MatterDocument> all;
    for (const auto& source : documents_)
    {
        // Ids of one prefix stand together, so only the prefix that the cursor stands in is cut.
        if (source.prefix < prefix_of(after_id))
            continue;
        const auto after = source.prefix == prefix_of(after_id) ? after_id : std::string_view{};
        for (auto& document : source.list(tx, matter, after, limit))
            all.push_back(std::move(document));
    }
    std::sort(all.begin(), all.end(),
              [](const MatterDocument& a, const MatterDocument& b) { return a.id < b.id; });
    if (all.size() > static_cast<std::size_t>(limit))
        all.erase(all.begin() + limit, all.end());
    return all;
}

} // namespace kori::publicity
