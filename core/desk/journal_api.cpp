#include "core/desk/journal_api.hpp"

#include "core/desk/proof_view.hpp"
#include "core/http/cursor.hpp"
#include "core/http/environment.hpp"
#include "core/journal/journal.hpp"
#include "core/json/reader.hpp"

#include <charconv>

namespace kori::desk
{
namespace
{

using namespace http;

// Public facts are everybody's. An organisation's own entries join a customer's handle to orders by their
// time, so they are for those who answer for the organisation (380/2023 §§ 124-126), not for each of its
// members.
constexpr Permission see_journal{"journal.see"};

// Whose own entries the caller reads besides the public ones; empty: nobody's.
std::string viewer_of(const Call& call)
{
    return call.actor.organisation && call.has_duty(see_journal) ? call.actor.organisation->text()
                                                                 : std::string{};
}

// One entry is also for who sees its subject by duty: journal.see_payable opens "payable.made".
bool may_see(const Call& call, const journal::Entry& entry)
{
    const auto subject = "journal.see_" + entry.kind.substr(0, entry.kind.find('.'));
    const bool by_subject = call.actor.organisation && call.has_duty(Permission{subject});
    return journal::may_see(entry, by_subject ? call.actor.organisation->text() : viewer_of(call),
                            call.actor.has_role(role::operator_));
}

json::Object view_of(const journal::Entry& entry)
{
    const auto facts = json::read(entry.facts);
    PROMISE(facts);
    return json::Object{}
        .add("number", entry.number)
        .add("id", entry.id)
        .add("at", entry.at)
        .add("actor", entry.actor)
        .add("organisation", entry.organisation)
        .add("kind", entry.kind)
        .add("about", entry.about)
        .add("facts", *facts)
        .add("reason", entry.reason)
        .add("rule_version", entry.rule_version);
}

Shape entry_shape()
{
    return object(
        "JournalEntry", "What happened: who, when, why, by which rules",
        {required("number", integer(-1, 1'000'000'000'000, "Leaf of the tree; -1 while it waits", 41)),
         required("id", id_of<EntryTag>("Entry")), required("at", instant("When", "2026-03-02T10:15:00Z")),
         required("actor", text(0, 60, "Membership, customer, clock or nobody", "clock")),
         required("organisation", text(0, 60, "For whom", "")),
         required("kind", text(1, 100, "What", "basket.published")),
         required("about", text(1, 200, "Which object", "bsk_…")),
         required("facts", anything("Ids, codes and numbers", json::Object{})),
         required("reason", text(0, 2'000, "Why, when the act needs it", "")),
         required("rule_version", text(0, 100, "Which rules decided", ""))});
}

// The feed's cursor is the last number that the caller has; numbers are given in commit order, so nothing is
// skipped.
Result<Reply> get_feed(Call& call)
{
    const auto page = page_of(call);
    if (!page)
        return page.refusal();
    std::int64_t after = -1;
    const auto& text = page->after[0];
    std::from_chars(text.data(), text.data() + text.size(), after);
    const bool sees_all = call.actor.has_role(role::operator_);
    const auto entries = journal::feed(call.tx, after, page->limit, viewer_of(call), sees_all);
    json::Array items;
    for (const auto& entry : entries)
        items.emplace_back(view_of(entry));
    // There is always a next page of a feed: the reader comes back with the same cursor until something
    // happens.
    const auto last = entries.empty() ? after : entries.back().number;
    return Reply::page(json::Object{}.add("items", items), next_cursor(call, {std::to_string(last)}));
}

Result<Reply> get_entry(Call& call)
{
    const auto entry = journal::find(call.tx, call.path.find("entry")->second);
    if (!entry || !may_see(call, *entry))
        return absent();
    return Reply::ok(view_of(*entry));
}

Result<Reply> get_proof(Call& call)
{
    const auto entry = journal::find(call.tx, call.path.find("entry")->second);
    if (!entry || !may_see(call, *entry))
        return absent();
    return Reply::ok(proof_of(call.tx, *entry));
}

Result<Reply> get_head(Call& call)
{
    const auto head = journal::newest_head(call.tx);
    if (!head)
        return absent();
    auto reply = Reply::text("text/plain; charset=utf-8", head->checkpoint);
    return reply;
}

Result<Reply> get_key(Call& call)
{
    const auto& key = call.environment.keys.journal_key();
    return Reply::ok(json::Object{}
                         .add("algorithm", "Ed25519")
                         .add("origin", call.environment.origin)
                         .add("public_key", to_base64(key.public_key)));
}

Result<Reply> get_consistency(Call& call)
{
    std::int64_t old_size = 0;
    const auto from = call.query_text("from").value_or("0");
    std::from_chars(from.data(), from.data() + from.size(), old_size);
    const auto head = journal::newest_head(call.tx);
    if (!head || old_size > head->size)
        return refuse(Fault::invalid, "journal.no_such_size", "The tree was never of that size.")
            .in({{"?from", "journal.no_such_size", "The tree was never of that size.", {}}});
    const auto proof = journal::consistency_proof(call.tx, old_size, head->size);
    json::Array hashes;
    if (proof)
        for (const auto& hash : *proof)
            hashes.emplace_back(to_base64(hash));
    return Reply::ok(json::Object{}
                         .add("from", old_size)
                         .add("size", head->size)
                         .add("proof", hashes)
                         .add("checkpoint", head->checkpoint));
}

Shape hash_text()
{
    return text(1, 100, "SHA-256 in base 64", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

Shape checkpoint_text()
{
    return text(1, 2'000, "Signed head, C2SP tlog-checkpoint", "kori\n1\n47DE…\n\n— kori …\n");
}

} // namespace

Routes journal_routes()
{
    const auto entry = shared(entry_shape());
    const auto entries = shared(object("JournalPage", "Entries in tree order",
                                       {required("items", list(entry_shape(), 0, 200, "Page"))}));
    const auto key = shared(object("JournalKey", "Whose signature heads carry",
                                   {required("algorithm", text(1, 20, "Algorithm", "Ed25519")),
                                    required("origin", text(1, 200, "First line of each head", "kori")),
                                    required("public_key", hash_text())}));
    const auto proof = shared(proof_shape());
    const auto consistency = shared(object(
        "ConsistencyProof", "That a newer tree continues an older one (RFC 9162 §2.1.4)",
        {required("from", integer(0, 1'000'000'000'000, "Older size", 7)),
         required("size", integer(0, 1'000'000'000'000, "Newer size", 41)),
         required("proof", list(hash_text(), 0, 128, "Hashes")), required("checkpoint", checkpoint_text())}));
    return {
        Route{Method::get, "/api/v1/journal/entries", everybody, Access::reads, nullptr, entries, get_feed,
              "The change feed: public facts; for who carries journal.see also the organisation's own"}
            .paged(),
        Route{Method::get, "/api/v1/journal/entries/{entry}", everybody, Access::reads, nullptr, entry,
              get_entry, "One entry"},
        Route{Method::get, "/api/v1/journal/entries/{entry}/proof", everybody, Access::reads, nullptr, proof,
              get_proof, "The inclusion proof of an entry; pending until it is numbered"},
        Route{Method::get, "/api/v1/journal/head", everybody, Access::reads, nullptr, nullptr, get_head,
              "The newest signed head"}
            .giving("text/plain"),
        Route{Method::get, "/api/v1/journal/key", everybody, Access::reads, nullptr, key, get_key,
              "The public key of heads"},
        Route{Method::get, "/api/v1/journal/consistency", everybody, Access::reads, nullptr, consistency,
              get_consistency, "That the newest head continues an older one"}
            .asking({{"from", integer(0, 1'000'000'000'000, "Size of the older head", 7)}}),
    };
}

} // namespace kori::desk
