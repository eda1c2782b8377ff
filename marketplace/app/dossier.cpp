#include "marketplace/app/dossier.hpp"

#include "core/base/promise.hpp"
#include "core/base/tar.hpp"
#include "core/base/text.hpp"
#include "core/journal/journal.hpp"
#include "core/json/value.hpp"
#include "core/storage/sqlite/sqlite_shape.hpp"
#include "marketplace/app/dossier_tables.hpp"
#include "procurement/competition/tender_store.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace kori::app
{
namespace
{

using Ids = std::map<DossierSet, std::set<std::string>>;

std::string joined_names(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

json::Value shown(const SqlValue::Content& content)
{
    return std::visit(
        [](const auto& value) -> json::Value
        {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::monostate>)
                return nullptr;
            else if constexpr (std::is_same_v<T, Blob>)
                return json::Object{}.add("base64", to_base64(value.bytes));
            else
                return value;
        },
        content);
}

std::string text_in(const SqlValue::Content& content)
{
    if (const auto* text = std::get_if<std::string>(&content))
        return *text;
    if (const auto* blob = std::get_if<Blob>(&content))
        return blob->bytes;
    return {};
}

class Maker
{
public:
    Maker(Transaction& tx, std::ostream& out) : tx_{tx}, archive_{out} {}

    void add_all(CompetitionId competition)
    {
        ids_[DossierSet::competition].insert(competition.text());
        ids_[DossierSet::about].insert(competition.text());
        const auto shapes = shapes_made_by(embedded_migrations());
        for (const auto& table : dossier_tables())
            add_rows(table, shapes);
        for (const auto& tender : tenders::of_competition(tx_, competition))
            for (const auto& part : tenders::parts_of(tx_, tender.id))
                add("sealed/" + tender.id.text() + "/" + part.name + ".kori",
                    tenders::sealed_part(tx_, tender.id, part.name));
        add_journal();
    }

    void finish(DossierSummary& summary, const crypto::SigningKey& key, std::string_view origin)
    {
        summary.files = static_cast<std::int64_t>(files_.size());
        summary.rows = rows_;
        summary.entries = entries_;
        summary.waiting = waiting_;
        summary.public_key = key.public_key;
        const auto manifest = json::write_pretty(json::Object{}
                                                     .add("format", "kori-dossier-1")
                                                     .add("about", summary.about)
                                                     .add("made_at", summary.made_at)
                                                     .add("origin", origin)
                                                     .add("public_key", to_base64(key.public_key))
                                                     .add("rows", rows_)
                                                     .add("entries", entries_)
                                                     .add("waiting", waiting_)
                                                     .add("files", files_));
        archive_.add("manifest.json", manifest);
        archive_.add("manifest.sig", to_base64(crypto::sign(key, manifest)) + "\n");
        archive_.finish();
    }

private:
    void add(const std::string& name, std::string_view bytes)
    {
        archive_.add(name, bytes);
        files_.emplace_back(json::Object{}
                                .add("name", name)
                                .add("bytes", static_cast<std::int64_t>(bytes.size()))
                                .add("sha256", to_hex(crypto::sha256(bytes))));
    }

    void add_rows(const DossierTable& table, const std::vector<TableShape>& shapes)
    {
        const auto shape = std::find_if(shapes.begin(), shapes.end(),
                                        [&](const TableShape& one) { return one.name == table.table; });
        PROMISE(shape != shapes.end());
        const auto sql = "/* dossier.rows */ SELECT " + joined_names(shape->columns) + " FROM " +
                         shape->name + " WHERE " + std::string{table.column} + " = ? ORDER BY " +
                         joined_names(shape->key);
        const auto asked = ids_[table.of]; // a copy: rows add to it
        std::string lines;
        for (const auto& id : asked)
            for (const auto& row : tx_.query(sql, id))
            {
                lines += json::write(line_of(table, shape->columns, row)) + "\n";
                ++rows_;
            }
        if (!lines.empty())
            add("rows/" + shape->name + ".jsonl", lines);
    }

    json::Object line_of(const DossierTable& table, const std::vector<std::string>& columns, const Row& row)
    {
        std::map<std::string, std::string> texts;
        for (std::size_t i = 0; i < columns.size(); ++i)
            texts[columns[i]] = text_in(row.content(i));
        for (const auto& found : table.gives)
            if (const auto& id = texts.at(std::string{found.column}); !id.empty())
                ids_[found.set].insert(id), ids_[DossierSet::about].insert(id);
        if (const auto id = texts.find("id"); id != texts.end())
            ids_[DossierSet::about].insert(id->second);

        json::Object line;
        for (std::size_t i = 0; i < columns.size(); ++i)
        {
            const auto file = std::find_if(table.files.begin(), table.files.end(),
                                           [&](const DossierFile& one) { return one.column == columns[i]; });
            if (file == table.files.end())
            {
                line.add(columns[i], shown(row.content(i)));
                continue;
            }
            const auto name = named(file->name, texts);
            add(name, texts.at(columns[i]));
            line.add(columns[i], json::Object{}.add("file", name));
        }
        return line;
    }

    static std::string named(std::string_view form, const std::map<std::string, std::string>& texts)
    {
        std::string name;
        for (std::size_t at = 0; at < form.size();)
        {
            if (form[at] != '{')
            {
                name += form[at++];
                continue;
            }
            const auto end = form.find('}', at);
            name += texts.at(std::string{form.substr(at + 1, end - at - 1)});
            at = end + 1;
        }
        return name;
    }

    void add_journal()
    {
        const auto head = journal::newest_head(tx_);
        std::vector<journal::Entry> entries;
        for (const auto& id : ids_[DossierSet::about])
            for (auto& entry : journal::about(tx_, id))
                entries.push_back(std::move(entry));
        std::sort(entries.begin(), entries.end(), [](const journal::Entry& a, const journal::Entry& b)
                  { return std::pair{a.at, a.id} < std::pair{b.at, b.id}; });
        std::string lines;
        std::string seen;
        for (const auto& entry : entries)
        {
            const auto leaf = journal::leaf_bytes(entry);
            json::Object line;
            line.add("leaf", leaf);
            if (head && entry.number >= 0 && entry.number < head->size)
                line.add("number", entry.number).add("proof", proof_of(entry.number, head->size));
            else
                ++waiting_;
            ++entries_;
            lines += json::write(line) + "\n";
            if (entry.kind == "viewed")
                seen += leaf + "\n";
        }
        add("journal.jsonl", lines);
        add("seen.jsonl", seen);
        add("head.txt", head ? head->checkpoint : std::string{});
    }

    json::Array proof_of(std::int64_t number, std::int64_t size)
    {
        const auto hashes = journal::inclusion_proof(tx_, number, size);
        PROMISE(hashes.has_value());
        json::Array proof;
        for (const auto& hash : *hashes)
            proof.emplace_back(to_base64(hash));
        return proof;
    }

    Transaction& tx_;
    TarWriter archive_;
    Ids ids_;
    json::Array files_;
    std::int64_t rows_ = 0;
    std::int64_t entries_ = 0;
    std::int64_t waiting_ = 0;
};

} // namespace

std::optional<DossierSummary> write_dossier(Transaction& tx, CompetitionId competition,
                                            const crypto::SigningKey& key, std::string_view origin,
                                            Instant now, std::ostream& out)
{
    if (!competitions::find(tx, competition))
        return std::nullopt;
    DossierSummary summary{.about = competition.text(), .made_at = now};
    Maker maker{tx, out};
    maker.add_all(competition);
    maker.finish(summary, key, origin);
    return summary;
}

} // namespace kori::app
