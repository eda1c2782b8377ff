// The sentences of refusals in Finnish and Swedish, and which language a caller wants.
#pragma once

#include "core/base/result.hpp"
#include "core/base/text.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kori::http
{

// Sentences by rule name, from config/locale/{fi,sv}.json. A name "*.part" serves every rule that ends in
// ".part" and has no sentence of its own. Filled before the first request, then only read, from any thread.
class Locale
{
public:
    Locale() = default;
    Locale(const Locale&) = delete;
    Locale& operator=(const Locale&) = delete;

    // Reads fi.json and sv.json of that folder. Sentences on what is wrong; none when all is well.
    std::vector<std::string> load(const std::filesystem::path& folder);
    // One document {"rule": "sentence", …}; `source` is named in the faults.
    std::vector<std::string> add(Language language, std::string_view document, std::string_view source);

    // The rule's sentence with its {name} filled in; English when there is no translation.
    std::string sentence(std::string_view rule, std::string_view english, const Facts& values,
                         Language language) const;
    // How often a translation was lacking.
    std::uint64_t missing() const { return missing_.load(std::memory_order_relaxed); }

private:
    using Sentences = std::map<std::string, std::string, std::less<>>;
    const std::string* find(std::string_view rule, Language language) const;

    std::array<Sentences, 3> sentences_; // by Language; English stays empty
    mutable std::atomic<std::uint64_t> missing_ = 0;
};

// Fills {name} from the values; a name without a value stays as it is, and values are not filled again.
std::string fill(std::string_view sentence, const Facts& values);

// RFC 9110 12.5.4: the best of fi, sv and en by q-value, the earlier one of equals. Without the header, or
// when it names none of them: what the caller's account prefers, else Finnish.
Language choose_language(std::optional<std::string_view> accept_language, std::optional<Language> preferred);

} // namespace kori::http
