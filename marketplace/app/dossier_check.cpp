// A dossier read back by somebody who has neither database nor server.
#include "core/base/tar.hpp"
#include "core/base/text.hpp"
#include "core/journal/checkpoint.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"
#include "marketplace/app/dossier.hpp"

#include <map>

namespace kori::app
{
namespace
{

constexpr std::uint64_t file_bytes_max = 2'147'483'648; // a sealed part is far smaller
constexpr std::size_t faults_max = 100;
constexpr json::Limits manifest_limits{8, 268'435'456, 10'000'000};
constexpr json::Limits line_limits{32, 16'777'216, 1'000'000};

struct Digest
{
    std::int64_t bytes = 0;
    std::string sha256; // hex
    bool operator==(const Digest&) const = default;
};

// What the manifest says; none of it is believed before its signature.
struct Manifest
{
    std::string about;
    Instant made_at;
    std::string origin;
    std::string public_key; // 32 bytes
    std::int64_t rows = 0;
    std::int64_t entries = 0;
    std::int64_t waiting = 0;
    std::map<std::string, Digest> files;
};

std::optional<std::string> text_of(const json::Value& object, std::string_view name)
{
    const auto* value = object.find(name);
    return value != nullptr && value->is_text() ? std::optional{value->text()} : std::nullopt;
}

std::optional<std::int64_t> number_of(const json::Value& object, std::string_view name)
{
    const auto* value = object.find(name);
    return value != nullptr && value->is_integer() ? std::optional{value->integer()} : std::nullopt;
}

std::optional<std::map<std::string, Digest>> files_in(const json::Value& manifest)
{
    const auto* list = manifest.find("files");
    if (list == nullptr || !list->is_array())
        return std::nullopt;
    std::map<std::string, Digest> files;
    for (const auto& one : list->array())
    {
        if (!one.is_object())
            return std::nullopt;
        const auto name = text_of(one, "name");
        const auto bytes = number_of(one, "bytes");
        const auto digest = text_of(one, "sha256");
        if (!name || !bytes || !digest || !files.emplace(*name, Digest{*bytes, *digest}).second)
            return std::nullopt;
    }
    return files;
}

std::optional<Manifest> read_manifest(std::string_view text)
{
    const auto read = json::read(text, manifest_limits);
    if (!read || !read->is_object() || text_of(*read, "format") != "kori-dossier-1")
        return std::nullopt;
    const auto about = text_of(*read, "about");
    const auto made = text_of(*read, "made_at");
    const auto made_at = made ? parse_instant(*made) : std::nullopt;
    const auto origin = text_of(*read, "origin");
    const auto key_text = text_of(*read, "public_key");
    auto key = key_text ? from_base64(*key_text) : std::nullopt;
    const auto rows = number_of(*read, "rows");
    const auto entries = number_of(*read, "entries");
    const auto waiting = number_of(*read, "waiting");
    auto files = files_in(*read);
    if (!about || !made_at || !origin || !key || key->size() != 32 || !rows || !entries || !waiting || !files)
        return std::nullopt;
    return Manifest{*about, *made_at, *origin, std::move(*key), *rows, *entries, *waiting, std::move(*files)};
}

// One line of journal.jsonl.
struct Line
{
    std::string leaf;
    std::optional<std::int64_t> number;
    std::vector<std::string> proof;
};

std::optional<Line> read_line(const std::string& text)
{
    const auto read = json::read(text, line_limits);
    if (!read || !read->is_object())
        return std::nullopt;
    const auto leaf = text_of(*read, "leaf");
    if (!leaf)
        return std::nullopt;
    Line line{*leaf, number_of(*read, "number"), {}};
    if (!line.number)
        return line;
    const auto* proof = read->find("proof");
    if (proof == nullptr || !proof->is_array())
        return std::nullopt;
    for (const auto& item : proof->array())
    {
        auto hash = item.is_text() ? from_base64(item.text()) : std::nullopt;
        if (!hash)
            return std::nullopt;
        line.proof.push_back(std::move(*hash));
    }
    return line;
}

class Check
{
public:
    explicit Check(const std::optional<std::string>& public_key) : trusted_{public_key} {}

    DossierCheck run(std::istream& in)
    {
        read_archive(in);
        const auto manifest = read_manifest(kept_["manifest.json"]);
        if (!manifest)
        {
            say("The file manifest.json is not as a dossier has it.");
            return std::move(result_);
        }
        check_manifest(*manifest);
        check_files(*manifest);
        check_journal(*manifest);
        result_.summary.about = manifest->about;
        result_.summary.made_at = manifest->made_at;
        result_.summary.public_key = manifest->public_key;
        result_.summary.files = static_cast<std::int64_t>(manifest->files.size());
        result_.summary.rows = manifest->rows;
        return std::move(result_);
    }

private:
    void say(std::string sentence)
    {
        if (result_.faults.size() < faults_max)
            result_.faults.push_back(std::move(sentence));
    }

    // Only what is read below is kept; of the others their digests.
    void read_archive(std::istream& in)
    {
        TarReader reader{in, file_bytes_max};
        while (auto file = reader.next())
        {
            if (!found_
                     .emplace(file->name, Digest{static_cast<std::int64_t>(file->bytes.size()),
                                                 to_hex(crypto::sha256(file->bytes))})
                     .second)
                say("The file " + file->name + " stands twice in the archive.");
            if (file->name.starts_with("manifest.") || file->name == "journal.jsonl" ||
                file->name == "head.txt")
                kept_[file->name] = std::move(file->bytes);
        }
        if (!reader.fault().empty())
            say(reader.fault());
    }

    void check_manifest(const Manifest& manifest)
    {
        if (trusted_ && *trusted_ != manifest.public_key)
            say("The manifest names another key than the one that is trusted.");
        auto text = kept_["manifest.sig"];
        const bool ends = text.ends_with('\n');
        if (ends)
            text.pop_back();
        const auto signature = from_base64(text);
        if (!ends || !signature || signature->size() != 64 ||
            !crypto::verify_signature(trusted_.value_or(manifest.public_key), kept_["manifest.json"],
                                      *signature))
            say("The signature manifest.sig is not that of the file manifest.json.");
    }

    void check_files(const Manifest& manifest)
    {
        for (const auto& [name, digest] : manifest.files)
        {
            const auto at = found_.find(name);
            if (at == found_.end())
                say("The file " + name + " is missing.");
            else if (at->second != digest)
                say("The file " + name + " is not the one that was signed.");
        }
        for (const auto& [name, digest] : found_)
            if (!manifest.files.contains(name) && !name.starts_with("manifest."))
                say("The file " + name + " does not stand in the manifest.");
    }

    void check_journal(const Manifest& manifest)
    {
        const auto key = trusted_.value_or(manifest.public_key);
        const auto& head = kept_["head.txt"];
        if (const auto body = journal::open_checkpoint(head, key, manifest.origin); !body)
            say("The head in head.txt: " + body.refusal().sentence);
        for (const auto& text : split_text(kept_["journal.jsonl"], '\n'))
        {
            if (text.empty())
                continue;
            const auto name =
                "The entry in line " + std::to_string(++result_.summary.entries) + " of journal.jsonl";
            const auto line = read_line(text);
            if (!line)
                say(name + " cannot be read.");
            else if (!line->number)
                ++result_.summary.waiting;
            else if (const auto fault = journal::verify_offline(
                         {line->leaf, *line->number, line->proof, head}, key, manifest.origin);
                     !fault.empty())
                say(name + ": " + fault);
        }
        if (result_.summary.entries != manifest.entries || result_.summary.waiting != manifest.waiting)
            say("The file journal.jsonl has another number of entries than the manifest says.");
    }

    std::optional<std::string> trusted_;
    std::map<std::string, Digest> found_;
    std::map<std::string, std::string> kept_;
    DossierCheck result_;
};

} // namespace

DossierCheck check_dossier(std::istream& in, const std::optional<std::string>& public_key)
{
    return Check{public_key}.run(in);
}

} // namespace kori::app
